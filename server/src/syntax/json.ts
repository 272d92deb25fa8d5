/**
 * Reads JSON, and what people write for JSON: comments, trailing or missing commas, NaN, values not typed yet,
 * brackets that don't match. One pass over the tokens with an explicit stack, so depth is bounded by memory only.
 */
import { createScanner, type JSONScanner } from 'jsonc-parser';
import { missing, type OpenContainer, openList, openMap, type Place, scalar } from './build.ts';
import type { Entry, Range, ScalarValue, Value } from './document.ts';

export interface JsonReading {
  /** The first value of the text; `null` when there is none. */
  readonly root: Value | null;
  /** True when what follows the root is no slip in JSON: the text is likely YAML that begins with a flow collection. */
  readonly followedByWords: boolean;
}

/** Enough to meet an unquoted key or word in YAML's flow style, little enough to cost nothing on a large file. */
const TOKENS_TO_JUDGE_BY = 64;

const BYTE_ORDER_MARK = '\ufeff';

/**
 * Whether a text is JSON rather than YAML's flow style or a template, by its first tokens: a bracket, then nothing that
 * JSON has no word for. Broken JSON counts as JSON, and so does a text cut anywhere.
 */
export function looksLikeJson(text: string): boolean {
  const scanner = scannerOf(text);
  let previous: string | undefined;
  for (let count = 0; count < TOKENS_TO_JUDGE_BY; count += 1) {
    const token = scan(scanner, text);
    if (count === 0 && token !== '{' && token !== '[') return false;
    if (token === undefined) return true;
    // `{{ name }}` is a template, and in YAML a map with a map for a key.
    if (previous === '{' && (token === '{' || token === '[')) return false;
    if (isWord(token) && wordValue(wordAt(scanner, text)) === undefined) return false;
    previous = token;
  }
  return true;
}

/**
 * Reads the first JSON value of a text. Never throws: what can't be read is left out, and what is open at the end of
 * the text ends there. A value not written yet is an empty null; a word that is no JSON (`020`, `None`) is a string.
 */
export function readJson(text: string): JsonReading {
  return new Reader(text).read();
}

class Reader {
  private readonly scanner: JSONScanner;
  private root: Value | null = null;
  /** The open containers, outermost first. */
  private readonly stack: OpenContainer[] = [];
  private openMaps = 0;
  private openLists = 0;
  /** The key whose value comes next. */
  private key: Entry['key'] | null = null;
  /** Where the value of `key` would be typed: after the colon, or after the key while there is no colon. */
  private valueOffset = 0;
  private colonSeen = false;
  /** Whether anything stands between the last comma (or opening bracket) and here. */
  private slotFilled = false;

  constructor(private readonly text: string) {
    this.scanner = scannerOf(text);
  }

  private get container(): OpenContainer | undefined {
    return this.stack.at(-1);
  }

  read(): JsonReading {
    let token = scan(this.scanner, this.text);
    while (token !== undefined && !(this.root && this.stack.length === 0)) {
      this.take(token);
      token = scan(this.scanner, this.text);
    }
    while (this.stack.length > 0) this.close(this.text.length);
    return { root: this.root, followedByWords: token === ':' || (token !== undefined && isWord(token)) };
  }

  private take(token: string): void {
    const offset = this.scanner.getTokenOffset();
    const range = { start: offset, end: this.scanner.getPosition() };
    switch (token) {
      case '{':
        this.stack.push(this.attach(openMap(range, this.place(range.start))));
        this.openMaps += 1;
        this.slotFilled = false;
        break;
      case '[':
        this.stack.push(this.attach(openList(range, this.place(range.start))));
        this.openLists += 1;
        this.slotFilled = false;
        break;
      case '}':
        if (this.openMaps > 0) this.closeThrough('map', range.end);
        break;
      case ']':
        if (this.openLists > 0) this.closeThrough('list', range.end);
        break;
      case ',':
        this.endSlot(offset);
        this.slotFilled = false;
        break;
      case ':':
        this.takeColon(range.end);
        break;
      case '"':
        this.takeString(range);
        break;
      default:
        this.takeWord();
    }
  }

  private takeString(range: Range): void {
    const value = this.scanner.getTokenValue();
    if (this.container?.kind === 'map' && !(this.key && this.colonSeen)) {
      this.finishKey();
      this.setKey({ start: range.start, end: range.end, text: value });
    } else {
      this.attach(scalar(this.text, range, this.place(range.start), value, 'quoted'));
    }
  }

  private takeWord(): void {
    const range = wordAt(this.scanner, this.text);
    // Where a key must stand a word is noise: an unquoted key, or what is left of one.
    if (this.container?.kind === 'map' && !this.key) return;
    const value = wordValue(range);
    this.attach(scalar(this.text, range, this.place(range.start), value === undefined ? range.source : value, 'plain'));
  }

  private takeColon(end: number): void {
    if (this.container?.kind !== 'map') return;
    if (!this.key) {
      const last = this.container.entries.at(-1);
      // `"steps": <nothing yet> "seed": 5`: the string taken for the value was the next key.
      if (!(this.slotFilled && last?.value.kind === 'scalar' && last.value.style === 'quoted')) return;
      const { start, end: keyEnd, value, key } = last.value;
      this.container.entries.pop();
      this.container.entries.push({
        ...last,
        value: missing(this.valueOffset, { parent: this.container, key }),
      });
      this.setKey({ start, end: keyEnd, text: String(value) });
    }
    this.colonSeen = true;
    this.valueOffset = end;
  }

  private setKey(key: Entry['key']): void {
    this.key = key;
    this.valueOffset = key.end;
    this.colonSeen = false;
  }

  /** Gives a key that nothing follows its empty value. */
  private finishKey(): void {
    if (this.key) this.attach(missing(this.valueOffset, this.place(this.valueOffset)));
  }

  /** A comma: `"a":,` is a key without a value, `[1,,2]` an item without one (it keeps its index). */
  private endSlot(offset: number): void {
    this.finishKey();
    if (this.container?.kind === 'list' && !this.slotFilled) {
      this.attach(missing(offset, this.place(offset)));
    }
  }

  /** Where a value that starts here hangs. In a map, one without a key gets an empty key, so that it is kept. */
  private place(start: number): Place {
    const parent = this.container;
    if (!parent) return { parent: null, key: null };
    if (parent.kind === 'list') return { parent, key: parent.items.length };
    if (!this.key) this.setKey({ start, end: start, text: '' });
    return { parent, key: this.key?.text ?? '' };
  }

  private attach<Child extends Value>(value: Child): Child {
    const parent = this.container;
    if (!parent) this.root = value;
    else if (parent.kind === 'list') parent.items.push(value);
    else if (this.key) parent.entries.push({ key: this.key, value, merge: false });
    this.key = null;
    this.slotFilled = true;
    return value;
  }

  /** Closes the innermost container of a kind, and the unclosed ones inside it. The caller knows that there is one. */
  private closeThrough(kind: OpenContainer['kind'], end: number): void {
    let closed: OpenContainer['kind'] | undefined;
    while (closed !== kind) {
      closed = this.container?.kind;
      // An unclosed container ends before the bracket that closes its parent.
      this.close(closed === kind ? end : end - 1);
    }
  }

  private close(end: number): void {
    const container = this.container;
    if (!container) return;
    this.finishKey();
    container.end = end;
    if (container.kind === 'map') this.openMaps -= 1;
    else this.openLists -= 1;
    this.stack.pop();
    this.slotFilled = true;
  }
}

function scannerOf(text: string): JSONScanner {
  const scanner = createScanner(text, true);
  if (text.startsWith(BYTE_ORDER_MARK)) scanner.setPosition(BYTE_ORDER_MARK.length);
  return scanner;
}

/** The first character of the next token, which says its kind; `undefined` at the end of the text. */
function scan(scanner: JSONScanner, text: string): string | undefined {
  scanner.scan();
  return text[scanner.getTokenOffset()];
}

/** Whether a token is neither punctuation nor a string: a number, a literal, or something JSON doesn't know. */
function isWord(token: string): boolean {
  return !'{}[],:"'.includes(token);
}

interface Word extends Range {
  readonly source: string;
}

/**
 * Up to white space, punctuation or a comment.
 * The scanner cuts `0x14`, `-Infinity` or `1_000` in two; whoever wrote it meant one.
 */
const WORD = /(?:[^ \t\r\n{}[\],:"/]|\/(?![/*]))+/y;

/** The whole word that the scanner has begun; it goes on after the word. */
function wordAt(scanner: JSONScanner, text: string): Word {
  const start = scanner.getTokenOffset();
  WORD.lastIndex = start;
  const end = WORD.test(text) ? WORD.lastIndex : scanner.getPosition();
  scanner.setPosition(end);
  return { start, end, source: text.slice(start, end) };
}

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
function wordValue({ source }: Word): ScalarValue['value'] | undefined {
  return NUMBER.test(source) ? Number(source) : LITERALS.get(source);
}
