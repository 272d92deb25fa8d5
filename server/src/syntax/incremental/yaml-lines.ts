/**
 * How the lines of a YAML text fall into parts that can be read one by one, by indentation alone. A collection in block style has
 * all its entries at one column; what belongs to an entry stands deeper. This holds for all valid YAML; in a text that is broken,
 * it says where a fault ends.
 */
import { slicesOf, type Work } from '../../common/slices.ts';

export type BlockKind = 'map' | 'list';

/** Where a block collection stands: the column of its entries, and what they are. */
export interface BlockPlace {
  readonly kind: BlockKind;
  readonly column: number;
  /** A list at the column of its key: any other line there belongs to what is around. */
  readonly flush?: boolean;
}

/** How a text that holds one entry goes on inside it. */
export interface Inside extends BlockPlace {
  /** Offset at which the entries inside begin: everything before is the entry's own head. */
  readonly head: number;
  /** The entry's key with its range in the text, for entries of maps. */
  readonly key: { readonly start: number; readonly end: number; readonly text: string } | null;
  readonly anchor: string | null;
}

/** A line's indentation and first character; `null` for lines that say nothing (blank, or only a comment). */
interface Content {
  readonly column: number;
  /** Offset of the first character. */
  readonly from: number;
}

const KEY =
  /(?:(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\r\n]|'')*')[ \t]*|[^\s#&*!|>'"%@`{}[\],?:-][^#\r\n]*?|[-?:](?=[^\s])[^#\r\n]*?):(?=\s|$)/y;
/** Lines that mean something only together with all before them: directives, the end of a document, a byte order mark. */
const UNCUTTABLE = /^(?:[%\ufeff]|\.\.\.(?=\s|$))/m;
const START = /^---(?=\s|$)/m;
const NAME = /&([^\s,[\]{}]+)/;

/** Whether a text has a line that only the parser understands: then it is read in one piece. */
export function isUncuttable(text: string): boolean {
  return UNCUTTABLE.test(text);
}

/** Whether a line begins or ends a document, or gives directions to the parser. */
export function hasDocumentMarks(text: string): boolean {
  return START.test(text) || isUncuttable(text);
}

/**
 * The block collection that a text holds, by its first line that says something; `null` when that line is no entry. `indent`:
 * column at which the text begins.
 */
export function placeOf(text: string, indent: number): BlockPlace | null {
  for (const [start, end] of linesOf(text)) {
    const content = contentOf(text, start, end, start === 0 ? indent : 0);
    if (content === null) continue;
    if (isItem(text, content.from)) return { kind: 'list', column: content.column };
    return isKey(text, content.from) ? { kind: 'map', column: content.column } : null;
  }
  return null;
}

/**
 * Where the entries of a block collection begin in a text: offsets of line starts, 0 for an entry that begins in the middle of a
 * line at `indent`. `null` when a line stands further out than the entries, so that the collection would end before it, or when the
 * collection can't be cut. Pauses now and then.
 */
export function* entriesIn(text: string, { kind, column, flush }: BlockPlace, indent: number): Work<number[] | null> {
  const starts: number[] = [];
  const isDue = slicesOf('lines');
  for (const [start, end] of linesOf(text)) {
    if (isDue()) yield;
    const content = contentOf(text, start, end, start === 0 ? indent : 0);
    if (content === null || content.column > column) continue;
    // What an alias means as a key is only known with all that stands before it.
    if (content.column < column || text[content.from] === '*') return null;
    if (goesOn(text, content.from, kind)) continue;
    if (flush && !isItem(text, content.from)) return null;
    starts.push(start);
  }
  return starts;
}

/** Characters that close what a line above opened; a list may stand at the column of its key. */
function goesOn(text: string, from: number, kind: BlockKind): boolean {
  const character = text[from];
  return character === ']' || character === '}' || (kind === 'map' && isItem(text, from));
}

/**
 * How a text of one entry can be cut further: `key:` or `-` with a block collection below it, or `- key: value` with more keys
 * below. `null` when it can't be, or when a line of it stands where none of its entries can.
 */
export function* insideOf(text: string, { kind, column }: BlockPlace, indent: number): Work<Inside | null> {
  const inside = kind === 'list' ? insideItem(text, column, indent) : insidePair(text, column, indent);
  if (inside === null) return null;
  const isWhole = yield* entriesIn(
    text.slice(inside.head),
    inside,
    inside.head === lineStart(text, inside.head) ? 0 : inside.column,
  );
  return isWhole !== null && isWhole[0] === 0 ? inside : null;
}

function insidePair(text: string, column: number, indent: number): Inside | null {
  const from = indent > 0 ? 0 : column;
  KEY.lastIndex = from;
  if (!KEY.test(text)) return null;
  const colon = KEY.lastIndex - 1;
  const literal = text.slice(from, colon).trimEnd();
  const name = /^(?:"[^"\\]*"|'[^']*')$/.test(literal) ? literal.slice(1, -1) : literal;
  if (literal === '<<' || /^(?:[-?:]|".*\\|'.*'')/.test(literal) || literal.includes(':')) return null;
  const below = belowOf(text, colon + 1);
  if (below === null || below.content.column < column) return null;
  const { head, content, anchor } = below;
  const isList = isItem(text, content.from);
  if (content.column === column && !isList) return null;
  if (!isList && !isKey(text, content.from)) return null;
  const key = { start: from, end: from + literal.length, text: name };
  return { kind: isList ? 'list' : 'map', column: content.column, flush: content.column === column, head, key, anchor };
}

function insideItem(text: string, column: number, indent: number): Inside | null {
  const from = indent > 0 ? 0 : column;
  if (!isItem(text, from)) return null;
  const rest = /-( +)(?=\S)/y;
  rest.lastIndex = from;
  const compact = rest.test(text) ? rest.lastIndex : null;
  if (compact !== null && isKey(text, compact) && !/[&*!]/.test(text[compact]))
    return { kind: 'map', column: column + compact - from, head: compact, key: null, anchor: null };
  const below = belowOf(text, from + 1);
  if (below === null || below.content.column <= column) return null;
  const isList = isItem(text, below.content.from);
  if (!isList && !isKey(text, below.content.from)) return null;
  return {
    kind: isList ? 'list' : 'map',
    column: below.content.column,
    head: below.head,
    key: null,
    anchor: below.anchor,
  };
}

/** What the next lines hold, when the rest of this one holds nothing but an anchor or a comment. */
function belowOf(text: string, from: number): { head: number; content: Content; anchor: string | null } | null {
  const lineEnd = text.indexOf('\n', from);
  if (lineEnd < 0) return null;
  const rest = text.slice(from, lineEnd);
  if (!/^[ ]*(?:&[^\s,[\]{}]+[ ]*)?(?:(?<=[ ]|^)#.*)?\r?$/.test(rest)) return null;
  const anchor = NAME.exec(rest.replace(/#.*/, ''))?.[1] ?? null;
  for (const [start, end] of linesOf(text, lineEnd + 1)) {
    const content = contentOf(text, start, end, 0);
    if (content !== null) return { head: start, content, anchor };
  }
  return null;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Start and end of each line, line breaks left out. */
function* linesOf(text: string, from = 0): Generator<readonly [number, number]> {
  for (let start = from; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    yield [start, end];
    start = end + 1;
  }
}

function contentOf(text: string, start: number, end: number, indent: number): Content | null {
  let from = start;
  while (from < end && text[from] === ' ') from += 1;
  const character = text[from];
  if (from >= end || character === '#' || (character === '\r' && from + 1 === end)) return null;
  // A tab indents nothing, and what follows it belongs to the line above.
  return { column: character === '\t' ? Number.POSITIVE_INFINITY : from - start + indent, from };
}

function isItem(text: string, from: number): boolean {
  const next = text[from + 1];
  return text[from] === '-' && (next === undefined || next === ' ' || next === '\n' || next === '\r');
}

function isKey(text: string, from: number): boolean {
  KEY.lastIndex = from;
  return KEY.test(text);
}
