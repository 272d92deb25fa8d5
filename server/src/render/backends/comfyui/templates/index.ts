/**
 * Graphs for requests that have none: a template of data/backends/comfyui/templates.yaml, filled with the request's values and
 * the server's files.
 */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../../knowledge/knowledge.ts';
import { mustOwn, own } from '../../../../knowledge/own.ts';
import type { ComfyTemplate, ComfyTemplateNode, ComfyTemplateValue } from '../../../../knowledge/schema.ts';
import type { RenderRequest } from '../../../backend.ts';
import { BackendError } from '../../../problem.ts';
import { allLoras, withoutTags } from '../../shared/loras.ts';
import { chooseSampling } from '../../shared/sampling.ts';
import type { ApiGraph, ApiLink, ApiNode, ObjectInfo } from '../graph.ts';
import { chooseTemplate, findFile, findLora, findModel } from './files.ts';
import { checkConstants, choicesOf } from './server.ts';

interface BuiltGraph {
  readonly graph: ApiGraph;
  /** Id of the node whose steps are the render's. */
  readonly sampler: string;
  readonly warnings: readonly string[];
}

type Setting = Extract<ComfyTemplateValue, { readonly set: string }>['set'];
type Wire = Extract<ComfyTemplateValue, { readonly wire: string }>['wire'];

/** Ends that models are loaded to. */
const MODELS = ['model', 'finisher'] as const;
/** Input of the nodes that move a flow model's schedule (comfy_extras/nodes_model_advanced.py). */
const SHIFT = 'shift';

/** The end of a piece, as a value of a node. */
function wire(name: Wire): Extract<ComfyTemplateValue, { readonly wire: string }> {
  return { wire: name, output: 0 };
}

/**
 * Makes a graph for a request that has none: loaders by the model's family and by what the server lists, one sampler, one
 * PreviewImage. Throws `BackendError`: `missing-model` (a text encoder or VAE the family needs is not there), `missing-node`,
 * `invalid` (no template for this family).
 */
export function buildGraph(request: RenderRequest, objectInfo: ObjectInfo, knowledge: Knowledge): BuiltGraph {
  const data = knowledge.data.comfyTemplates;
  const warnings: string[] = [];
  const model = findModel(request.model, objectInfo, knowledge);
  const template = chooseTemplate(request.family, model, knowledge, warnings);
  const graph = mustOwn(data.graphs, template.graph);
  const nodes: Record<string, ApiNode> = {};
  const wires: Partial<Record<Wire, ApiLink>> = {};
  const settings = settingsOf();

  load();
  for (const [index, lora] of allLoras(request.prompt, request.loras, knowledge.files).entries())
    addLora(index + 1, lora);
  skipLayers();
  for (const name of MODELS) if (wires[name]) patch(name);
  for (const [index, node] of template.clip_through.entries()) wires.clip = add(`tokenizer${index + 1}`, node);
  wires.latent = add('latent', {
    class: template.latent.class,
    inputs: { width: { set: 'width' }, height: { set: 'height' }, batch_size: 1, ...template.latent.inputs },
  });
  if (template.note) warnings.push(template.note);
  const drawn = request.guidance > 1 ? graph.nodes : { ...graph.nodes, ...graph.unguided };
  for (const [id, node] of Object.entries(drawn)) add(id, node);
  add('decode', { class: 'VAEDecode', inputs: { samples: graph.result, vae: graph.vae ?? wire('vae') } });
  add('preview', { class: 'PreviewImage', inputs: { images: ['decode', 0] } });
  checkConstants(nodes, objectInfo);
  return { graph: nodes, sampler: graph.sampler, warnings };

  /** Adds a node and answers with its first output. */
  function add(id: string, node: ComfyTemplateNode): ApiLink {
    const inputs = Object.entries(node.inputs).map(([name, value]) => [name, fill(node.class, name, value)]);
    nodes[id] = { class_type: node.class, inputs: Object.fromEntries(inputs) };
    return [id, 0];
  }

  /** A node that moves the schedule, by what the file says. */
  function shifted({ class: name, inputs }: ComfyTemplateNode): ComfyTemplateNode {
    const { flowShift } = request;
    if (flowShift === undefined || own(inputs, SHIFT) === undefined) return { class: name, inputs };
    return { class: name, inputs: { ...inputs, [SHIFT]: flowShift } };
  }

  /** What each file of a model goes through. */
  function patch(end: (typeof MODELS)[number]): void {
    for (const [index, node] of template.model_through.entries()) {
      const inputs = { ...shifted(node).inputs, model: wire(end) };
      wires[end] = add(`${end === 'model' ? '' : `${end}-`}patch${index + 1}`, { class: node.class, inputs });
    }
  }

  function fill(className: string, name: string, value: ComfyTemplateValue): unknown {
    if (typeof value !== 'object' || Array.isArray(value)) return value;
    if ('set' in value) return settings[value.set];
    if ('wire' in value) {
      const [node = '', first = 0] = wires[value.wire] ?? [];
      return [node, first + value.output];
    }
    return findFile(mustOwn(data.files, value.file), choicesOf(objectInfo, className, name), className, knowledge);
  }

  function load(): void {
    const { loader, name } = model;
    const loaded = (id: string, file: ComfyTemplateValue): ApiLink =>
      add(id, { class: loader.class, inputs: { [loader.input]: file, ...loader.inputs } });
    wires.model = loaded('model', template.experts?.model ?? name);
    if (template.experts) wires.finisher = loaded('finisher', template.experts.finisher);
    const clip = template.parts?.clip;
    if (loader.whole) {
      wires.clip = ['model', 1];
      wires.vae = ['model', 2];
      if (clip && template.often_without_clip && hasFiles(clip)) wires.clip = add('text', clip);
      return;
    }
    if (!template.parts || !clip)
      throw new BackendError('invalid', t`ComfyUI needs ${name} as a whole checkpoint, with its text encoder and VAE.`);
    wires.clip = add('text', clip);
    wires.vae = add('vae', { class: 'VAELoader', inputs: { vae_name: template.parts.vae } });
  }

  function hasFiles(node: ComfyTemplateNode): boolean {
    try {
      for (const [name, value] of Object.entries(node.inputs)) fill(node.class, name, value);
      return true;
    } catch (error) {
      if (error instanceof BackendError) return false;
      throw error;
    }
  }

  function addLora(index: number, { name, weight }: { readonly name: string; readonly weight: number }): void {
    const id = `lora${index}`;
    const both = template.lora_on_clip;
    const className = both ? 'LoraLoader' : 'LoraLoaderModelOnly';
    const lora_name = findLora(name, choicesOf(objectInfo, className, 'lora_name'), knowledge);
    const onClip: ComfyTemplateNode['inputs'] = both ? { clip: wire('clip'), strength_clip: weight } : {};
    const loaded = { lora_name, strength_model: weight, ...onClip };
    wires.model = add(id, { class: className, inputs: { model: wire('model'), ...loaded } });
    if (wires.finisher)
      wires.finisher = add(`finisher-${id}`, { class: className, inputs: { model: wire('finisher'), ...loaded } });
    if (both) wires.clip = [id, 1];
  }

  function skipLayers(): void {
    const { clipSkip } = request;
    if (clipSkip === null || clipSkip <= 1) return;
    if (template.clip_skip) {
      const inputs = { clip: wire('clip'), stop_at_clip_layer: -clipSkip };
      wires.clip = add('skip', { class: 'CLIPSetLastLayer', inputs });
    } else warnings.push(t`CLIP skip was left out: the text encoder of this model has no layers to skip.`);
  }

  function settingsOf(): Readonly<Record<Setting, string | number | bigint>> {
    const uses = (setting: Setting) =>
      Object.values(graph.nodes).some(({ inputs }) =>
        Object.values(inputs).some((value) => typeof value === 'object' && 'set' in value && value.set === setting),
      );
    const distilled = objectInfo.get('FluxGuidance')?.inputs.find(({ name }) => name === 'guidance');
    if (request.distilledGuidance !== null && !uses('distilled'))
      warnings.push(t`The distilled guidance was left out: this model has no input for it.`);
    const chosen = sampling(uses('schedule'));
    const count = steps();
    return {
      ...chosen,
      ...size(template, request, warnings),
      model: model.name,
      prompt: withoutTags(request.prompt),
      negative: request.negativePrompt,
      seed: request.seed,
      steps: count,
      half: Math.ceil(count / 2),
      guidance: request.guidance,
      distilled: request.distilledGuidance ?? Number(distilled?.options.default ?? 3.5),
    };
  }

  function sampling(hasSchedule: boolean): { sampler: string; schedule: string } {
    const samplers = choicesOf(objectInfo, hasSchedule ? 'KSampler' : 'KSamplerSelect', 'sampler_name');
    const schedules = choicesOf(objectInfo, 'KSampler', 'scheduler');
    const offered = (names: readonly string[]) => names.map((name) => ({ name, aliases: [] }));
    const offer = { by: 'ComfyUI', samplers: offered(samplers), schedules: offered(schedules), names: 'comfyui' };
    const asked = hasSchedule ? request : { ...request, schedule: null };
    if (request.schedule && !hasSchedule)
      warnings.push(t`The schedule ${request.schedule.written} was left out: this model has one of its own.`);
    const chosen = chooseSampling(asked, offer, knowledge);
    warnings.push(...chosen.warnings);
    return {
      sampler: chosen.sampler ?? usual(template.sampler, samplers),
      schedule: chosen.schedule ?? usual(template.schedule ?? '', schedules),
    };
  }

  function steps(): number {
    const { class: className, inputs } = mustOwn(graph.nodes, graph.sampler);
    const input = Object.entries(inputs).find(
      ([, value]) => typeof value === 'object' && 'set' in value && value.set === 'steps',
    );
    const max = objectInfo.get(className)?.inputs.find(({ name }) => name === input?.[0])?.options.max;
    if (typeof max !== 'number' || request.steps <= max) return request.steps;
    warnings.push(t`${request.steps} steps are more than ${className} takes: it draws with ${max}.`);
    return max;
  }
}

/** What a template is usually drawn with, where the server has it. */
function usual(name: string, offered: readonly string[]): string {
  return offered.includes(name) ? name : (offered[0] ?? name);
}

function size(
  { latent }: ComfyTemplate,
  { width, height }: RenderRequest,
  warnings: string[],
): { width: number; height: number } {
  const toMultiple = (pixels: number) => Math.max(1, Math.round(pixels / latent.multiple_of)) * latent.multiple_of;
  const fitted = { width: toMultiple(width), height: toMultiple(height) };
  if (fitted.width !== width || fitted.height !== height)
    warnings.push(
      t`Drawn at ${fitted.width} × ${fitted.height} instead of ${width} × ${height}: sides of this model are multiples of ${latent.multiple_of}.`,
    );
  return fitted;
}
