/** Which nodes of a graph sample and which load, so that progress is told in steps and waiting in words. */

import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { own } from '../../../knowledge/own.ts';
import { isModelFile } from './checks.ts';
import { type ApiGraph, inputOf, linkOf, type NodeDefinition, type ObjectInfo } from './graph.ts';
import { upstream } from './walk.ts';

export interface Sampling {
  /** Nodes whose progress is steps, with the count each is expected to take; 0 where the graph doesn't say. */
  readonly samplers: ReadonlyMap<string, number>;
  /** Nodes that load a file, with its name. */
  readonly loaders: ReadonlyMap<string, string>;
}

export function samplingOf(graph: ApiGraph, objectInfo: ObjectInfo, main: string, knowledge: Knowledge): Sampling {
  const { steps_inputs: stepsInputs } = knowledge.data.comfyNodes;
  const samplers = new Map<string, number>();
  const loaders = new Map<string, string>();
  for (const [id, { class_type, inputs }] of Object.entries(graph)) {
    if (id === main || samples(objectInfo.get(class_type), stepsInputs))
      samplers.set(id, expectedSteps(graph, id, stepsInputs));
    const file = Object.entries(inputs).find(
      ([name, value]) => isModelFile(value, knowledge.files) && inputOf(objectInfo, class_type, name)?.choices,
    );
    if (file) loaders.set(id, String(file[1]));
  }
  return { samplers, loaders };
}

/**
 * A node samples when it makes a latent or a picture out of steps or sigmas: KSampler*, SamplerCustom*, and those of custom
 * packs. A tiled VAE, an upscaler or SaveImageWebsocket tells progress too, but not of steps.
 */
function samples(definition: NodeDefinition | undefined, stepsInputs: readonly string[]): boolean {
  if (!definition?.outputs.some((type) => type === 'LATENT' || type === 'IMAGE')) return false;
  return definition.inputs.some(
    ({ name, type }) => type === 'SIGMAS' || (type === 'INT' && stepsInputs.includes(name)),
  );
}

/** The steps a sampler will tell: its segment, where it has one (nodes.py, KSamplerAdvanced), else the whole count. */
function expectedSteps(graph: ApiGraph, id: string, stepsInputs: readonly string[]): number {
  for (const node of upstream(graph, id)) {
    const inputs = own(graph, node)?.inputs ?? {};
    const name = stepsInputs.find((input) => Object.hasOwn(inputs, input));
    if (name === undefined) continue;
    const steps = numberIn(graph, own(inputs, name));
    const begin = numberIn(graph, inputs.start_at_step) ?? 0;
    const end = numberIn(graph, inputs.end_at_step) ?? steps;
    return steps === null ? 0 : Math.max(0, Math.min(end ?? steps, steps) - begin);
  }
  return 0;
}

/** A literal number, or the one that a linked node holds (PrimitiveInt); `null` for anything else. */
function numberIn(graph: ApiGraph, value: unknown): number | null {
  const link = linkOf(value);
  const literal = link ? own(graph, link[0])?.inputs.value : value;
  return typeof literal === 'number' ? literal : null;
}
