/** Several generations of one mapping. */
import { remembered } from '../common/memory.ts';
import type { Generation } from './generation.ts';

/** Tells generations of one mapping apart (a picture and its live painting): the second has `#2` after its id. */
export function distinct(generations: readonly Generation[]): readonly Generation[] {
  const seen = new Map<string, number>();
  return generations.map((generation) => {
    const count = (seen.get(generation.id) ?? 0) + 1;
    seen.set(generation.id, count);
    return count === 1 ? generation : numbered(generation, count);
  });
}

const numbered = remembered(
  (generation: Generation, count: number): Generation => ({ ...generation, id: `${generation.id}#${count}` }),
  { until: (_, count) => count },
);
