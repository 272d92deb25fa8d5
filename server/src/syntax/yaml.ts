/** Reads YAML 1.2 (core schema, plus merge keys and numbers whose digits are parted): every place kept, aliases not expanded, what is broken skipped. */
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  parseAllDocuments,
  Scalar,
  Schema,
  type Tags,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { ResolvedValue, ScalarValue } from './document.ts';
import {
  AliasNode,
  addEntry,
  addItem,
  type ContainerNode,
  childAt,
  KeyNode,
  KeyValueNode,
  ListNode,
  MapNode,
  missing,
  ScalarNode,
  sizeOf,
  trim,
  type ValueNode,
} from './nodes.ts';
import type { Range } from './text.ts';

/** A number whose digits are parted: `1_000`. */
export const PARTED_NUMBER = /^[-+]?\d+_[\d_]*(?:\.[\d_]*)?$/;

/**
 * What a literal of `PARTED_NUMBER` says to programs in Python, which nearly all are: to PyYAML (`resolver.py`) and ruamel.yaml. YAML 1.2
 * has no such number, nor has js-yaml.
 */
export function partedNumber(literal: string): number {
  return Number(literal.replaceAll('_', ''));
}

const OPTIONS = {
  merge: true,
  // Checking them is quadratic, and repeated keys are ours to report.
  uniqueKeys: false,
  strict: false,
  prettyErrors: false,
  logLevel: 'silent',
  keepSourceTokens: false,
  // Off, `!!binary` or `!!timestamp` stay the text that was written.
  resolveKnownTags: false,
  customTags: [
    { tag: 'tag:yaml.org,2002:float', default: true, test: PARTED_NUMBER, resolve: partedNumber },
  ] satisfies Tags,
} as const;

/** The core schema with merge keys, made once: the parser is asked for one small block after the other. */
const CORE = { ...OPTIONS, schema: new Schema({ ...OPTIONS, schema: 'core' }) };
/** A document may name another version, and then means another schema. */
const NAMES_VERSION = /^%YAML/m;

/** An anchor or an alias, in the order of the text: an alias means the last anchor of its name before it. */
export type NameEvent =
  | { readonly define: string; readonly value: ResolvedValue; readonly use?: never }
  | { readonly use: AliasNode; readonly define?: never };

/** One YAML document as values. */
export interface YamlReading {
  readonly root: ValueNode;
  /** The anchor of the root itself. Who keeps the root says so with `namesOf`; who takes it apart has nothing that it could mean. */
  readonly anchor: string | null;
  /** The anchors and aliases inside the root. */
  readonly inside: readonly NameEvent[];
  /** Nothing in it had to be skipped or guessed. */
  readonly clean: boolean;
  /** A collection in block style, whose parts stand on lines of their own. */
  readonly block: boolean;
}

/** All anchors and aliases of a document whose root is kept as it is. */
export function namesOf({ root, anchor, inside }: YamlReading): readonly NameEvent[] {
  return anchor === null || root.kind === 'alias' ? inside : [{ define: anchor, value: root }, ...inside];
}

/**
 * Reads each document of a YAML text that begins at `base` in the file; an empty one is a null. `indent`: spaces to imagine
 * before the text, where it begins in the middle of a line. Never throws. What is nested deeper than the parser goes (about a
 * thousand levels) is read as null. Aliases are not linked yet: `namesOf` says how.
 */
export function readYaml(text: string, base: number, indent: number, revision: number): YamlReading[] {
  const padded = indent === 0 ? text : ' '.repeat(indent) + text;
  const documents = withoutStacks(() => {
    try {
      return parseAllDocuments(padded, NAMES_VERSION.test(padded) ? OPTIONS : CORE) as readonly Document[];
    } catch {
      // The parser reports what is wrong with a text as data; an exception is its own limit (the call stack), reached.
      return [];
    }
  });
  return documents.map((document) => new YamlReader(padded, base - indent, revision).read(document));
}

/** The parser makes an `Error` of each mistake in a text, thousands of some: where in its code, nobody asks, and that costs most. */
function withoutStacks<Answer>(read: () => Answer): Answer {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return read();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** A collection being converted: its items, and how many are done. */
interface Frame {
  readonly container: ContainerNode;
  readonly start: number;
  readonly node: YAMLMap | YAMLSeq;
  next: number;
}

class YamlReader {
  /** Anchors so far, for keys that are aliases. */
  readonly #anchors = new Map<string, ResolvedValue>();
  readonly #names: NameEvent[] = [];
  readonly #frames: Frame[] = [];
  readonly #text: string;
  /** What to add to a place in the text. */
  readonly #base: number;
  readonly #revision: number;

  constructor(text: string, base: number, revision: number) {
    this.#text = text;
    this.#base = base;
    this.#revision = revision;
  }

  read(document: Document): YamlReading {
    const { contents, errors } = document;
    const root = this.#convert(contents, this.#base + (document.range?.[0] ?? 0));
    // Nothing else was read yet, so an anchor is the root's own.
    const anchor = this.#names[0]?.define ?? null;
    if (anchor !== null) this.#names.length = 0;
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
      const item: unknown = frame.node.items[frame.next];
      frame.next += 1;
      if (frame.next > frame.node.items.length) {
        frame.container.length = frame.node.flow
          ? Math.max(frame.container.length, contentLength(frame.container))
          : contentLength(frame.container);
        trim(frame.container);
        this.#frames.pop();
      } else if (frame.container.kind === 'map') {
        this.#readPair(item, frame.container, frame);
      } else {
        const last = frame.container.items.at(-1);
        const fallback = frame.start + (last ? last.offset + last.length : 0);
        addItem(frame.container, frame.start, this.#convert(item, fallback));
      }
    }
    return {
      root,
      anchor,
      inside: this.#names,
      clean: errors.length === 0,
      block: isCollection(contents) && contents.flow !== true,
    };
  }

  #readPair(pair: unknown, map: MapNode, { node, start }: Frame): void {
    if (!isPair(pair)) return;
    const keys = this.#keysOf(pair.key, start, node.flow === true);
    for (const [index, { range, text }] of keys.entries()) {
      const isLast = index === keys.length - 1;
      // The key comes before its value, so an alias in the value may mean it.
      const key = new KeyNode(range, text);
      if (isLast && isScalar(pair.key) && pair.key.anchor)
        this.#define(pair.key.anchor, new KeyValueNode(key, this.#scalar(pair.key, range)));
      const value = isLast ? this.#convert(pair.value, range.end) : missing(range.end);
      addEntry(map, start, key, value, isLast && isMergeKey(pair.key));
    }
  }

  /**
   * The key of a pair; several when a line without a colon was swallowed by the one below it, as while typing:
   * `ste⏎seed: 5` is one (invalid) key to the parser, and two to whoever wrote it.
   */
  #keysOf(node: unknown, fallback: number, flow: boolean): { range: Range; text: string }[] {
    const range = this.#rangeOf(node, fallback);
    const source = this.#slice(range);
    if (!flow && isScalar(node) && node.type === Scalar.PLAIN && /[\r\n]/.test(source)) {
      return [...source.matchAll(/\S[^\r\n]*/g)].map((line) => {
        const start = range.start + line.index;
        const text = line[0].trimEnd();
        return { range: { start, end: start + text.length }, text };
      });
    }
    return [{ range, text: this.#keyText(node, source) }];
  }

  #keyText(node: unknown, source: string): string {
    if (isScalar(node)) return node.source ?? source;
    const target = isAlias(node) ? this.#anchors.get(node.source) : undefined;
    return target?.kind === 'scalar' ? String(target.value) : source;
  }

  #convert(node: unknown, fallback: number): ValueNode {
    const range = this.#rangeOf(node, fallback);
    if (isAlias(node)) {
      const use = new AliasNode(range, node.source);
      this.#names.push({ use });
      return use;
    }
    if (!isCollection<unknown>(node) && !isScalar(node)) return missing(range.start);
    const value = isScalar(node) ? this.#scalar(node, range) : this.#open(node, range);
    if (node.anchor) this.#define(node.anchor, value);
    return value;
  }

  #define(name: string, value: ResolvedValue): void {
    this.#anchors.set(name, value);
    this.#names.push({ define: name, value });
  }

  /** Its items are converted by the loop in `read`, not here: nesting may be deeper than the call stack. */
  #open(node: YAMLMap | YAMLSeq, { start, end }: Range): ContainerNode {
    const container = isMap(node) ? new MapNode(start, this.#revision) : new ListNode(start, this.#revision);
    container.length = end - start;
    this.#frames.push({ container, start, node, next: 0 });
    return container;
  }

  #scalar(node: Scalar, range: Range): ScalarNode {
    const style = styleOf(node);
    const source = this.#slice(range);
    // A block scalar ends before the blank lines below it.
    return new ScalarNode(range.start, style === 'block' ? source.trimEnd() : source, scalarValue(node), style);
  }

  /** The literal of a node, or nothing at `fallback` for a node that isn't there. */
  #rangeOf(node: unknown, fallback: number): Range {
    const range = isNode(node) ? node.range : null;
    if (!range) return { start: fallback, end: fallback };
    const at = isScalar(node) && node.type === Scalar.PLAIN ? firstCharacter(this.#text, range[0], range[1]) : range[0];
    return { start: this.#base + at, end: this.#base + range[1] };
  }

  #slice({ start, end }: Range): string {
    return this.#text.slice(start - this.#base, end - this.#base);
  }
}

/** Where an unquoted scalar begins: to the parser a carriage return alone is no line break (YAML 1.2, 5.4) but its first character. */
function firstCharacter(text: string, start: number, end: number): number {
  if (text[start] !== '\r') return start;
  const blank = /^\s*/.exec(text.slice(start, end))?.[0].length ?? 0;
  return Math.min(start + blank, end);
}

function scalarValue(node: Scalar): ScalarValue['value'] {
  const { value } = node;
  if (typeof value === 'string' && node.type === Scalar.PLAIN) return value.trimStart();
  const isPlainValue =
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlainValue ? value : (node.source ?? null);
}

function styleOf(node: Scalar): ScalarValue['style'] {
  switch (node.type) {
    case Scalar.QUOTE_DOUBLE:
    case Scalar.QUOTE_SINGLE:
      return 'quoted';
    case Scalar.BLOCK_LITERAL:
    case Scalar.BLOCK_FOLDED:
      return 'block';
    default:
      return 'plain';
  }
}

/** The parser resolves an unquoted `<<` that is a key, and nothing else, to a symbol. */
function isMergeKey(node: unknown): boolean {
  return isScalar(node) && typeof node.value === 'symbol';
}

/** How long a block collection is to the end of its last value; the parser counts the blank and comment lines below it in. */
function contentLength(container: ContainerNode): number {
  const size = sizeOf(container);
  const last = size === 0 ? null : childAt(container, size - 1);
  return last ? last.offset + last.length : 0;
}
