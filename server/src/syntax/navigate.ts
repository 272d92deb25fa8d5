/** Pure questions to values: where they are, what they mean, what is at a place. None recurses, so depth is no limit. */

import { kept, remembered } from '../common/memory.ts';
import { partitionPoint } from '../common/sorted.ts';
import type { Entry, MapValue, Place, ResolvedValue, ScalarValue, SourceDocument, Value } from './document.ts';
import { FEW_ENTRIES, MANY_ENTRIES } from './sizes.ts';

/**
 * The JSON pointer (RFC 6901) of a value over its document: '' for the root, `/a/0` below it.
 * In a YAML stream of several documents it begins with the document's 0-based index: `#1`, `#1/a/0`.
 */
export function pointerOf(value: Value, document: SourceDocument): string {
  if (document.roots.length < 2) return pathOf(value);
  let root = value;
  while (root.parent) root = root.parent;
  return `#${rootIndexes(document).get(root) ?? -1}${pathOf(value)}`;
}

/** The pointer of what an alias stands for, which lies in the same document of a stream: by the pointer of the alias. */
export function targetPointer(target: Value, pointer: string): string {
  return (/^#-?\d+/.exec(pointer)?.[0] ?? '') + pathOf(target);
}

function pathOf(value: Value): string {
  let path = '';
  for (let node: Value = value; node.parent; node = node.parent) {
    const token = typeof node.key === 'string' ? escapeToken(node.key) : node.key;
    path = `/${token}${path}`;
  }
  return path;
}

/** Of JSON lines and of streams there may be many. */
const rootIndexes = remembered(
  ({ roots }: SourceDocument): ReadonlyMap<Value, number> => new Map(roots.map((root, index) => [root, index])),
  { until: ({ roots }) => roots },
);

function escapeToken(token: string): string {
  // Nearly all keys have neither, and looking for them costs less.
  return token.includes('~') || token.includes('/') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;
}

/** What a value stands for: the target of an alias, any other value itself; `null` for an alias of nothing. */
export function resolve(value: Value): ResolvedValue | null {
  return value.kind === 'alias' ? value.target : value;
}

/** Whether a place is that of a value, and not of a key or a stretch. */
export function isValue(place: Place): place is Value {
  return 'kind' in place;
}

/** The scalar that a place stands for, behind an alias too; `null` for anything else. */
export function scalarAt(place: Place): ScalarValue | null {
  const target = isValue(place) ? resolve(place) : null;
  return target?.kind === 'scalar' ? target : null;
}

/** The entry that holds a value; `null` for a root or an item of a list. Logarithmic in the size of the map. */
export function entryOf(value: Value): Entry | null {
  if (value.parent?.kind !== 'map') return null;
  const { entries } = value.parent;
  const entry = entries[lastStartingBy(entries, value.start, (candidate) => candidate.key.start)];
  return entry?.value === value ? entry : (entries.find((candidate) => candidate.value === value) ?? null);
}

/** Maps that one map may merge in, directly or not. Real files merge a handful. */
export const MERGED_MAPS_LIMIT = 1000;

/**
 * The entries of a map after merging: its own (of a repeated key the last, in the first one's turn), then those that
 * `<<` brings in (an earlier source wins over a later one). The merge keys themselves are left out. Follows aliases;
 * a map merged into itself adds nothing, and one that would merge in more than `MERGED_MAPS_LIMIT` maps has its own alone.
 */
export function entriesOf(map: MapValue): readonly Entry[] {
  return knownEntriesOf(map) ?? merged(map);
}

/** What a map has after merging, for as long as it does not change: it changes with what it merges in. */
interface Merged {
  readonly revision: number;
  readonly entries: readonly Entry[];
  /** Maps that it merges in. */
  readonly maps: number;
  /** It merges in what it is a part of: that holds where it was asked, and is no part of another map's answer. */
  readonly circular: boolean;
}

/** Answers for large maps and for those that merge others in: both are asked again and again. */
const effective = new WeakMap<MapValue, Merged>();

/** The entries of a map for which nothing has to be merged, or was before; `null` of others. */
function knownEntriesOf(map: MapValue): readonly Entry[] | null {
  if (isPlain(map)) return map.entries;
  const known = effective.get(map);
  return known?.revision === map.revision ? known.entries : null;
}

/** Works out a map after those that it merges in, and keeps what it finds of each. */
function merged(map: MapValue): readonly Entry[] {
  const first = { map, sources: mergeSources(map), next: 0 };
  // Most merge in what is known.
  if (first.sources.every(knownEntriesOf) && !isInside(map, first.sources)) {
    const answer = answerOf(map, first.sources, NONE_CIRCULAR);
    effective.set(map, answer);
    return answer.entries;
  }
  const open = [first];
  const begun = new Set([map]);
  const circular = new Map<MapValue, Merged>();
  for (;;) {
    const top = open[open.length - 1];
    // Of too many none is merged in.
    const source = top.sources.length > MERGED_MAPS_LIMIT ? undefined : top.sources[top.next];
    if (source) {
      top.next += 1;
      if (begun.has(source) || knownEntriesOf(source)) continue;
      begun.add(source);
      open.push({ map: source, sources: mergeSources(source), next: 0 });
      continue;
    }
    open.pop();
    const answer = answerOf(top.map, top.sources, circular);
    if (answer.circular) circular.set(top.map, answer);
    else effective.set(top.map, answer);
    if (open.length === 0) return answer.entries;
  }
}

const NONE_CIRCULAR: ReadonlyMap<MapValue, Merged> = new Map();

function answerOf(map: MapValue, sources: readonly MapValue[], circular: ReadonlyMap<MapValue, Merged>): Merged {
  const inherited: (readonly Entry[])[] = [];
  let maps = sources.length;
  let isCircular = isInside(map, sources);
  for (const source of sources) {
    const entries = knownEntriesOf(source) ?? circular.get(source)?.entries;
    // One that is still open merges this one in.
    isCircular ||= entries === undefined || circular.has(source);
    if (entries) inherited.push(entries);
    const known = circular.get(source) ?? effective.get(source);
    if (known?.revision === source.revision) maps += known.maps;
  }
  const entries = withOwn(map, maps > MERGED_MAPS_LIMIT ? [] : inherited);
  return { revision: map.revision, entries, maps, circular: isCircular };
}

/** A map's own entries, then those of others that have other keys. */
function withOwn(map: MapValue, inherited: readonly (readonly Entry[])[]): readonly Entry[] {
  if (inherited.length === 1 && map.entries.every(({ merge }) => merge)) return inherited[0];
  const count = inherited.reduce((sum, entries) => sum + entries.length, map.entries.length);
  if (count > 2 * FEW_ENTRIES) {
    const found = new Map<string, Entry>();
    for (const entry of map.entries) if (!entry.merge) found.set(entry.key.text, entry);
    for (const entries of inherited)
      for (const entry of entries) if (!found.has(entry.key.text)) found.set(entry.key.text, entry);
    return [...found.values()];
  }
  const all: Entry[] = [];
  const indexOfKey = ({ key: { text } }: Entry): number => all.findIndex(({ key }) => key.text === text);
  for (const entry of map.entries) {
    if (entry.merge) continue;
    const before = indexOfKey(entry);
    if (before < 0) all.push(entry);
    else all[before] = entry;
  }
  for (const entries of inherited) for (const entry of entries) if (indexOfKey(entry) < 0) all.push(entry);
  return kept(all);
}

/** Most maps have a handful of different keys and merge nothing in: their entries are what they seem. */
function isPlain(map: MapValue): boolean {
  if (map.plainAt === map.shape) return true;
  const { entries } = map;
  if (entries.length > FEW_ENTRIES) return false;
  for (let at = 0; at < entries.length; at += 1) {
    if (entries[at].merge) return false;
    const { text } = entries[at].key;
    for (let before = 0; before < at; before += 1) if (entries[before].key.text === text) return false;
  }
  map.plainAt = map.shape;
  return true;
}

/** Whether a map lies in one of some others, so that one of them merges in what it is a part of. */
function isInside(map: MapValue, others: readonly MapValue[]): boolean {
  for (let node = map.parent; node; node = node.parent) if (node.kind === 'map' && others.includes(node)) return true;
  return false;
}

/** The entry of a key after merging, as `entriesOf` has it; `null` when there is none. */
export function get(map: MapValue, key: string): Entry | null {
  const { own, merges } = map.entries.length > MANY_ENTRIES ? indexOf(map) : { own: null, merges: true };
  const entry = own ? own.get(key) : map.entries.findLast((each) => !each.merge && each.key.text === key);
  if (entry) return entry;
  if (!merges || !map.entries.some((each) => each.merge)) return null;
  return entriesOf(map).find((each) => each.key.text === key) ?? null;
}

/** Of a large map: its own entries, of a repeated key the last, and whether it merges others in. */
const indexOf = remembered(
  ({ entries }: MapValue) => ({
    own: new Map(entries.flatMap((entry) => (entry.merge ? [] : [[entry.key.text, entry] as const]))),
    merges: entries.some(({ merge }) => merge),
  }),
  { until: ({ shape }) => shape },
);

/** The maps that a map's own merge keys name, in the order in which they win. */
function mergeSources(map: MapValue): MapValue[] {
  const sources: MapValue[] = [];
  for (const { merge, value } of map.entries) {
    const target = merge ? resolve(value) : null;
    const candidates = target?.kind === 'list' ? target.items.map(resolve) : [target];
    for (const candidate of candidates) if (candidate?.kind === 'map') sources.push(candidate);
  }
  return sources;
}

/** What a cursor touches. `entry` is there when the value stands in a map. */
export interface Touched {
  readonly entry?: Entry;
  readonly value: Value;
  readonly on: 'key' | 'value';
}

/**
 * The key, scalar or alias that an offset touches, its end included (a cursor right after a number counts); `null`
 * between them. For a key, `value` is the whole value of its entry. Logarithmic in the size of each container.
 */
export function valueAt(document: SourceDocument, offset: number): Touched | null {
  let value = document.roots[lastStartingBy(document.roots, offset, startOf)];
  let entry: Entry | undefined;
  // From the start of what is around the value: a place of its own is the sum of all above it.
  let within = offset;
  while (value) {
    if (value.kind === 'scalar' || value.kind === 'alias') {
      const touches = offset >= value.start && offset <= value.end;
      return touches ? { ...(entry && { entry }), value, on: 'value' } : null;
    }
    within -= value.offset;
    if (value.kind === 'map') {
      entry = value.entries[lastStartingBy(value.entries, within, ({ key }) => key.offset)];
      if (entry && within <= entry.key.offset + entry.key.length) return { entry, value: entry.value, on: 'key' };
      value = entry?.value;
    } else {
      entry = undefined;
      value = value.items[lastStartingBy(value.items, within, startOf)];
    }
  }
  return null;
}

function startOf(value: Value): number {
  return value.offset;
}

/** Index of the last of some things in order of their starts that starts at or before an offset; -1 when none does. */
function lastStartingBy<Thing>(things: readonly Thing[], offset: number, start: (thing: Thing) => number): number {
  return partitionPoint(things.length, (at) => start(things[at]) <= offset) - 1;
}

/**
 * Calls `visit` with every value of a document, parents first, in the order of the text. Aliases are not followed;
 * what is inside a value for which `visit` returns `false` is left out.
 */
export function walk(document: Pick<SourceDocument, 'roots'>, visit: (value: Value) => boolean | undefined): void {
  const pending = [...document.roots].reverse();
  for (let value = pending.pop(); value; value = pending.pop()) {
    if (visit(value) === false) continue;
    if (value.kind === 'map') pushReversed(pending, value.entries, (entry) => entry.value);
    else if (value.kind === 'list') pushReversed(pending, value.items, (item) => item);
  }
}

function pushReversed<Thing>(pending: Value[], things: readonly Thing[], value: (thing: Thing) => Value): void {
  for (let index = things.length - 1; index >= 0; index -= 1) {
    const thing = things[index];
    if (thing !== undefined) pending.push(value(thing));
  }
}

/** What is equal for ranges that are the same place: values are compared as such, so that where they stand need not be worked out. */
export function placeOf(range: Place): unknown {
  return isValue(range) ? range : `${range.start}-${range.end}`;
}

/** Whether two ranges are the same place. */
export function isSamePlace(a: Place, b: Place): boolean {
  return a === b || placeOf(a) === placeOf(b);
}

/** Whether a range is a value or a list or map around it. */
export function isAround(range: Place, value: Value): boolean {
  for (let node: Value | null = value; node; node = node.parent) if (node === range) return true;
  return false;
}
