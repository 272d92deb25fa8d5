/** Schedules that are written out: a text of falling numbers, one step between each and the next. */
import { type GraphNode, type Input, literalOf } from './graph.ts';

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
