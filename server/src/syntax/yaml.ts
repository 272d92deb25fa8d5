/** Reads YAML 1.2 (core schema, plus merge keys): every place kept, aliases not expanded, what is broken skipped. */
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
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { alias, missing, type OpenContainer, openList, openMap, type Place, scalar } from './build.ts';
import type { Entry, Range, ResolvedValue, ScalarValue, Value } from './document.ts';

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
} as const;

/**
 * Reads each document of a YAML stream; an empty one is a null. Never throws. What is nested deeper than the parser
 * goes (about a thousand levels) is read as null.
 */
export function readYaml(text: string): Value[] {
  let documents: readonly Document[];
  try {
    documents = parseAllDocuments(text, OPTIONS);
  } catch {
    // The parser reports what is wrong with a text as data; an exception is its own limit (the call stack), reached.
    return [];
  }
  return documents.map((document) => new Reader(text).read(document));
}

/** A collection being converted: its items, and how many are done. */
interface Frame {
  readonly container: OpenContainer;
  readonly node: YAMLMap | YAMLSeq;
  next: number;
}

class Reader {
  /** Anchors so far: an alias means the last one before it, and a collection's is known inside it. */
  private readonly anchors = new Map<string, ResolvedValue>();
  private readonly frames: Frame[] = [];

  constructor(private readonly text: string) {}

  read(document: Document): Value {
    const root = this.convert(document.contents, { parent: null, key: null }, document.range?.[0] ?? 0);
    for (let frame = this.frames.at(-1); frame; frame = this.frames.at(-1)) {
      const item: unknown = frame.node.items[frame.next];
      frame.next += 1;
      if (frame.next > frame.node.items.length) {
        frame.container.end = frame.node.flow
          ? Math.max(frame.container.end, contentEnd(frame.container))
          : contentEnd(frame.container);
        this.frames.pop();
      } else if (frame.container.kind === 'map') {
        this.readPair(item, frame);
      } else {
        const { items } = frame.container;
        const fallback = items.at(-1)?.end ?? frame.container.start;
        items.push(this.convert(item, { parent: frame.container, key: items.length }, fallback));
      }
    }
    return root;
  }

  private readPair(pair: unknown, { container, node }: Frame): void {
    if (container.kind !== 'map' || !isPair(pair)) return;
    const keys = this.keysOf(pair.key, container.start, node.flow === true);
    for (const [index, key] of keys.entries()) {
      const place = { parent: container, key: key.text };
      const isLast = index === keys.length - 1;
      // The key comes before its value, so an alias in the value may mean it.
      if (isLast && isScalar(pair.key) && pair.key.anchor) {
        this.anchors.set(pair.key.anchor, scalar(this.text, key, place, scalarValue(pair.key), styleOf(pair.key)));
      }
      const value = isLast ? this.convert(pair.value, place, key.end) : missing(key.end, place);
      container.entries.push({ key, value, merge: isLast && isMergeKey(pair.key) });
    }
  }

  /**
   * The key of a pair; several when a line without a colon was swallowed by the one below it, as while typing:
   * `ste⏎seed: 5` is one (invalid) key to the parser, and two to whoever wrote it.
   */
  private keysOf(node: unknown, fallback: number, flow: boolean): Entry['key'][] {
    const range = rangeOf(node, fallback);
    const source = this.text.slice(range.start, range.end);
    if (!flow && isScalar(node) && node.type === Scalar.PLAIN && /[\r\n]/.test(source)) {
      return [...source.matchAll(/\S[^\r\n]*/g)].map((line) => {
        const start = range.start + line.index;
        const text = line[0].trimEnd();
        return { start, end: start + text.length, text };
      });
    }
    return [{ ...range, text: this.keyText(node, source) }];
  }

  private keyText(node: unknown, source: string): string {
    if (isScalar(node)) return node.source ?? source;
    const target = isAlias(node) ? this.anchors.get(node.source) : undefined;
    return target?.kind === 'scalar' ? String(target.value) : source;
  }

  private convert(node: unknown, place: Place, fallback: number): Value {
    const range = rangeOf(node, fallback);
    if (isAlias(node)) return alias(node.source, range, place, this.anchors.get(node.source) ?? null);
    if (!isCollection<unknown>(node) && !isScalar(node)) return missing(range.start, place);
    const value = isScalar(node) ? this.convertScalar(node, range, place) : this.open(node, range, place);
    if (node.anchor) this.anchors.set(node.anchor, value);
    return value;
  }

  /** Its items are converted by the loop in `read`, not here: nesting may be deeper than the call stack. */
  private open(node: YAMLMap | YAMLSeq, range: Range, place: Place): OpenContainer {
    const container = isMap(node) ? openMap(range, place) : openList(range, place);
    this.frames.push({ container, node, next: 0 });
    return container;
  }

  private convertScalar(node: Scalar, range: Range, place: Place): ScalarValue {
    const style = styleOf(node);
    const literal = style === 'block' ? trimmed(this.text, range) : range;
    return scalar(this.text, literal, place, scalarValue(node), style);
  }
}

/** The literal of a node, or nothing at `fallback` for a node that isn't there. */
function rangeOf(node: unknown, fallback: number): Range {
  const range = isNode(node) ? node.range : null;
  return range ? { start: range[0], end: range[1] } : { start: fallback, end: fallback };
}

function scalarValue(node: Scalar): ScalarValue['value'] {
  const { value } = node;
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

/** Where a block collection's last value ends; the parser counts the blank and comment lines below it in. */
function contentEnd(container: OpenContainer): number {
  const last = container.kind === 'map' ? container.entries.at(-1)?.value : container.items.at(-1);
  return last?.end ?? container.start;
}

/** A block scalar without the blank lines below it. */
function trimmed(text: string, { start, end }: Range): Range {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}
