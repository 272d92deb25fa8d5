/**
 * How much of a YAML text is given to the parser of the `yaml` package, which takes ten times as long as our own reader. Nobody
 * writes more than a little of what only it understands (tags, tabs, `? key`, a text behind `%YAML`); texts of nothing else are made
 * to take long.
 */
import { Stretch, type Unread } from '../document.ts';
import { type ContainerNode, childAt, sizeOf, type ValueNode } from '../nodes.ts';
import { MOST_PARSED } from '../sizes.ts';

/** What is asked of the parser by itself costs as much as so many marks. */
const EACH = 2;

export class ParserShare {
  #left = MOST_PARSED;
  /** The first that was not given to it. Nothing of what comes behind is read. */
  unread: Unread | null = null;

  /** How many characters of a text that begins at `base` are parsed: all, or those of its first lines. */
  of(text: string, base: number): number {
    this.#left -= EACH;
    let lines = 0;
    for (let at = 0; at < text.length; at += 1) {
      if (!isMark(text, at)) continue;
      this.#left -= 1;
      if (this.#left < 0) {
        this.unread = { why: 'parsed', place: new Stretch(base + lines, base + lineEnd(text, lines)), within: null };
        return lines;
      }
      if (text.charCodeAt(at) === LINE) lines = at + 1;
    }
    return text.length;
  }
}

/** The innermost collection that the end of a value lies in: it may go on behind it. */
export function lastWithin(value: ValueNode): ContainerNode | null {
  let within: ContainerNode | null = null;
  for (let node: ValueNode | null = value; node?.kind === 'map' || node?.kind === 'list'; ) {
    within = node;
    node = sizeOf(node) > 0 ? childAt(node, sizeOf(node) - 1) : null;
  }
  return within;
}

const LINE = 10;
/** Ends of lines, and what begins or parts something wherever it stands. */
const MARKS = new Set([...'\n,[{!&*"'].map((mark) => mark.charCodeAt(0)));
/** What does so before a blank. */
const INDICATORS = new Set([...'-?:'].map((mark) => mark.charCodeAt(0)));
const BLANK = 32;

function isMark(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return MARKS.has(code) || (INDICATORS.has(code) && !(text.charCodeAt(at + 1) > BLANK));
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
