/** Where in a config a cursor stands, as far as typing is concerned: at a key, at a value, or in a file with nothing in it. */

import { BEGUN_LORA_TAG } from '../../common/lora-tags.ts';
import { partitionPoint } from '../../common/sorted.ts';
import type { Entry, ListValue, MapValue, ScalarValue, SourceDocument, Value } from '../../syntax/document.ts';
import { type Touched, valueAt } from '../../syntax/navigate.ts';
import type { Range } from '../../syntax/text.ts';
import { type EmptyPlace, emptyAt, isBareObject } from './empty.ts';

/** How a map is written: which quotes, commas and line breaks belong to it. */
export type Form = 'json' | 'flow' | 'block';

interface Typed {
  /** Replaced by what is chosen. Within one line. */
  readonly range: Range;
  /** What of it stands before the cursor, quotes and all. */
  readonly before: string;
  readonly quote: '' | '"' | "'";
  readonly form: Form;
  /** What follows is another entry, and no comma stands between. */
  readonly commaBehind: boolean;
}

export interface KeyPlace extends Typed {
  readonly kind: 'key';
  readonly map: MapValue;
  /** The key that is being written; `null` before its first letter. */
  readonly entry: Entry | null;
  /** A colon follows: only the key is written. */
  readonly hasColon: boolean;
  /** Offset where a comma is missing before it. */
  readonly commaBefore: number | null;
}

export interface ValuePlace extends Typed {
  readonly kind: 'value';
  /** What it stands in. */
  readonly within: Container | null;
  /** What is written there; `null` before the first letter of a list's item. */
  readonly value: ScalarValue | null;
  readonly entry: Entry | null;
  /** Written before the value: a space right behind a colon. */
  readonly lead: string;
}

/** The name in `<lora:name:1>`, somewhere in a text. */
export interface TagPlace {
  readonly kind: 'tag';
  /** The text; in YAML a mapping, as long as the tag ends with the colon that makes it one. */
  readonly value: Value;
  readonly form: Form;
  readonly range: Range;
  readonly before: string;
  /** A weight or the end of the tag follows: only the name is written. */
  readonly isClosed: boolean;
}

export type Container = MapValue | ListValue;
export type TypingPlace = KeyPlace | ValuePlace | TagPlace | EmptyPlace;

/** Characters around the cursor that are looked at. */
export const NEAR = 2000;
const COMMENTS = /\/\/[^\n]*\n|\/\*[\s\S]*?\*\/|(?<=^|\s)#[^\n]*\n/g;

/**
 * The place of a cursor; `null` where nothing of ours could stand: in comments, prose, between values, and in what goes over several
 * lines, for editors replace within one (LSP 3.17, `CompletionItem`).
 */
export function placeAt(document: SourceDocument, offset: number): TypingPlace | null {
  const place = placeOf(document, offset);
  return place && /[\r\n]/.test(document.text.slice(place.range.start, place.range.end)) ? null : place;
}

function placeOf(document: SourceDocument, offset: number): TypingPlace | null {
  const { text, roots } = document;
  const isBegun = roots.length > 0 && roots[0].kind !== 'scalar' && !isBareObject(document);
  if (text.length < NEAR && !isBegun) return emptyAt(document, offset);
  const touched = valueAt(document, offset);
  const tag = touched && inTag(document, touched, offset);
  if (tag) return tag;
  if (touched?.on === 'key' && touched.entry && touched.value.parent?.kind === 'map')
    return touched.entry.merge ? null : atKey(document, touched.entry, touched.value.parent, offset);
  if (touched) {
    const { value, entry = null } = touched;
    if (value.kind !== 'scalar') return null;
    return value.source === '' ? atMissing(document, value, entry, offset) : atValue(document, value, entry, offset);
  }
  return between(document, offset);
}

function atKey(document: SourceDocument, entry: Entry, map: MapValue, offset: number): KeyPlace {
  const { text } = document;
  const { start, end } = entry.key;
  const form = formOf(document, map);
  const quote = quoteAt(document, start);
  const range = { start, end: openEnd(document, { start, end }, quote, offset) };
  const hasColon = /^\s*:/.test(text.slice(range.end, range.end + NEAR));
  const previous = map.entries[map.entries.indexOf(entry) - 1];
  const isApart = !previous || /,/.test(text.slice(previous.value.end, start));
  return {
    ...{ kind: 'key', map, entry, range, quote, form, hasColon },
    before: text.slice(start, offset),
    commaBefore: form === 'block' || isApart ? null : previous.value.end,
    commaBehind: !hasColon && form !== 'block' && isFollowed(document, range.end),
  };
}

function atValue(document: SourceDocument, value: ScalarValue, entry: Entry | null, offset: number): ValuePlace | null {
  const { text } = document;
  const { start, end } = value;
  const isBelow = entry !== null && text.slice(entry.key.end, start).includes('\n');
  if (value.style === 'block' || isBelow || value.source.includes('\n')) return null;
  const form = value.parent ? formOf(document, value.parent) : 'block';
  const quote = quoteAt(document, start);
  const range = { start, end: openEnd(document, { start, end }, quote, offset) };
  const commaBehind = form !== 'block' && isFollowed(document, range.end);
  return {
    ...{ kind: 'value', within: value.parent, value, entry, range, quote, form, commaBehind, lead: '' },
    before: text.slice(start, offset),
  };
}

function inTag(document: SourceDocument, { value, entry }: Touched, offset: number): TagPlace | null {
  const { text } = document;
  const isKey = entry !== null && entry !== undefined && BEGUN_LORA_TAG.test(`${entry.key.text}:`);
  const whole = isKey && value.parent ? value.parent : value;
  if (whole.kind !== 'scalar' && !isKey) return null;
  const found = BEGUN_LORA_TAG.exec(text.slice(Math.max(whole.start, offset - NEAR), offset));
  if (!found) return null;
  const rest = /^(?:[^\s<>:"',][^<>:"',\n]*)?(?=[:>])/.exec(text.slice(offset, offset + NEAR));
  const [, before] = found;
  const form = whole.parent ? formOf(document, whole.parent) : 'block';
  const range = { start: offset - before.length, end: offset + (rest?.[0].length ?? 0) };
  return { kind: 'tag', value: whole, form, range, before, isClosed: rest !== null };
}

/** Behind the colon of a key that has no value yet. */
function atMissing(
  document: SourceDocument,
  value: ScalarValue,
  entry: Entry | null,
  offset: number,
): ValuePlace | null {
  if (!value.parent) return null;
  if (!entry) return value.parent.kind === 'list' ? atItem(document, value.parent, value, offset) : null;
  const gap = document.text.slice(entry.key.end, offset);
  if (!/^[^\S\n]*:[^\S\n]*$/.test(gap)) return null;
  const form = formOf(document, value.parent);
  const rest = /^[^\n]*/.exec(document.text.slice(offset, offset + NEAR))?.[0] ?? '';
  if (form === 'block' && !/^\s*(#.*)?$/.test(rest)) return null;
  return {
    ...{ kind: 'value', within: value.parent, value, entry, quote: '', form, before: '' },
    range: { start: offset, end: offset },
    lead: gap.endsWith(':') ? ' ' : '',
    commaBehind: form !== 'block' && isFollowed(document, offset),
  };
}

/** An item of a list before its first letter: behind the dash, the bracket or a comma. */
function atItem(
  document: SourceDocument,
  list: ListValue,
  value: ScalarValue | null,
  offset: number,
): ValuePlace | null {
  const { text } = document;
  const form = formOf(document, list);
  const before = text.slice(Math.max(0, offset - NEAR), offset).replace(COMMENTS, '\n');
  const rest = /^[^\n]*/.exec(text.slice(offset, offset + NEAR))?.[0] ?? '';
  const isNext =
    form === 'block' ? /^ *(- +)+$/m.test(before.slice(before.lastIndexOf('\n') + 1)) : /[[,]\s*$/.test(before);
  if (!isNext || (form === 'block' ? !/^\s*(#.*)?$/.test(rest) : !/^\s*([\],#/]|$)/.test(rest))) return null;
  return {
    ...{ kind: 'value', within: list, value, entry: null, quote: '', form, before: '', lead: '' },
    range: { start: offset, end: offset },
    commaBehind: false,
  };
}

/** Where no key or value is touched: behind a colon or a comma, after a bracket, on a line of its own. */
function between(document: SourceDocument, offset: number): TypingPlace | null {
  const chain = chainTo(document, offset);
  const innermost = chain.at(-1);
  if (!innermost) return null;
  const last = innermost.kind === 'map' ? innermost.entries.findLast(({ key }) => key.start < offset) : undefined;
  if (last?.value.kind === 'scalar' && last.value.source === '') {
    const missing = atMissing(document, last.value, last, offset);
    if (missing) return missing;
  }
  if (innermost.kind === 'list') {
    const item = atItem(document, innermost, null, offset);
    if (item) return item;
  }
  if (formOf(document, innermost) === 'block') return onOwnLine(document, chain, offset);
  if (innermost.kind === 'list') return null;
  return inBrackets(document, innermost, last, offset);
}

function inBrackets(document: SourceDocument, map: MapValue, last: Entry | undefined, offset: number): KeyPlace | null {
  const { text } = document;
  const from = last ? Math.max(last.key.end, last.value.end) : map.start + 1;
  if (offset - from > NEAR) return null;
  const gap = text.slice(from, offset);
  const word = /[\w$.-]*$/.exec(gap)?.[0] ?? '';
  const plain = gap.slice(0, gap.length - word.length).replace(COMMENTS, '\n');
  const isNext = last ? /^\s*,\s*$/.test(plain) : /^\s*$/.test(plain);
  const isGiven = last !== undefined && !(last.value.kind === 'scalar' && last.value.source === '');
  const lacksComma = !isNext && isGiven && /^\s*\n\s*$/.test(plain);
  if (!isNext && !lacksComma) return null;
  const rest = /^[\w$.-]*/.exec(text.slice(offset, offset + NEAR))?.[0] ?? '';
  const range = { start: offset - word.length, end: offset + rest.length };
  return {
    ...{ kind: 'key', map, entry: null, range, before: word, quote: '', hasColon: false },
    form: formOf(document, map),
    commaBefore: lacksComma ? from : null,
    commaBehind: isFollowed(document, range.end),
  };
}

/** An empty line of block YAML belongs to the map whose keys stand in its column. */
function onOwnLine(document: SourceDocument, chain: readonly Container[], offset: number): KeyPlace | null {
  const { text } = document;
  const { character } = text.position(offset);
  const before = text.slice(offset - character, offset);
  const rest = /^[^\n]*/.exec(text.slice(offset, offset + NEAR))?.[0] ?? '';
  if (!/^ *(- +)*$/.test(before) || rest.trim() !== '') return null;
  const map = chain.findLast(
    (each): each is MapValue =>
      each.kind === 'map' &&
      formOf(document, each) === 'block' &&
      each.entries.length > 0 &&
      text.position(each.entries[0].key.start).character === character,
  );
  if (!map || (map.end < offset && /^(---|\.\.\.)/m.test(text.slice(map.end, offset)))) return null;
  return {
    ...{ kind: 'key', map, entry: null, range: { start: offset, end: offset }, before: '', quote: '', form: 'block' },
    ...{ hasColon: false, commaBefore: null, commaBehind: false },
  };
}

/** The lists and maps around a cursor, the outermost first; block ones also where it stands below them. */
function chainTo(document: SourceDocument, offset: number): Container[] {
  const chain: Container[] = [];
  let value = document.roots.findLast(({ start }) => start <= offset);
  // Of what is around the value: a place of its own is the sum of all above it.
  let start = 0;
  while (value && (value.kind === 'map' || value.kind === 'list')) {
    start += value.offset;
    const end = start + value.length;
    if (offset >= end && isClosed(document, value.kind, start, end)) break;
    chain.push(value);
    const within = offset - start;
    value =
      value.kind === 'map'
        ? lastBy(value.entries, within, ({ key }) => key.offset)?.value
        : lastBy(value.items, within, (item) => item.offset);
  }
  return chain;
}

/** The last of some things, in order, that starts before an offset. */
function lastBy<Thing>(things: readonly Thing[], offset: number, start: (thing: Thing) => number): Thing | undefined {
  return things[partitionPoint(things.length, (at) => start(things[at]) < offset) - 1];
}

function isClosed({ text }: SourceDocument, kind: Container['kind'], start: number, end: number): boolean {
  const bracket = text.charAt(start);
  if (bracket !== '{' && bracket !== '[') return false;
  return end - start > 1 && text.charAt(end - 1) === (kind === 'map' ? '}' : ']');
}

function formOf({ text, format }: SourceDocument, container: Container): Form {
  if (format === 'json') return 'json';
  return /[[{]/.test(text.charAt(container.start)) ? 'flow' : 'block';
}

function quoteAt({ text }: SourceDocument, offset: number): '' | '"' | "'" {
  const first = text.charAt(offset);
  return first === '"' || first === "'" ? first : '';
}

/** Where a literal ends: of one whose quotes are not closed, behind the word at the cursor. */
function openEnd({ text }: SourceDocument, { start, end }: Range, quote: string, offset: number): number {
  const isOpen = quote !== '' && (end - start < 2 || text.charAt(end - 1) !== quote);
  if (!isOpen) return end;
  const word = /^[\w+. /\\-]*/.exec(text.slice(offset, Math.min(end, offset + NEAR)))?.[0] ?? '';
  return offset + word.trimEnd().length;
}

/** Whether what comes next is neither a comma nor a closing bracket nor the end. */
function isFollowed({ text }: SourceDocument, offset: number): boolean {
  const next = text
    .slice(offset, offset + NEAR)
    .replace(COMMENTS, ' ')
    .trimStart();
  return next !== '' && !/^[,}\]:]/.test(next);
}
