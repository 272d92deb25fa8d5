/**
 * A text that is edited in place: kept in pieces, so that an edit costs what it touches and not what the file weighs.
 *
 * All offsets are UTF-16 code units; a line ends with `\n`, `\r\n` or `\r`.
 */

import { remembered } from '../common/memory.ts';
import { partitionPoint } from '../common/sorted.ts';
import { PIECE } from './sizes.ts';

/** Half-open range `[start, end)` of UTF-16 offsets, as the text is now. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** 0-based line, and UTF-16 code units from its start: the positions of the Language Server Protocol. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Offsets to lines and back. */
export interface LineIndex {
  /** The place of an offset; one outside the text counts as its nearest end. */
  position(offset: number): LinePosition;
  /** The places of both ends of a range. */
  range(range: Range): { start: LinePosition; end: LinePosition };
  /** The offset of a place; a character past the end of its line counts as its end, before the line break. */
  offset(line: number, character: number): number;
}

/** A replacement: the text from `start` to `end` becomes `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Where a stretch is after an edit: what is written at its ends is in it. */
export function moved({ start, end }: Range, edit: Edit): Range {
  const behind = edit.start + edit.text.length;
  return {
    start: start <= edit.start ? start : start < edit.end ? edit.start : start - edit.end + behind,
    end: end < edit.start ? end : end <= edit.end ? behind : end - edit.end + behind,
  };
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

interface Piece {
  readonly text: string;
  /** Where lines begin in it: the offset behind each line break, from the piece's start. */
  readonly lines: readonly number[];
  /** Answers of `find` within it, by pattern, and the pieces around this one that they are true for. */
  readonly found: Map<
    RegExp,
    { readonly before: Piece | undefined; readonly after: Piece | undefined; readonly found: Range | null }
  >;
}

/** The same pattern, to be asked from a place on. */
const fromAnywhere = remembered(
  ({ source, flags }: RegExp) => new RegExp(source, flags.includes('g') ? flags : `${flags}g`),
);

/** The first match that begins at or behind `from` and ends at or before `to`; what stands around is seen by `^`, `$` and `\b`. */
function findIn(text: string, pattern: RegExp, from: number, to: number): Range | null {
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const end = match.index + match[0].length;
    if (end <= to) return { start: match.index, end };
    pattern.lastIndex = match.index + 1;
  }
  return null;
}

export class SourceText implements LineIndex {
  #pieces: Piece[];
  /** Offset and first line of each piece, known for the first `#known` of them. */
  readonly #offsets: number[] = [];
  readonly #firstLines: number[] = [];
  #known = 0;
  #length: number;
  /** Until it is edited: what its pieces are cut from. */
  #whole: string | null;

  constructor(text: string) {
    this.#pieces = piecesOf(text);
    this.#length = text.length;
    this.#whole = text;
  }

  get length(): number {
    return this.#length;
  }

  /** The whole text in one string: once it was edited, that costs its length. */
  toString(): string {
    return this.#whole ?? this.#pieces.map(({ text }) => text).join('');
  }

  charAt(offset: number): string {
    return this.slice(offset, offset + 1);
  }

  slice(start: number, end: number): string {
    const from = Math.max(0, start);
    const to = Math.min(end, this.#length);
    let result = '';
    for (let index = this.#pieceAt(from); index < this.#pieces.length; index += 1) {
      const offset = this.#offsetOf(index);
      if (offset >= to) break;
      result += this.#pieces[index].text.slice(Math.max(0, from - offset), to - offset);
    }
    return result;
  }

  /** Replaces a range. */
  edit({ start, end, text }: Edit): void {
    this.#whole = null;
    let first = this.#pieceAt(start);
    let last = this.#pieceAt(end);
    let before = this.#pieces[first].text.slice(0, start - this.#offsetOf(first));
    const after = this.#pieces[last].text.slice(end - this.#offsetOf(last));
    // A line break of two characters stays in one piece.
    if (before === '' && first > 0) {
      first -= 1;
      before = this.#pieces[first].text;
    }
    let whole = before + text + after;
    if (whole.endsWith('\r') && last + 1 < this.#pieces.length) {
      last += 1;
      whole += this.#pieces[last].text;
    }
    this.#pieces.splice(first, last - first + 1, ...piecesOf(whole));
    this.#known = Math.min(this.#known, first);
    this.#length += text.length - (end - start);
  }

  /**
   * Where a pattern occurs; `null` where it doesn't. Answers are kept for each piece, so after an edit only what it touched is asked
   * again. `reach`: the most characters a match can be long.
   */
  find(pattern: RegExp, reach: number): Range | null {
    for (const [index, piece] of this.#pieces.entries()) {
      const found = this.#findIn(piece, index, pattern, reach);
      const offset = this.#offsetOf(index);
      if (found) return { start: offset + found.start, end: offset + found.end };
    }
    return null;
  }

  #findIn(piece: Piece, index: number, pattern: RegExp, reach: number): Range | null {
    const [before, after] = [this.#pieces[index - 1], this.#pieces[index + 1]];
    const known = piece.found.get(pattern);
    if (known && known.before === before && known.after === after) return known.found;
    const found = this.#beginsIn(index, pattern, reach);
    // Beside a short piece it depends on what comes after that, too.
    if (before?.text !== '' && !(after && after.text.length <= reach))
      piece.found.set(pattern, { before, after, found });
    return found;
  }

  /** A match that begins in a piece, from its start. */
  #beginsIn(index: number, pattern: RegExp, reach: number): Range | null {
    const anywhere = fromAnywhere(pattern);
    const { text } = this.#pieces[index];
    // One character on either side: whether a line or a word begins there is not for a cut to say.
    const start = this.#offsetOf(index);
    const before = this.slice(start - 1, start);
    const near = before + text;
    const within = findIn(near + this.#from(index + 1, 1), anywhere, before.length, near.length);
    if (within) return { start: within.start - before.length, end: within.end - before.length };
    // What ends in another piece: the next ones may be short.
    const ahead = this.#from(index + 1, reach + 1);
    const tail = near.slice(-reach - 1);
    const from = tail.length < near.length ? 1 : before.length;
    if (ahead === '') return null;
    const across = findIn(tail + ahead, anywhere, from, tail.length + Math.min(ahead.length, reach));
    const cut = text.length - tail.length;
    return across && { start: cut + across.start, end: cut + across.end };
  }

  /** So many characters from the start of a piece on. */
  #from(index: number, length: number): string {
    let found = '';
    for (let at = index; at < this.#pieces.length && found.length < length; at += 1)
      found += this.#pieces[at].text.slice(0, length - found.length);
    return found;
  }

  position(offset: number): LinePosition {
    const inText = Math.min(Math.max(offset, 0), this.#length);
    const index = this.#pieceAt(inText);
    const { lines } = this.#pieces[index];
    const inPiece = inText - this.#offsetOf(index);
    // The last line that begins at or before it.
    const line = partitionPoint(lines.length, (at) => lines[at] <= inPiece) - 1;
    if (line >= 0) return { line: this.#firstLineOf(index) + line + 1, character: inPiece - lines[line] };
    return { line: this.#firstLineOf(index), character: inText - this.#lineStartBefore(index) };
  }

  range({ start, end }: Range): { start: LinePosition; end: LinePosition } {
    return { start: this.position(start), end: this.position(end) };
  }

  offset(line: number, character: number): number {
    if (line < 0) return 0;
    const start = this.#startOf(line);
    if (start === null) return this.#length;
    const next = this.#startOf(line + 1);
    let end = next ?? this.#length;
    if (next !== null) {
      const lineBreak = this.slice(Math.max(start, next - 2), next);
      end -= lineBreak.endsWith('\r\n') ? 2 : 1;
    }
    return Math.min(start + Math.max(character, 0), end);
  }

  /** Where a line begins; `null` when there is no such line. */
  #startOf(line: number): number | null {
    if (line === 0) return 0;
    this.#know(this.#pieces.length);
    // The last piece in which a line before this one or this one begins.
    const piece = Math.max(0, partitionPoint(this.#pieces.length, (at) => this.#firstLines[at] < line) - 1);
    const start = this.#pieces[piece].lines[line - this.#firstLines[piece] - 1];
    return start === undefined ? null : this.#offsets[piece] + start;
  }

  /** Where the line begins that a piece's first character belongs to. */
  #lineStartBefore(index: number): number {
    for (let before = index - 1; before >= 0; before -= 1) {
      const start = this.#pieces[before].lines.at(-1);
      if (start !== undefined) return this.#offsetOf(before) + start;
    }
    return 0;
  }

  /** The piece that holds an offset; the last one for the end of the text. */
  #pieceAt(offset: number): number {
    const pieces = this.#pieces.length;
    if (this.#known === 0 || this.#offsets[this.#known - 1] + this.#pieces[this.#known - 1].text.length <= offset)
      this.#know(pieces);
    return Math.max(0, partitionPoint(this.#known, (at) => this.#offsets[at] <= offset) - 1);
  }

  #offsetOf(index: number): number {
    this.#know(index + 1);
    return this.#offsets[index];
  }

  #firstLineOf(index: number): number {
    this.#know(index + 1);
    return this.#firstLines[index];
  }

  #know(count: number): void {
    for (let index = this.#known; index < count; index += 1) {
      const before = this.#pieces[index - 1];
      this.#offsets[index] = before ? this.#offsets[index - 1] + before.text.length : 0;
      this.#firstLines[index] = before ? this.#firstLines[index - 1] + before.lines.length : 0;
    }
    this.#known = Math.max(this.#known, count);
  }
}

/** A text in pieces, at least one. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  do {
    let end = text.length - start > PIECE * 2 ? start + PIECE : text.length;
    if (end < text.length && text.charCodeAt(end) === LINE_FEED && text.charCodeAt(end - 1) === CARRIAGE_RETURN)
      end += 1;
    const piece = text.slice(start, end);
    pieces.push({ text: piece, lines: lineStarts(piece), found: new Map() });
    start = end;
  } while (start < text.length);
  return pieces;
}

function lineStarts(text: string): number[] {
  const starts: number[] = [];
  if (!text.includes('\r')) {
    for (let found = text.indexOf('\n'); found >= 0; found = text.indexOf('\n', found + 1)) starts.push(found + 1);
    return starts;
  }
  for (let offset = 0; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(offset + 1) !== LINE_FEED))
      starts.push(offset + 1);
  }
  return starts;
}
