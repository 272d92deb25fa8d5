/** Who uses one place of a document: values are shared by links, aliases, merges and defaults. */
import { t } from '@vscode/l10n';
import { remembered } from '../common/memory.ts';
import { type MapValue, type Place, type Value, ValueSpan } from '../syntax/document.ts';
import { isAround, isSamePlace, isValue, placeOf, targetPointer } from '../syntax/navigate.ts';
import type { Generation, Occurrence, Reading } from './generation.ts';

export interface User {
  readonly generation: Generation;
  readonly occurrence: Occurrence;
}

/** Every use of the place at which an occurrence stands; nothing where only one generation has it in itself. */
export function usersOf({ range }: Occurrence, reading: Reading): readonly User[] {
  return reading.places.mayBeTaken(range) ? usersIn(reading)(range) : NOBODY;
}

/** A value that several generations take by aliases: as the first of them has it, and all its uses. */
export interface SharedByAlias {
  readonly at: Occurrence;
  readonly users: readonly User[];
}

/** What stands behind an alias; `null` for what is no alias, or the only one of its value. The same object for all who take it. */
export function sharedByAlias({ range }: Occurrence, reading: Reading): SharedByAlias | null {
  const target = isValue(range) && range.kind === 'alias' ? range.target : null;
  return (target && aliasesIn(reading).get(target)) ?? null;
}

const aliasesIn = remembered((reading: Reading): ReadonlyMap<Value, SharedByAlias> => {
  const takers = new Map<Value, User[]>();
  for (const generation of reading.generations)
    for (const occurrence of generation.settings) {
      const { range } = occurrence;
      if (!isValue(range) || range.kind !== 'alias' || !range.target) continue;
      const users = takers.get(range.target);
      if (users) users.push({ generation, occurrence });
      else takers.set(range.target, [{ generation, occurrence }]);
    }
  const found = new Map<Value, SharedByAlias>();
  for (const [target, users] of takers) {
    if (users.length < 2) continue;
    const owners = [...reading.places.around(target)].flatMap((generation) =>
      generation.settings.flatMap((each) =>
        isSamePlace(each.range, target) ? [{ generation, occurrence: each }] : [],
      ),
    );
    const [{ occurrence: first }] = users;
    const at = { ...first, range: target, pointer: targetPointer(target, first.pointer), via: null };
    found.set(target, { at, users: [...owners, ...users] });
  }
  return found;
});

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
  return named.join(', ') + (rest > 0 ? t` and ${rest} more` : '');
}

/** Where a generation is, for people. */
export function labelOf({ id }: Generation): string {
  return id.replace(/^\//, '') || id;
}

const NOBODY: readonly User[] = [];

/** The users of each place, worked out when it is asked for: nobody asks for most. */
const usersIn = remembered((reading: Reading) => {
  const known = new Map<unknown, readonly User[]>();
  return (range: Place): readonly User[] => {
    const place = placeOf(range);
    const users = known.get(place) ?? findUsers(range, reading);
    known.set(place, users);
    return users;
  };
});

/** Generations in which a value stands come first. */
function findUsers(range: Place, reading: Reading): readonly User[] {
  const order = orderIn(reading);
  const usesOf = (generation: Generation, occurrences: readonly Occurrence[]): User[] =>
    occurrences
      .filter((occurrence) => isSamePlace(occurrence.range, range))
      .map((occurrence) => ({ generation, occurrence }));
  const takers = [...reading.places.takers(range)]
    .filter((generation) => order.has(generation))
    .sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    .flatMap((generation) => usesOf(generation, elsewhereOf(generation)));
  if (takers.length === 0) return NOBODY;
  const owners = [...reading.places.around(range)].filter((generation) => order.has(generation));
  return [...owners.flatMap((generation) => usesOf(generation, generation.settings)), ...takers];
}

const orderIn = remembered(
  ({ generations }: Reading): ReadonlyMap<Generation, number> =>
    new Map(generations.map((generation, index) => [generation, index])),
);

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
