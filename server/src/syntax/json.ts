/**
 * Reads JSON, and what people write for JSON: comments, trailing or missing commas, NaN, values not typed yet,
 * brackets that don't match. One pass over the tokens with an explicit stack.
 */

import { slicesOf, type Work } from '../common/slices.ts';
import { Stretch, type Unread } from './document.ts';
import { JsonTokens, wordValue } from './json-tokens.ts';
import {
  addEntry,
  addItem,
  type ContainerNode,
  KeyNode,
  ListNode,
  MapNode,
  missing,
  ScalarNode,
  trim,
  type ValueNode,
} from './nodes.ts';
import { DEEPEST_READ } from './sizes.ts';
import type { Range } from './text.ts';

export interface JsonReading {
  /** The first value of the text; `null` when there is none. */
  readonly root: ValueNode | null;
  /** True when what follows the root is no slip in JSON: the text is likely YAML that begins with a flow collection. */
  readonly followedByWords: boolean;
  /** Where it gets too deep: nothing of what comes behind is read. */
  readonly unread: Unread | null;
}

/**
 * Reads the first JSON value of a text, pausing now and then. Never throws: what can't be read is left out, and what is open
 * at the end of the text ends there. A value not written yet is an empty null; a word that is no JSON (`020`, `None`) is a
 * string.
 */
export function* readJson(text: string, revision: number): Work<JsonReading> {
  const reader = new JsonReader(text, 0, revision);
  const isDue = slicesOf('tokens');
  while (!reader.ended) {
    reader.take();
    if (isDue()) yield;
  }
  reader.closeAll();
  const { tokens, root, unread } = reader;
  return { root, unread, followedByWords: tokens.kind === ':' || tokens.isWord };
}

/** What follows a root: see `JsonReading.followedByWords`. */
export function isFollowedByWords(rest: string): boolean {
  const tokens = new JsonTokens(rest, false);
  tokens.next();
  return tokens.kind === ':' || tokens.isWord;
}

export class JsonReader {
  readonly tokens: JsonTokens;
  root: ValueNode | null = null;
  /** Where reading has ended since it gets too deep. */
  unread: Unread | null = null;
  /** The open containers, outermost first, where each starts, and the innermost. */
  readonly #stack: ContainerNode[] = [];
  readonly #starts: number[] = [];
  #container: ContainerNode | undefined;
  readonly #text: string;
  readonly #base: number;
  readonly #revision: number;
  /** Collections that may be open. */
  readonly #deepest: number;
  #openMaps = 0;
  #openLists = 0;
  /** The key whose value comes next. */
  #key: KeyNode | null = null;
  /** Where the value of `#key` would be typed: after the colon, or after the key while there is no colon. */
  #valueOffset = 0;
  #colonSeen = false;
  /** Whether anything stands between the last comma (or opening bracket) and here. */
  #slotFilled = false;

  /** `base`: where the text begins in the document; `depth`: collections around it that are not reopened. */
  constructor(text: string, base: number, revision: number, depth = 0) {
    this.#text = text;
    this.#base = base;
    this.#revision = revision;
    this.#deepest = DEEPEST_READ - depth;
    this.tokens = new JsonTokens(text, base === 0);
    this.tokens.next();
  }

  /** Goes on as if a container had just been opened, at an absolute place. */
  reopen(container: ContainerNode, start: number): void {
    this.#stack.push(container);
    this.#starts.push(start);
    this.#container = container;
  }

  /** No token is left, the root is complete, or it gets too deep. */
  get ended(): boolean {
    return this.tokens.kind === undefined || (this.root !== null && this.#stack.length === 0) || this.unread !== null;
  }

  get depth(): number {
    return this.#stack.length;
  }

  /** Between two values: nothing is half read. */
  get isBetween(): boolean {
    return this.#key === null && !this.#slotFilled;
  }

  /** Whether a closing bracket would close something opened here, rather than what was reopened or nothing. */
  closes(bracket: string): boolean {
    return bracket === '}' ? this.#openMaps > 0 : this.#openLists > 0;
  }

  /** Reads one token and goes on to the next. */
  take(): void {
    const { kind } = this.tokens;
    const start = this.#base + this.tokens.start;
    const end = this.#base + this.tokens.end;
    switch (kind) {
      case '{':
        this.#open(new MapNode(start, this.#revision), start);
        this.#openMaps += 1;
        break;
      case '[':
        this.#open(new ListNode(start, this.#revision), start);
        this.#openLists += 1;
        break;
      case '}':
        if (this.#openMaps > 0) this.#closeThrough('map', end);
        else this.#untidy();
        break;
      case ']':
        if (this.#openLists > 0) this.#closeThrough('list', end);
        else this.#untidy();
        break;
      case ',':
        this.#endSlot(start);
        this.#slotFilled = false;
        break;
      case ':':
        this.#takeColon(end);
        break;
      case '"':
        this.#takeString({ start, end });
        break;
      default:
        this.#takeWord();
    }
    this.tokens.next();
  }

  /** The end of the text: what is open ends there. */
  closeAll(): void {
    while (this.#stack.length > 0) this.#close(this.#base + this.#text.length);
  }

  /** Gives a key that nothing follows its empty value. */
  finishKey(): void {
    if (!this.#key) return;
    this.#untidy();
    this.#attach(missing(this.#valueOffset), this.#valueOffset);
  }

  #open(container: ContainerNode, start: number): void {
    if (this.#stack.length >= this.#deepest) {
      this.unread = { why: 'deep', place: new Stretch(start, start + 1), within: this.#container ?? null };
      return;
    }
    this.#attach(container, start);
    this.reopen(container, start);
    this.#slotFilled = false;
  }

  #takeString(range: Range): void {
    const value = this.tokens.stringValue;
    if (this.#container?.kind === 'map' && !(this.#key && this.#colonSeen)) {
      this.finishKey();
      if (this.#slotFilled) this.#untidy();
      this.#setKey(new KeyNode(range, value), range.end);
    } else {
      const source = this.#text.slice(range.start - this.#base, range.end - this.#base);
      this.#attach(new ScalarNode(range.start, source, value, 'quoted'), range.start);
    }
  }

  #takeWord(): void {
    const word = this.tokens.word();
    // Where a key must stand a word is noise: an unquoted key, or what is left of one.
    if (this.#container?.kind === 'map' && !this.#key) {
      this.#untidy();
      return;
    }
    const value = wordValue(word.source);
    const start = this.#base + word.start;
    this.#attach(new ScalarNode(start, word.source, value === undefined ? word.source : value, 'plain'), start);
  }

  #takeColon(end: number): void {
    const container = this.#container;
    if (container?.kind !== 'map' || this.#colonSeen) this.#untidy();
    if (container?.kind !== 'map') return;
    if (!this.#key) {
      this.#untidy();
      const last = container.entries.at(-1);
      // `"steps": <nothing yet> "seed": 5`: the string taken for the value was the next key.
      if (!(this.#slotFilled && last?.value.kind === 'scalar' && last.value.style === 'quoted')) return;
      const { start, end: keyEnd, value } = last.value;
      const empty = missing(this.#valueOffset - (this.#starts.at(-1) ?? 0));
      empty.parent = container;
      empty.key = last.key.text;
      last.value = empty;
      this.#setKey(new KeyNode({ start, end: keyEnd }, String(value)), keyEnd);
    }
    this.#colonSeen = true;
    this.#valueOffset = end;
  }

  #setKey(key: KeyNode, end: number): void {
    this.#key = key;
    this.#valueOffset = end;
    this.#colonSeen = false;
  }

  /** A comma: `"a":,` is a key without a value, `[1,,2]` an item without one (it keeps its index). */
  #endSlot(offset: number): void {
    this.finishKey();
    if (this.#slotFilled) return;
    this.#untidy();
    if (this.#container?.kind === 'list') this.#attach(missing(offset), offset);
  }

  /** Hangs a value at its place. In a map, one without a key gets an empty key, so that it is kept. */
  #attach(value: ValueNode, start: number): void {
    const parent = this.#container;
    const parentStart = this.#starts.at(-1) ?? 0;
    if (!parent) {
      this.root = value;
    } else if (parent.kind === 'list') {
      if (this.#slotFilled) this.#untidy();
      addItem(parent, parentStart, value);
    } else {
      if (!this.#key || !this.#colonSeen) this.#untidy();
      addEntry(parent, parentStart, this.#key ?? new KeyNode({ start, end: start }, ''), value, false);
    }
    this.#key = null;
    this.#colonSeen = false;
    this.#slotFilled = true;
  }

  #untidy(): void {
    const container = this.#container;
    if (container) container.tidy = false;
  }

  /** Closes the innermost container of a kind, and the unclosed ones inside it. The caller knows that there is one. */
  #closeThrough(kind: ContainerNode['kind'], end: number): void {
    let closed: ContainerNode['kind'] | undefined;
    while (closed !== kind) {
      closed = this.#container?.kind;
      const own = closed === kind;
      const container = this.#container;
      // An unclosed container ends before the bracket that closes its parent.
      this.#close(own ? end : end - 1);
      if (container) container.closed = own;
    }
  }

  #close(end: number): void {
    const container = this.#container;
    if (!container) return;
    this.finishKey();
    container.length = end - (this.#starts.at(-1) ?? 0);
    trim(container);
    if (container.kind === 'map') this.#openMaps -= 1;
    else this.#openLists -= 1;
    this.#stack.pop();
    this.#starts.pop();
    this.#container = this.#stack.at(-1);
    this.#slotFilled = true;
  }
}
