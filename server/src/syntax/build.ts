/** What the two readers share: containers that are still growing, and scalars that are not written out. */
import type { AliasValue, Entry, ListValue, MapValue, Range, ScalarValue, Value } from './document.ts';

type Open<Container extends Value> = { -readonly [Field in keyof Container]: Container[Field] };

/** A map while it is being read: `end` is provisional. */
export type OpenMap = Omit<Open<MapValue>, 'entries'> & { readonly entries: Entry[] };
/** A list while it is being read: `end` is provisional. */
export type OpenList = Omit<Open<ListValue>, 'items'> & { readonly items: Value[] };
export type OpenContainer = OpenMap | OpenList;

/** Where a value about to be made hangs. */
export interface Place {
  readonly parent: OpenContainer | null;
  readonly key: string | number | null;
}

/** A map without entries yet. */
export function openMap(range: Range, { parent, key }: Place): OpenMap {
  return { kind: 'map', start: range.start, end: range.end, parent, key, entries: [] };
}

/** A list without items yet. */
export function openList(range: Range, { parent, key }: Place): OpenList {
  return { kind: 'list', start: range.start, end: range.end, parent, key, items: [] };
}

/** A scalar whose literal is `text` at the range. */
export function scalar(
  text: string,
  { start, end }: Range,
  { parent, key }: Place,
  value: ScalarValue['value'],
  style: ScalarValue['style'],
): ScalarValue {
  return { kind: 'scalar', start, end, parent, key, value, source: text.slice(start, end), style };
}

/** The null that stands for a value nobody has written yet: an empty range where it would be typed. */
export function missing(offset: number, { parent, key }: Place): ScalarValue {
  return { kind: 'scalar', start: offset, end: offset, parent, key, value: null, source: '', style: 'plain' };
}

/** An alias of a value already read, or of nothing. */
export function alias(
  name: string,
  { start, end }: Range,
  { parent, key }: Place,
  target: AliasValue['target'],
): AliasValue {
  return { kind: 'alias', start, end, parent, key, name, target };
}
