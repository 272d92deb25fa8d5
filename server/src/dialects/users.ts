/** Who uses one place of a document: values are shared by links, aliases and merges. */
import { placeOf } from '../syntax/navigate.ts';
import type { Generation, Occurrence, Reading } from './generation.ts';

export interface User {
  readonly generation: Generation;
  readonly occurrence: Occurrence;
}

/** Made once a reading, and only when asked for. */
const known = new WeakMap<Reading, Map<unknown, User[]>>();

/** Every use of the place at which an occurrence stands, itself among them. */
export function usersOf({ range }: Occurrence, reading: Reading): readonly User[] {
  const users = known.get(reading) ?? new Map<unknown, User[]>();
  if (!known.has(reading)) {
    known.set(reading, users);
    for (const generation of reading.generations) {
      for (const occurrence of generation.settings) {
        const place = placeOf(occurrence.range);
        const others = users.get(place);
        if (others) others.push({ generation, occurrence });
        else users.set(place, [{ generation, occurrence }]);
      }
    }
  }
  return users.get(placeOf(range)) ?? [];
}
