/** One-line flow collections of simple values: `[832, 1216]`, `{ width: 832, height: 1216 }`, `[*base, *wide]`. */
import {
  AliasNode,
  addEntry,
  addItem,
  type ContainerNode,
  KeyNode,
  ListNode,
  MapNode,
  ScalarNode,
  type ValueNode,
} from '../nodes.ts';
import type { NameEvent } from '../yaml.ts';
import { plainValue } from './yaml-scalars.ts';

/** Deepest nesting that is read here: the reader recurses. */
const DEEPEST = 16;

const SPACES = / */y;
const KEY = /[A-Za-z_][\w.-]*(?=: )/y;
const ALIAS = /\*[\w-]+(?=[ ,\]}])/y;
const QUOTED = /"[^"\\]*"|'[^']*'/y;
const PLAIN = /(?:[A-Za-z0-9_./$(~+\u00a1-\ud7ff]|-[\d.])[^[\]{},:#"'&*!|>%@`]*/y;
const REST = /^(?: +#.*)?$/;

/**
 * The collection that begins at `from`, on a line that ends at `to`; `null` when it does not end there, or holds anything out of
 * the ordinary. `base`: where the text begins in the whole. Aliases are added to `names`.
 */
export function readFlow(
  text: string,
  from: number,
  to: number,
  base: number,
  revision: number,
  names: NameEvent[],
): ContainerNode | null {
  let at = from;
  const before = names.length;
  const read = collection(0);
  if (read && REST.test(text.slice(at, to)) && at <= to) return read;
  names.length = before;
  return null;

  /** What a pattern matches here; `null` for nothing, or what is not all on the line. */
  function take(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found === undefined || at + found.length > to) return null;
    at += found.length;
    return found;
  }

  function collection(depth: number): ContainerNode | null {
    if (depth > DEEPEST) return null;
    const start = base + at;
    const isList = text[at] === '[';
    const end = isList ? ']' : '}';
    const container = isList ? new ListNode(start, revision) : new MapNode(start, revision);
    at += 1;
    take(SPACES);
    for (let first = true; text[at] !== end || !first; first = false) {
      if (container.kind === 'list') {
        const item = value(depth);
        if (!item) return null;
        addItem(container, start, item);
      } else {
        const keyAt = base + at;
        const name = take(KEY);
        if (name === null) return null;
        at += 1;
        take(SPACES);
        const found = value(depth);
        if (!found) return null;
        addEntry(container, start, new KeyNode({ start: keyAt, end: keyAt + name.length }, name), found, false);
      }
      take(SPACES);
      if (text[at] === end) break;
      if (text[at] !== ',') return null;
      at += 1;
      take(SPACES);
    }
    at += 1;
    container.length = base + at - start;
    return container;
  }

  function value(depth: number): ValueNode | null {
    const start = base + at;
    const [first] = text.slice(at, at + 1);
    if (first === '[' || first === '{') return collection(depth + 1);
    if (first === '*') {
      const alias = take(ALIAS);
      if (alias === null) return null;
      const use = new AliasNode({ start, end: base + at }, alias.slice(1));
      names.push({ use });
      return use;
    }
    const quoted = take(QUOTED);
    if (quoted !== null) return new ScalarNode(start, quoted, quoted.slice(1, -1), 'quoted');
    const plain = take(PLAIN)?.trimEnd();
    return plain === undefined ? null : new ScalarNode(start, plain, plainValue(plain), 'plain');
  }
}
