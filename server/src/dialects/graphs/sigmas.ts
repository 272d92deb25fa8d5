/** Schedules that count for themselves: those written out, one step between each number and the next, and those that samplers are given. */
import type { GraphRules } from '../../knowledge/schema.ts';
import { type Graph, type GraphNode, type Input, literalOf, sourcesOf } from './graph.ts';

/** Where a node has its schedule; `null` where it has none, or makes another of it by numbers of its own. */
export function sigmasOn({ inputs }: GraphNode): Input | null {
  const all = [...inputs.values()];
  if (all.some((input) => input.link || typeof literalOf(input) === 'number')) return null;
  return all.find((input) => sigmasIn(literalOf(input))) ?? null;
}

/** The numbers of a schedule; `null` for anything else. */
export function sigmasIn(value: unknown): readonly number[] | null {
  if (typeof value !== 'string') return null;
  const numbers = value.split(/[,;\s]+/).flatMap((word) => (word === '' ? [] : Number(word)));
  const falls = numbers.every((number, index) => index === 0 || number < numbers[index - 1]);
  return numbers.length >= 2 && falls ? numbers : null;
}

/** The nodes whose schedules a sampler takes in the place of its own count. */
export function replacementsOf(node: GraphNode, { links }: GraphRules, nodes: Graph): readonly GraphNode[] {
  const isSampler = links.model.some((name) => node.inputs.get(name)?.link);
  return isSampler ? sourcesOf(node, links.replacing, nodes) : [];
}
