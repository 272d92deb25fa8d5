/**
 * Reads the YAML that nearly all lines of nearly all files are: `key: value` and `- item` in block style, scalars, flow collections,
 * anchors and aliases. For anything else it gives up and the parser of the `yaml` package reads the text; where both can, both give
 * the same (a test holds it). It is ten times as fast, which is what makes a large batch open at once.
 */
import { kept } from '../../common/memory.ts';
import type { ResolvedValue } from '../document.ts';
import {
  AliasNode,
  addEntry,
  addItem,
  type ContainerNode,
  KeyNode,
  ListNode,
  MapNode,
  missing,
  type ScalarNode,
  trim,
  type ValueNode,
} from '../nodes.ts';
import type { NameEvent, YamlReading } from '../yaml.ts';
import { readFlow } from './yaml-flow.ts';
import { blockScalarOf, foldedScalarOf, scalarOf } from './yaml-scalars.ts';

/** Characters that mean something else somewhere: other line breaks, tabs, controls. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to give up on
const UNUSUAL = /[\0-\x09\x0b\x0c\x0e-\x1f\x7f\u0085\u2028\u2029\ufeff]|\r(?!\n)/;
/** The longest that goes without a mark of its own is 1,024 characters (yaml.org/spec/1.2.2, 7.4). */
const KEY =
  /(?:("[^"\\\r\n]{0,1000}"|'[^'\r\n]{0,1000}') *|((?:[A-Za-z0-9_./$(~+\u00a1-\ud7ff]|-[\w.])[^:#\r\n]{0,1000}|<<)):(?=[ \r\n]|$)/y;
const NAME = /^\*[\w-]+$/;
const ANCHORED = /^&([\w-]+)( +|$)(.*)$/;
const ITEM = /- +(?=\S)/y;

/** Deepest nesting that is read here: the reader recurses. */
const DEEPEST = 50;

interface Line {
  /** Column of the first character that is not a space. */
  column: number;
  /** Where that character is in the text. */
  from: number;
  /** End of the line without trailing spaces. */
  readonly to: number;
}

/** As `readYaml`, for one document in block style; `null` when it holds anything out of the ordinary. */
export function readSimpleYaml(text: string, base: number, indent: number, revision: number): YamlReading | null {
  if (UNUSUAL.test(text)) return null;
  const lines = linesOf(text, indent);
  const [first] = lines;
  if (!first) return null;
  const reader = new SimpleReader(text, base, lines, revision);
  const root = reader.collection(first.column, 0);
  if (root === null || !reader.atEnd) return null;
  return { root, anchor: null, inside: kept(reader.names), clean: true, block: true };
}

/** The lines that say something. */
function linesOf(text: string, indent: number): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const next = found < 0 ? text.length : found + 1;
    let from = start;
    while (text[from] === ' ') from += 1;
    let to = found < 0 ? next : found;
    while (to > from && (text[to - 1] === ' ' || text[to - 1] === '\r')) to -= 1;
    if (to > from && text[from] !== '#') lines.push({ column: from - start + (start === 0 ? indent : 0), from, to });
    start = next;
  }
  return lines;
}

/** The collection a value stands in. */
interface Around {
  readonly kind: 'map' | 'list';
  readonly column: number;
  readonly depth: number;
}

class SimpleReader {
  readonly names: NameEvent[] = [];
  readonly #text: string;
  readonly #base: number;
  readonly #lines: readonly Line[];
  readonly #revision: number;
  #at = 0;

  constructor(text: string, base: number, lines: readonly Line[], revision: number) {
    this.#text = text;
    this.#base = base;
    this.#lines = lines;
    this.#revision = revision;
  }

  get atEnd(): boolean {
    return this.#at === this.#lines.length;
  }

  /** The collection whose lines stand at a column; `null` to give up. */
  collection(column: number, depth: number): ContainerNode | null {
    const line = this.#lines[this.#at];
    if (line?.column !== column || depth > DEEPEST) return null;
    return this.#isItem(line) ? this.#list(column, depth) : this.#map(column, depth);
  }

  #isItem({ from, to }: Line): boolean {
    return this.#text[from] === '-' && (from + 1 === to || this.#text[from + 1] === ' ');
  }

  #map(column: number, depth: number): MapNode | null {
    const mapStart = this.#base + this.#lines[this.#at].from;
    const map = new MapNode(mapStart, this.#revision);
    for (let line = this.#lines[this.#at]; line?.column === column; line = this.#lines[this.#at]) {
      KEY.lastIndex = line.from;
      const [, quoted, plain] = KEY.exec(this.#text) ?? [];
      if (KEY.lastIndex === 0 || KEY.lastIndex > line.to || quoted?.slice(1, -1) === '<<') return null;
      const from = KEY.lastIndex;
      const written = quoted ?? plain.trimEnd();
      const start = this.#base + line.from;
      const key = new KeyNode({ start, end: start + written.length }, quoted?.slice(1, -1) ?? written);
      this.#at += 1;
      const value = this.#valueOf(this.#afterSpaces(from), line.to, { kind: 'map', column, depth }, plain === '<<');
      if (value === null) return null;
      addEntry(map, mapStart, key, value, plain === '<<');
      map.length = value.offset + value.length;
    }
    trim(map);
    return this.#ends(column) ? map : null;
  }

  #list(column: number, depth: number): ListNode | null {
    const start = this.#base + this.#lines[this.#at].from;
    const list = new ListNode(start, this.#revision);
    for (
      let line = this.#lines[this.#at];
      line?.column === column && this.#isItem(line);
      line = this.#lines[this.#at]
    ) {
      ITEM.lastIndex = line.from;
      const isAlone = !ITEM.test(this.#text) || ITEM.lastIndex >= line.to;
      const from = isAlone ? this.#afterSpaces(line.from + 1) : ITEM.lastIndex;
      KEY.lastIndex = from;
      let value: ValueNode | null;
      if (!isAlone && KEY.test(this.#text) && KEY.lastIndex <= line.to) {
        // `- key: value`: the map's first line is the rest of this one.
        line.column += from - line.from;
        line.from = from;
        value = this.#map(line.column, depth + 1);
      } else {
        this.#at += 1;
        value = this.#valueOf(from, line.to, { kind: 'list', column, depth }, false);
      }
      if (value === null) return null;
      addItem(list, start, value);
      list.length = value.offset + value.length;
    }
    trim(list);
    return this.#ends(column) ? list : null;
  }

  /** Nothing deeper than what was just read may follow: it would belong to it. */
  #ends(column: number): boolean {
    const next = this.#lines[this.#at];
    return next === undefined || next.column <= column;
  }

  #afterSpaces(from: number): number {
    let at = from;
    while (this.#text[at] === ' ') at += 1;
    return at;
  }

  /** What stands behind a colon or dash, on the line or below it (then a comment may follow); `null` to give up. */
  #valueOf(from: number, to: number, around: Around, mustBeAlias: boolean): ValueNode | null {
    const written = this.#text.slice(from, to);
    if (written === '' || written[0] === '#') return mustBeAlias ? null : this.#below(from, around);
    if (written[0] === '&') {
      const [, anchor, , rest = ''] = ANCHORED.exec(written) ?? [];
      if (anchor === undefined) return null;
      if (rest[0] === '*') return null;
      const at = this.#afterSpaces(from + 1 + anchor.length);
      const isBelow = rest === '' || rest[0] === '#';
      if (isBelow && mustBeAlias) return null;
      return this.#named(anchor, () => (isBelow ? this.#below(at, around) : this.#onLine(at, to, around, mustBeAlias)));
    }
    return this.#onLine(from, to, around, mustBeAlias);
  }

  #onLine(from: number, to: number, around: Around, mustBeAlias: boolean): ValueNode | null {
    const first = this.#text[from];
    if (first === '|' || first === '>') return mustBeAlias ? null : this.#blockScalar(from, to, around);
    const isFlow = first === '[' || first === '{';
    const last = this.#lastOnward(around, isFlow);
    if (isFlow) {
      const flow = this.#flow(from, to, last);
      return mustBeAlias && flow?.kind !== 'list' ? null : flow;
    }
    if (last !== null) return mustBeAlias ? null : this.#folded(from, last);
    if (first === '*') {
      const written = this.#text.slice(from, to);
      if (!NAME.test(written)) return null;
      const use = new AliasNode({ start: this.#base + from, end: this.#base + to }, written.slice(1));
      this.names.push({ use });
      return use;
    }
    return mustBeAlias ? null : scalarOf(this.#text.slice(from, to), this.#base + from);
  }

  /** The last of the next lines that go on with this one: they stand deeper, but for the one that closes a flow collection. */
  #lastOnward({ column }: Around, isFlow: boolean): Line | null {
    let at = this.#at;
    while (at < this.#lines.length && this.#lines[at].column > column) at += 1;
    const line = this.#lines[at];
    if (isFlow && line?.column === column && /[\]}]/.test(this.#text[line.from])) return line;
    return at === this.#at ? null : this.#lines[at - 1];
  }

  /** A flow collection, which ends on its line or on the last that goes on with it. */
  #flow(from: number, to: number, last: Line | null): ContainerNode | null {
    const flow = readFlow(this.#text, from, last?.to ?? to, this.#base, this.#revision, this.names);
    if (flow && last) this.#skipTo(last);
    return flow;
  }

  #folded(from: number, last: Line): ScalarNode | null {
    this.#skipTo(last);
    return foldedScalarOf(this.#text.slice(from, last.to), this.#base + from);
  }

  #blockScalar(from: number, to: number, around: Around): ScalarNode | null {
    const scalar = blockScalarOf(this.#text, { from, to }, this.#base, around.column);
    if (!scalar) return null;
    const end = scalar.offset + scalar.length - this.#base;
    while (this.#lines[this.#at]?.from < end) this.#at += 1;
    // A comment below its lines and deeper than what is around may be meant for it.
    return this.#lastOnward(around, false) === null ? scalar : null;
  }

  #skipTo(last: Line): void {
    this.#at = this.#lines.indexOf(last, this.#at) + 1;
  }

  /** The collection on the lines below, or nothing at `at`. */
  #below(at: number, { kind, column, depth }: Around): ValueNode | null {
    const next = this.#lines[this.#at];
    const isEmpty =
      next === undefined ||
      next.column < column ||
      (next.column === column && (kind === 'list' || !this.#isItem(next)));
    return isEmpty ? missing(this.#base + at) : this.collection(next.column, depth + 1);
  }

  /** A value with an anchor, which is known inside it. */
  #named(anchor: string, read: () => ValueNode | null): ValueNode | null {
    const place = this.names.length;
    const value = read();
    if (value) this.names.splice(place, 0, { define: anchor, value: value as ResolvedValue });
    return value;
  }
}
