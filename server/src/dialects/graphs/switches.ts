/** What nodes on a sampler's way say that decides what the program does, as switches of data/programs. */
import type { GraphRules } from '../../knowledge/schema.ts';
import type { Generation } from '../generation.ts';
import type { GraphNode } from './graph.ts';

/** The switches that nodes set: those on the way to the model, and those right before the latent. */
export type SwitchReader = (
  model: readonly GraphNode[],
  size: readonly GraphNode[],
) => Generation['switches'] | undefined;

/** Makes the reader of one format. */
export function createSwitchReader({ switch_types: types }: GraphRules): SwitchReader {
  const patternsOf = (all: Readonly<Record<string, string>> = {}) =>
    Object.entries(all).map(([name, pattern]) => ({ name, pattern: new RegExp(pattern) }));
  const [ofModel, ofSize] = [patternsOf(types?.model), patternsOf(types?.size)];
  return (model, size) => {
    const set = [...setBy(model, ofModel), ...setBy(size, ofSize)];
    return set.length === 0 ? undefined : Object.fromEntries(set);
  };
}

/** Each switch that a node sets, with the type of that node. */
function setBy(
  nodes: readonly GraphNode[],
  patterns: readonly { readonly name: string; readonly pattern: RegExp }[],
): (readonly [string, string])[] {
  return patterns.flatMap(({ name, pattern }) => {
    const node = nodes.find(({ type }) => pattern.test(type));
    return node ? [[name, node.type] as const] : [];
  });
}
