/** Flow collections of simple values: `[832, 1216]`, `{ width: 832, height: 1216 }`, `[*base, *wide]`. */
import {
  AliasNode,
  addEntry,
  addItem,
  type ContainerNode,
  KeyNode,
  ListNode,
  MapNode,
  ScalarNode,
  trim,
  type ValueNode,
} from '../nodes.ts';
import type { NameEvent } from '../yaml.ts';
import { plainValue, QUOTED, quotedValue } from './yaml-scalars.ts';

/** Deepest nesting that is read here: the reader recurses. */
const DEEPEST = 16;

const SPACES = /[ \r\n]*/y;
const KEY = /(?:<<|[A-Za-z0-9_./$(~\u00a1-\ud7ff][^[\]{},:#"'&*!|>%@`\r\n]{0,1000})(?=:[ \r\n])/y;
const COLON = / *:/y;
const ALIAS = /\*[\w-]+(?=[ ,\]}])/y;
const PLAIN = /(?:[A-Za-z0-9_./$(~+\u00a1-\ud7ff]|-[\d.])[^[\]{},:#"'&*!|>%@`\r\n]*/y;
const REST = /^(?: +#[^\n]*)?$/;

/**
 * The collection that begins at `from`, on lines that end at `to`; `null` when it does not end there, or holds anything out of
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

  /** What a pattern matches here; `null` for nothing, or what is not all on the lines. */
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
    while (text[at] !== end) {
      if (container.kind === 'list') {
        const item = value(depth);
        if (!item) return null;
        addItem(container, start, item);
      } else {
        const keyAt = base + at;
        const quoted = take(QUOTED);
        const name = quoted ?? take(KEY)?.trimEnd();
        if (name === undefined || quoted?.slice(1, -1) === '<<' || take(COLON) === null) return null;
        take(SPACES);
        const found = value(depth);
        const merge = name === '<<';
        if (!found || (merge && found.kind !== 'alias' && found.kind !== 'list')) return null;
        const key = new KeyNode(
          { start: keyAt, end: keyAt + name.length },
          quoted === null ? name : quotedValue(quoted),
        );
        addEntry(container, start, key, found, merge);
      }
      take(SPACES);
      if (text[at] !== ',') {
        if (text[at] === end) break;
        return null;
      }
      at += 1;
      take(SPACES);
    }
    at += 1;
    container.length = base + at - start;
    trim(container);
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
    if (quoted !== null) return new ScalarNode(start, quoted, quotedValue(quoted), 'quoted');
    const plain = take(PLAIN)?.trimEnd();
    return plain === undefined ? null : new ScalarNode(start, plain, plainValue(plain), 'plain');
  }
}
