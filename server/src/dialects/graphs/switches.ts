/** What nodes on a sampler's way say that decides what the program does, as switches of data/programs. */
import { remembered } from '../../common/memory.ts';
import type { GraphRules } from '../../knowledge/schema.ts';
import type { Generation } from '../generation.ts';
import type { GraphNode } from './graph.ts';

/** The switches that nodes set: a sampler's own, those on its way to the model, and those right before the latent. */
export type SwitchReader = (
  own: readonly GraphNode[],
  chain: readonly GraphNode[],
  size: readonly GraphNode[],
) => Generation['switches'] | undefined;

/** Makes the reader of one format. */
export function createSwitchReader({ switch_types: types }: GraphRules): SwitchReader {
  const readerOf = (all: Readonly<Record<string, string>> = {}) => {
    const patterns = Object.entries(all).map(([name, pattern]) => ({ name, pattern: new RegExp(pattern) }));
    return (nodes: readonly GraphNode[]) => setBy(nodes, patterns);
  };
  const [ofModel, ofSize] = [readerOf(types?.model), readerOf(types?.size)];
  const onChain = remembered(ofModel);
  return (own, chain, size) => {
    const set = { ...onChain(chain), ...ofModel(own), ...ofSize(size) };
    return Object.keys(set).length === 0 ? undefined : set;
  };
}

/** Each switch that a node sets, with the type of the first such node. */
function setBy(
  nodes: readonly GraphNode[],
  patterns: readonly { readonly name: string; readonly pattern: RegExp }[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    patterns.flatMap(({ name, pattern }) => {
      const node = nodes.find(({ type }) => pattern.test(type));
      return node ? [[name, node.type]] : [];
    }),
  );
}
