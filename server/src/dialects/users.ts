/** Who uses one place of a document: values are shared by links, aliases, merges and defaults. */
import { grouped } from '../common/grouped.ts';
import { remembered } from '../common/memory.ts';
import type { MapValue, Place, Value } from '../syntax/document.ts';
import { isAround, isValue, placeOf, ValueSpan } from '../syntax/navigate.ts';
import type { Generation, Occurrence, Reading } from './generation.ts';

export interface User {
  readonly generation: Generation;
  readonly occurrence: Occurrence;
}

/** Every use of the place at which an occurrence stands; nothing where only one generation has it in itself. */
export function usersOf({ range }: Occurrence, reading: Reading): readonly User[] {
  const shared = sharedIn(reading);
  return shared.size === 0 ? NOBODY : (shared.get(placeOf(range)) ?? NOBODY);
}

/** Whether a value of a generation stands in what the generation is of, and not elsewhere. */
export function isOwn({ range }: Occurrence, { range: around }: Pick<Generation, 'range'>): boolean {
  const value = valueAround(range);
  return value !== null && isAround(around, value);
}

/** Jobs that are named before the rest is counted. */
const NAMED = 3;

/** Generations as people find them in the file: `jobs/0, jobs/1 and 4 more`. */
export function labels(generations: readonly Generation[]): string {
  const named = generations.slice(0, NAMED).map(labelOf);
  const rest = generations.length - named.length;
  return named.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

export function labelOf({ id }: Generation): string {
  return id.replace(/^\//, '') || id;
}

const NOBODY: readonly User[] = [];

/** By place. Made once a reading, and only when asked for: most generations have nothing elsewhere. */
const sharedIn = remembered((reading: Reading): ReadonlyMap<unknown, readonly User[]> => {
  const elsewhere = reading.generations.flatMap((generation) =>
    elsewhereOf(generation).map((occurrence) => ({ generation, occurrence })),
  );
  const shared = grouped(elsewhere, ({ occurrence }): unknown => placeOf(occurrence.range));
  if (shared.size > 0) addOwners(shared, elsewhere, reading);
  return shared;
});

/** Generations in which such values stand come first. */
function addOwners(shared: Map<unknown, User[]>, elsewhere: readonly User[], { generations }: Reading): void {
  const byRange = grouped(generations, ({ range }): Place => range);
  const done = new Set<unknown>();
  for (const { occurrence } of elsewhere) {
    const place = placeOf(occurrence.range);
    if (done.has(place)) continue;
    done.add(place);
    const owners: User[] = [];
    for (let node: Value | null = valueAround(occurrence.range); node; node = node.parent)
      for (const generation of byRange.get(node) ?? [])
        for (const own of generation.settings)
          if (placeOf(own.range) === place) owners.push({ generation, occurrence: own });
    shared.get(place)?.unshift(...owners);
  }
}

const NOTHING: readonly Occurrence[] = [];

const elsewhereOf = remembered((generation: Generation): readonly Occurrence[] => {
  const found = generation.settings.filter((occurrence) => !isOwn(occurrence, generation));
  return found.length > 0 ? found : NOTHING;
});

/** The value in which a place is; `null` for a key. */
function valueAround(range: Place): Value | null {
  if (range instanceof ValueSpan) return range.value;
  return isValue(range) ? range : null;
}

/** The mapping that a generation is of; `null` where it is none. */
export function mappingOf({ range }: Generation): MapValue | null {
  return isValue(range) && range.kind === 'map' ? range : null;
}
