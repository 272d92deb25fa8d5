/** The tokens of JSON, and of what people write for JSON: comments are passed over, words that JSON doesn't know are words. */
import { createScanner, type JSONScanner } from 'jsonc-parser';
import type { ScalarValue } from './document.ts';
import { TOKENS_TO_JUDGE_BY } from './sizes.ts';
import type { Range } from './text.ts';

const BYTE_ORDER_MARK = '\ufeff';

/** Reads tokens off a text, one after the other: those that nearly all of it is made of here, all others by the scanner. */
export class JsonTokens {
  readonly #text: string;
  readonly #scanner: JSONScanner;
  #isScanned = false;
  /** First character of the token at hand, which says its kind; `undefined` at the end of the text. */
  kind: string | undefined;
  start = 0;
  end = 0;

  /** `isStart`: the text begins with the file, where a byte order mark says nothing. Anywhere else it is a character like others. */
  constructor(text: string, isStart: boolean) {
    this.#text = text;
    this.#scanner = createScanner(text, true);
    if (isStart && text.startsWith(BYTE_ORDER_MARK)) this.end = BYTE_ORDER_MARK.length;
  }

  /** Goes on to the next token. */
  next(): void {
    const text = this.#text;
    let at = this.end;
    let unit = text.charCodeAt(at);
    while (unit === SPACE || unit === LINE_FEED || unit === CARRIAGE_RETURN || unit === TAB) {
      at += 1;
      unit = text.charCodeAt(at);
    }
    const end = MARKS.has(unit) ? at + 1 : unit === QUOTE ? endOfString(text, at) : -1;
    this.#isScanned = end < 0;
    if (this.#isScanned) {
      this.#scanner.setPosition(at);
      this.#scanner.scan();
      at = this.#scanner.getTokenOffset();
    }
    this.start = at;
    this.end = this.#isScanned ? this.#scanner.getPosition() : end;
    this.kind = text[at];
  }

  /** The value of a string token. */
  get stringValue(): string {
    return this.#isScanned ? this.#scanner.getTokenValue() : this.#text.slice(this.start + 1, this.end - 1);
  }

  /** Whether the token is neither punctuation nor a string: a number, a literal, or something JSON doesn't know. */
  get isWord(): boolean {
    return this.kind !== undefined && !'{}[],:"'.includes(this.kind);
  }

  /** The whole word that the token begins; the next token comes after the word. */
  word(): Range & { readonly source: string } {
    WORD.lastIndex = this.start;
    if (WORD.test(this.#text)) this.end = WORD.lastIndex;
    return { start: this.start, end: this.end, source: this.#text.slice(this.start, this.end) };
  }
}

const [SPACE, LINE_FEED, CARRIAGE_RETURN, TAB, QUOTE] = [...' \n\r\t"'].map((each) => each.charCodeAt(0));
const MARKS: ReadonlySet<number> = new Set([...'{}[],:'].map((each) => each.charCodeAt(0)));

/** Where a string ends that holds nothing but what it says; -1 for one with escapes or without an end. */
function endOfString(text: string, start: number): number {
  PLAIN_STRING.lastIndex = start;
  return PLAIN_STRING.test(text) ? PLAIN_STRING.lastIndex : -1;
}

const PLAIN_STRING = /"[^"\\\r\n]*"/y;

/**
 * Up to white space, punctuation or a comment.
 * The scanner cuts `0x14`, `-Infinity` or `1_000` in two; whoever wrote it meant one.
 */
const WORD = /(?:[^ \t\r\n{}[\],:"/]|\/(?![/*]))+/y;

const NUMBER = /^-?(0|[1-9]\d*)(\.\d*)?([eE][+-]?\d+)?$/;

/** Python's json module writes and reads the last three, and ComfyUI's files hold them. */
const LITERALS: ReadonlyMap<string, ScalarValue['value']> = new Map<string, ScalarValue['value']>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** The value of a word of JSON; `undefined` for any other (`020`, `None`, a template's placeholder). */
export function wordValue(source: string): ScalarValue['value'] | undefined {
  return NUMBER.test(source) ? Number(source) : LITERALS.get(source);
}

/**
 * Whether a text is JSON rather than YAML's flow style or a template, by its first tokens: a bracket, then nothing that
 * JSON has no word for. Broken JSON counts as JSON, and so does a text cut anywhere. `upTo`: the end of what was looked at.
 */
export function looksLikeJson(text: string): { readonly json: boolean; readonly upTo: number } {
  const tokens = new JsonTokens(text, true);
  let previous: string | undefined;
  for (let count = 0; count < TOKENS_TO_JUDGE_BY; count += 1) {
    tokens.next();
    const { kind } = tokens;
    const json = judge(tokens, previous, count === 0);
    if (json !== null) return { json, upTo: kind === undefined ? text.length : tokens.end };
    previous = kind;
  }
  return { json: true, upTo: tokens.end };
}

/** What one token says; `null`: go on. */
function judge(tokens: JsonTokens, previous: string | undefined, isFirst: boolean): boolean | null {
  const { kind } = tokens;
  if (isFirst && kind !== '{' && kind !== '[') return false;
  if (kind === undefined) return true;
  // `{{ name }}` is a template, and in YAML a map with a map for a key.
  if (previous === '{' && (kind === '{' || kind === '[')) return false;
  if (tokens.isWord && wordValue(tokens.word().source) === undefined) return false;
  return null;
}
