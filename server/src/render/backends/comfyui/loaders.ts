/** Where the list of models is that a request chooses from: the input of a loader node. */

import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { own } from '../../../knowledge/own.ts';
import type { ApiGraph, NodeDefinition, ObjectInfo } from './graph.ts';
import { upstream } from './walk.ts';

export interface ModelInput {
  readonly className: string;
  readonly input: string;
}

/** The inputs that name the models themselves, for requests without a graph: those of the loaders that templates use. */
export function templateInputs(knowledge: Knowledge): ModelInput[] {
  return knowledge.data.comfyTemplates.loaders.map(({ class: className, input }) => ({ className, input }));
}

/** The input that names the model of a sampler: of the nearest node before it that makes a model out of a name. */
export function modelInputOf(
  graph: ApiGraph,
  sampler: string,
  objectInfo: ObjectInfo,
  knowledge: Knowledge,
): ModelInput | null {
  for (const id of upstream(graph, sampler)) {
    const className = own(graph, id)?.class_type ?? '';
    const definition = objectInfo.get(className);
    const input = definition && modelInput(definition, knowledge);
    if (input) return { className, input };
  }
  return null;
}

/** A loader gives a model and takes none; one that also takes a model (a LoRA) changes it. */
function modelInput({ inputs, outputs }: NodeDefinition, knowledge: Knowledge): string | undefined {
  const model = new RegExp(knowledge.data.comfyTemplates.model_types);
  const isModel = (type: string) => model.test(type);
  if (!outputs.some(isModel) || inputs.some(({ type }) => isModel(type))) return undefined;
  const named = new Set(knowledge.data.comfyNodes.model_inputs);
  return inputs.find(({ name, choices }) => choices !== null && named.has(name))?.name;
}
