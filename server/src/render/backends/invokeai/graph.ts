/** A request as a graph of InvokeAI, after the templates of data/backends/invokeai. */

import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { own, put } from '../../../knowledge/own.ts';
import type { InvokeGraph } from '../../../knowledge/schema.ts';
import type { RenderRequest } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { Fitting, limitsOf, mostOf } from '../shared/limits.ts';
import { allLoras, withoutTags } from '../shared/loras.ts';
import { chooseSampling } from '../shared/sampling.ts';
import { type InvokeModel, loraNamed } from './models.ts';

/** Nodes of every template: the loader, the one whose progress are the steps, and the one that gives the picture. */
const MODEL = 'model';
export const DENOISE = 'denoise';
export const PICTURE = 'picture';

const NAME = 'InvokeAI';

export interface Graph {
  readonly id: string;
  readonly nodes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly edges: readonly Edge[];
}
interface Edge {
  readonly source: Place;
  readonly destination: Place;
}
interface Place {
  readonly node_id: string;
  readonly field: string;
}

export interface BuiltGraph {
  readonly graph: Graph;
  readonly seed: bigint;
  readonly width: number;
  readonly height: number;
  /** What is drawn otherwise than asked, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Builds the graph for a main model out of all that the server has. Throws `BackendError`: `invalid` for a family that has no
 * template, `missing-model` for a LoRA or a part that the server lacks.
 */
export function buildGraph(
  request: RenderRequest,
  model: InvokeModel,
  models: readonly InvokeModel[],
  knowledge: Knowledge,
): BuiltGraph {
  const template = templateFor(model, knowledge);
  const fitting = new Fitting(NAME);
  const { side } = limitsOf('invokeai', knowledge.data);
  // The most it takes is a matter of memory.
  const { width, height } = fitting.size(request, side?.min ?? 1, null, template.multiple_of);
  const seed = fitting.seed(request.seed, mostOf('invokeai', knowledge).maxSeed);
  const isGuided = request.guidance > 1;
  const { scheduler, warnings: samplingWarnings } = schedulerFor(request, template, knowledge);
  const warnings = [...fitting.warnings, ...samplingWarnings];
  if (template.guided && !isGuided && request.negativePrompt.trim() !== '')
    warnings.push(t`A negative prompt has no effect on ${template.name} without guidance above 1.`);

  const values: Readonly<Record<string, unknown>> = {
    model,
    prompt: withoutTags(request.prompt),
    negativePrompt: request.negativePrompt,
    seed,
    width,
    height,
    steps: request.steps,
    guidance: request.guidance,
    distilledGuidance: request.distilledGuidance,
    scheduler,
    ...partsOf(template, models),
  };
  const guided = isGuided ? template.guided : undefined;
  const nodes: Record<string, Readonly<Record<string, unknown>>> = {};
  const edges: Edge[] = [];
  const add = (id: string, node: Readonly<Record<string, unknown>>): void => {
    put(nodes, id, { id, is_intermediate: true, ...node });
  };
  for (const [id, node] of Object.entries({ ...template.nodes, ...guided?.nodes })) add(id, filled(node, values));

  // Nodes behind the model, each taking the outputs of the one before it.
  const sources = new Map<string, string>();
  const insert = (
    id: string,
    { type, through }: InvokeGraph['lora'],
    settings: Readonly<Record<string, unknown>>,
  ): void => {
    add(id, { type, ...settings });
    for (const field of through) {
      edges.push(edge(sources.get(field) ?? MODEL, field, id, field));
      sources.set(field, id);
    }
  };
  if (request.clipSkip !== null && request.clipSkip > 1) {
    const { clip_skip } = template;
    if (clip_skip) insert('clip_skip', clip_skip, { [clip_skip.field]: request.clipSkip - 1 });
    else warnings.push(t`${NAME} has no CLIP skip for ${template.name}.`);
  }
  allLoras(request.prompt, request.loras, knowledge.files).forEach(({ name, weight }, index) => {
    const lora = loraNamed(name, model.base, models, knowledge.files);
    if (!lora)
      throw new BackendError('missing-model', t`${NAME} has no LoRA "${name}" for ${template.name}. Install it there.`);
    insert(`lora_${index + 1}`, template.lora, { [template.lora.field]: lora, weight });
  });
  for (const text of [...template.edges, ...(guided?.edges ?? [])]) {
    const [from, output, to, input] = text.split(/ -> |\./);
    edges.push(edge(from === MODEL ? (sources.get(output) ?? from) : from, output, to, input));
  }
  return { graph: { id: 'preview', nodes, edges }, seed, width, height, warnings };
}

function templateFor({ base, name }: InvokeModel, { data }: Knowledge): InvokeGraph {
  const template = data.invokeGraphs.find(({ bases }) => bases.includes(base));
  if (template) return template;
  const families = data.invokeGraphs.map((each) => each.name).join(', ');
  throw new BackendError(
    'invalid',
    t`${name} is a model of the kind ${base}, for which Sweetspot has no graph of ${NAME}. It has them for ${families}.`,
  );
}

/** What it calls schedulers are samplers. */
export function schedulerNames({ data }: Knowledge): readonly string[] {
  return data.samplers.samplers.flatMap(({ names }) => names.invokeai ?? []);
}

/** A schedule is part of a scheduler's name: `dpmpp_2m_k` is DPM++ 2M with Karras. */
function schedulerFor(request: RenderRequest, template: InvokeGraph, knowledge: Knowledge) {
  const names = template.schedulers ?? schedulerNames(knowledge);
  const samplers = names.map((name) => ({ name, aliases: [] }));
  const offer = { by: NAME, samplers, schedules: null, names: 'invokeai' };
  const { sampler, warnings } = chooseSampling(request, offer, knowledge);
  return { scheduler: sampler, warnings };
}

/** A model of the server for each part. Throws `missing-model` for one that it lacks. */
function partsOf({ parts, name }: InvokeGraph, models: readonly InvokeModel[]): Record<string, InvokeModel> {
  return Object.fromEntries(
    Object.entries(parts).map(([id, part]) => {
      const found = models.find(({ type, base }) => type === part.type && (part.base ?? base) === base);
      if (!found)
        throw new BackendError(
          'missing-model',
          t`${name} needs ${part.name}, which ${NAME} does not have. Install one there.`,
        );
      return [id, found];
    }),
  );
}

/** A node with its values filled in. What the request leaves open is left to the node's own default. */
function filled(
  node: InvokeGraph['nodes'][string],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(node)
      .map(([field, value]) => [
        field,
        typeof value === 'string' && value.startsWith('$') ? own(values, value.slice(1)) : value,
      ])
      .filter(([, value]) => value !== null),
  );
}

function edge(from: string, output: string, to: string, input: string): Edge {
  return { source: { node_id: from, field: output }, destination: { node_id: to, field: input } };
}
