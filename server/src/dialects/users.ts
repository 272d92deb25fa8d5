/** Who uses one place of a document: values are shared by links, aliases and merges. */
import { grouped } from '../common/grouped.ts';
import { remembered } from '../common/memory.ts';
import { placeOf } from '../syntax/navigate.ts';
import type { Generation, Occurrence, Reading } from './generation.ts';

export interface User {
  readonly generation: Generation;
  readonly occurrence: Occurrence;
}

/** Made once a reading, and only when asked for. */
const usersIn = remembered(({ generations }: Reading) =>
  grouped(
    generations.flatMap((generation) => generation.settings.map((occurrence) => ({ generation, occurrence }))),
    ({ occurrence }): unknown => placeOf(occurrence.range),
  ),
);

/** Every use of the place at which an occurrence stands, itself among them. */
export function usersOf({ range }: Occurrence, reading: Reading): readonly User[] {
  return usersIn(reading).get(placeOf(range)) ?? [];
}
