/**
 * Graphs for requests that have none: a template of data/backends/comfyui/templates.yaml, filled with the request's values and
 * the server's files.
 */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../../knowledge/knowledge.ts';
import { mustOwn, own, put } from '../../../../knowledge/own.ts';
import type {
  ComfyTemplate,
  ComfyTemplateNode,
  ComfyTemplates,
  ComfyTemplateValue,
} from '../../../../knowledge/schema.ts';
import type { RenderRequest } from '../../../backend.ts';
import { BackendError } from '../../../problem.ts';
import { allLoras, withoutTags } from '../../shared/loras.ts';
import { chooseSampling } from '../../shared/sampling.ts';
import { type ApiGraph, type ApiLink, type ApiNode, inputOf, type ObjectInfo } from '../graph.ts';
import { chooseTemplate, findFile, findLora, findModel } from './files.ts';
import { checkConstants, choicesOf } from './server.ts';

interface BuiltGraph {
  readonly graph: ApiGraph;
  /** Id of the node whose steps are the render's. */
  readonly sampler: string;
  readonly warnings: readonly string[];
}

type Setting = Extract<ComfyTemplateValue, { readonly set: string }>['set'];
type CommonNode = ComfyTemplates['common']['vae'];
type Own = Extract<CommonNode['inputs'][string], { readonly own: string }>['own'];
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
  const { common, inputs } = data;
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
  add('decode', withOwn(common.decode, { result: graph.result, vae: graph.vae ?? wire('vae') }));
  add('preview', withOwn(common.preview, {}));
  checkConstants(nodes, objectInfo);
  return { graph: nodes, sampler: graph.sampler, warnings };

  /** Adds a node and answers with its first output. */
  function add(id: string, node: ComfyTemplateNode): ApiLink {
    const inputs = Object.entries(node.inputs).map(([name, value]) => [name, fill(node.class, name, value)]);
    put(nodes, id, { class_type: node.class, inputs: Object.fromEntries(inputs) });
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
      wires[end] = add(`${end === 'model' ? '' : `${end}-`}patch${index + 1}`, onEnd(end, shifted(node)));
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
    wires.vae = add('vae', withOwn(common.vae, { vae: template.parts.vae }));
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
    const loader = template.lora_on_clip ? common.lora_on_clip : common.lora;
    const input = inputWith(loader, { own: 'lora' }) ?? '';
    const lora = findLora(name, choicesOf(objectInfo, loader.class, input), knowledge);
    const node = withOwn(loader, { lora, weight });
    wires.model = add(id, node);
    if (wires.finisher) wires.finisher = add(`finisher-${id}`, onEnd('finisher', node));
    if (template.lora_on_clip) wires.clip = [id, 1];
  }

  function skipLayers(): void {
    const { clipSkip } = request;
    if (clipSkip === null || clipSkip <= 1) return;
    if (template.clip_skip) wires.clip = add('skip', withOwn(common.skip, { layer: -clipSkip }));
    else warnings.push(t`CLIP skip was left out: the text encoder of this model has no layers to skip.`);
  }

  function settingsOf(): Readonly<Record<Setting, string | number | bigint>> {
    const uses = (set: Setting) => Object.values(graph.nodes).some((node) => inputWith(node, { set }) !== undefined);
    const distilled = inputOf(objectInfo, inputs.distilled.class, inputs.distilled.input);
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
    const namesOf = (place: typeof inputs.sampler) => choicesOf(objectInfo, place.class, place.input);
    const samplers = namesOf(hasSchedule ? inputs.sampler : inputs.sampler_alone);
    const schedules = namesOf(inputs.schedule);
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
    const node = mustOwn(graph.nodes, graph.sampler);
    const { class: className } = node;
    const max = inputOf(objectInfo, className, inputWith(node, { set: 'steps' }) ?? '')?.options.max;
    if (typeof max !== 'number' || request.steps <= max) return request.steps;
    warnings.push(t`${request.steps} steps are more than ${className} takes: it draws with ${max}.`);
    return max;
  }
}

/** The input of a node that is given such a value. */
function inputWith({ inputs }: CommonNode, value: object): string | undefined {
  const wanted = JSON.stringify(value);
  return Object.entries(inputs).find(([, held]) => JSON.stringify(held) === wanted)?.[0];
}

/** A node that graphs share, with its own values. */
function withOwn(
  { class: name, inputs }: CommonNode,
  values: Partial<Record<Own, ComfyTemplateValue>>,
): ComfyTemplateNode {
  const filled = Object.entries(inputs).flatMap(([input, value]) => {
    const own = typeof value === 'object' && 'own' in value ? values[value.own] : value;
    return own === undefined ? [] : [[input, own] as const];
  });
  return { class: name, inputs: Object.fromEntries(filled) };
}

/** A node that takes the model of an end. */
function onEnd(end: Wire, { class: name, inputs }: ComfyTemplateNode): ComfyTemplateNode {
  const moved = Object.entries(inputs).map(([input, value]) => {
    const isModel = typeof value === 'object' && 'wire' in value && value.wire === 'model';
    return [input, isModel ? wire(end) : value];
  });
  return { class: name, inputs: Object.fromEntries(moved) };
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
