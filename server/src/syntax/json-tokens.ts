/** The tokens of JSON, and of what people write for JSON: comments are passed over, words that JSON doesn't know are words. */
import { createScanner, type JSONScanner } from 'jsonc-parser';
import type { ScalarValue } from './document.ts';
import { TOKENS_TO_JUDGE_BY } from './sizes.ts';
import type { Range } from './text.ts';

const BYTE_ORDER_MARK = '\ufeff';

/** Reads tokens off a text, one after the other. */
export class JsonTokens {
  readonly #text: string;
  readonly #scanner: JSONScanner;
  /** First character of the token at hand, which says its kind; `undefined` at the end of the text. */
  kind: string | undefined;
  start = 0;

  /** `isStart`: the text begins with the file, where a byte order mark says nothing. Anywhere else it is a character like others. */
  constructor(text: string, isStart: boolean) {
    this.#text = text;
    this.#scanner = createScanner(text, true);
    if (isStart && text.startsWith(BYTE_ORDER_MARK)) this.#scanner.setPosition(BYTE_ORDER_MARK.length);
  }

  /** Goes on to the next token. */
  next(): void {
    this.#scanner.scan();
    this.start = this.#scanner.getTokenOffset();
    this.kind = this.#text[this.start];
  }

  /** The end of the token, as the scanner sees it. */
  get end(): number {
    return this.#scanner.getPosition();
  }

  /** The value of a string token. */
  get stringValue(): string {
    return this.#scanner.getTokenValue();
  }

  /** Whether the token is neither punctuation nor a string: a number, a literal, or something JSON doesn't know. */
  get isWord(): boolean {
    return this.kind !== undefined && !'{}[],:"'.includes(this.kind);
  }

  /** The whole word that the token begins; the next token comes after the word. */
  word(): Range & { readonly source: string } {
    WORD.lastIndex = this.start;
    const end = WORD.test(this.#text) ? WORD.lastIndex : this.end;
    this.#scanner.setPosition(end);
    return { start: this.start, end, source: this.#text.slice(this.start, end) };
  }
}

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
