/** Which generations a value belongs to, so that a cursor finds them without asking every generation of a large file. */
import { Members } from '../common/members.ts';
import { type Place, ValueSpan } from '../syntax/document.ts';
import { isAround, isValue } from '../syntax/navigate.ts';
import type { Generation, Places } from './generation.ts';

/** Places that are kept true while generations are read. */
export interface NotedPlaces extends Places {
  /** Notes where a generation is, and where it has settings and LoRAs. A newer reading of a dialect at the same place takes the older one's. */
  add(generation: Generation): void;
}

/** What was read at one place: nearly always one generation. */
interface Readings {
  all: readonly Generation[];
}
/**
 * What was read at a place, with what was read at others that share its list of LoRAs: a thousand samplers behind a thousand loaders
 * are no million of notes.
 */
type Sharers = Members<Readings>;
type Noted = Readings | Sharers;
/** Most places have one taker, who needs no more. What takes from a place that stays is made anew by edits, again and again. */
interface Several {
  readonly several: Members<Noted>;
}

export function createPlaces(): NotedPlaces {
  /** By the place that a generation is of. What it has inside is found from there. */
  const within = new WeakMap<Place, Readings>();
  /** By what generations have elsewhere (shared defaults, linked nodes): what was read where they are. */
  const elsewhere = new WeakMap<Place, Noted | Several>();
  const sharersOf = new WeakMap<Generation['loras'], Sharers>();
  /** By the first that had the list: lists are made anew with every edit. */
  const led = new WeakMap<Readings, Sharers>();
  /** Lists of which all places are noted. */
  const areNoted = new WeakSet<Generation['loras']>();

  function note(range: Place, noted: Noted): void {
    const place = placeOf(range);
    const known = elsewhere.get(place);
    if (known === undefined) elsewhere.set(place, noted);
    else if ('several' in known) known.several.add(noted);
    else if (known !== noted) elsewhere.set(place, { several: new Members([known, noted]) });
  }

  /** Once for all who share a list, unless some of it lies in the first of them: then the next one says where it is. */
  function addLoras({ loras, range }: Generation, readings: Readings): void {
    const known = sharersOf.get(loras) ?? led.get(readings);
    const sharers = known ?? new Members<Readings>([]);
    if (!known) led.set(readings, sharers);
    sharers.add(readings);
    sharersOf.set(loras, sharers);
    if (areNoted.has(loras)) return;
    const outside = loras.filter((lora) => !isWithin(lora.range, range));
    for (const { range: at, weightRange } of outside) {
      note(at, sharers);
      if (weightRange) note(weightRange, sharers);
    }
    if (outside.length === loras.length) areNoted.add(loras);
  }

  return {
    add(generation) {
      const { range } = generation;
      const readings = within.get(range) ?? { all: [] };
      readings.all = withNewer(readings.all, generation);
      within.set(range, readings);
      for (const { range: at, keyRange } of generation.settings) {
        if (isWithin(at, range)) continue;
        note(at, readings);
        if (keyRange) note(keyRange, readings);
      }
      if (generation.model && !isWithin(generation.model.range, range)) note(generation.model.range, readings);
      if (generation.loras.length > 0) addLoras(generation, readings);
    },
    *at(range) {
      yield* takers(range);
      yield* around(range);
    },
    around,
    takers,
    mayBeTaken: (range) => elsewhere.has(placeOf(range)),
  };

  function* takers(range: Place): Iterable<Generation> {
    const known = elsewhere.get(placeOf(range));
    if (known === undefined) return;
    const all = new Set<Readings>();
    for (const noted of 'several' in known ? known.several : [known])
      for (const readings of noted instanceof Members ? noted : [noted]) all.add(readings);
    for (const readings of all) if (!readings.all.some((one) => isWithin(range, one.range))) yield* readings.all;
  }

  function* around(range: Place): Iterable<Generation> {
    const place = placeOf(range);
    for (let node = isValue(place) ? place : null; node; node = node.parent) yield* within.get(node)?.all ?? [];
  }
}

/**
 * What was read at a place, with a newer reading in its turn. An edit elsewhere may make a place one dialect's and the next edit
 * another's again, whose reading was kept: both stay.
 */
function withNewer(all: readonly Generation[], newer: Generation): readonly Generation[] {
  const which = whichOf(newer);
  const isOlder = (one: Generation): boolean => one.dialect === newer.dialect && whichOf(one) === which;
  return all.some(isOlder) ? all.map((one) => (isOlder(one) ? newer : one)) : all.concat(newer);
}

/** What tells several of one place apart. The place may move, and with it the pointer; this stays. */
function whichOf({ id, pointer }: Generation): string {
  return id.startsWith(pointer) ? id.slice(pointer.length) : id;
}

/** Whether a place lies in the value that another is. */
function isWithin(at: Place, range: Place): boolean {
  const place = placeOf(at);
  return isValue(place) && isAround(range, place);
}

/** What a range is of: a stretch inside a value moves with it. */
function placeOf(range: Place): Place {
  return range instanceof ValueSpan ? range.value : range;
}
