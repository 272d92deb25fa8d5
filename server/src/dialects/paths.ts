/**
 * Paths of declared dialects: where in a document something lies.
 *
 * Steps are joined by `/`. A step is a key (compared without case, `-`, `_` and leading dashes) or list index, `*` for any one,
 * `**` for any number of levels, `..` for the parent, or `~pattern` for keys that match a regular expression. A path that begins
 * with `/` starts at the root, any other at the value at hand; an empty path is that value itself. `~1` in a key means `/`.
 */
import { grouped } from '../common/grouped.ts';
import { remembered } from '../common/memory.ts';
import { normaliseKey } from '../knowledge/knowledge.ts';
import type { MapValue, Value } from '../syntax/document.ts';
import { entriesOf, resolve } from '../syntax/navigate.ts';
import { MANY_ENTRIES } from '../syntax/sizes.ts';

/** Deepest nesting that `**` looks into: real files nest a dozen levels. */
const DEEPEST = 64;

/** The values a path leads to, in the order of the text. Aliases are followed, so one value can be reached twice. */
export function select(from: Value, path: string): Value[] {
  let found: Value[] = [path.startsWith('/') ? rootOf(from) : from];
  for (const step of stepsOf(path))
    found = found.length === 1 ? follow(found[0], step) : found.flatMap((value) => follow(value, step));
  return found.length > 1 ? [...new Set(found)] : found;
}

const steps = new Map<string, readonly string[]>();

/** The steps of a path. Taken apart once: paths come from data, so there are few. */
export function stepsOf(path: string): readonly string[] {
  let found = steps.get(path);
  if (!found) {
    found = path.split('/').filter((step) => step !== '');
    steps.set(path, found);
  }
  return found;
}

/** The only keys that a step can match, as written; `null` for a step that stands for more than some keys. */
export function literalKeys(step: string): readonly string[] | null {
  const [, names] = /^~\^\((\w+(?:\|\w+)*)\)\$$/.exec(step) ?? [];
  if (names !== undefined) return names.split('|');
  return /^(?:[~*]|\.\.)|~1/.test(step) ? null : [step];
}

function follow(value: Value, step: string): Value[] {
  const target = resolve(value);
  if (!target) return [];
  if (step === '..') return target.parent ? [target.parent] : [];
  if (step === '*') return childrenOf(target);
  if (step === '**') return descendants(target);
  if (target.kind === 'list')
    return /^\d+$/.test(step) && target.items[Number(step)] ? [target.items[Number(step)]] : [];
  if (target.kind !== 'map') return [];
  const { pattern, plain } = matcher(step);
  const found: Value[] = [];
  if (!pattern && target.entries.length > MANY_ENTRIES)
    for (const entry of byPlainKey(target).get(plain) ?? []) found.push(entry.value);
  else
    for (const entry of entriesOf(target))
      if (pattern ? pattern.test(entry.key.text) : normaliseKey(entry.key.text) === plain) found.push(entry.value);
  return found;
}

/** The entries of a large mapping by the plain spelling of their keys: dozens of paths lead into it. */
const byPlainKey = remembered((map: MapValue) => grouped(entriesOf(map), ({ key }) => normaliseKey(key.text)), {
  until: ({ revision }) => revision,
});

/** What a key has to be: spelled so, or matched by a pattern. */
interface Matcher {
  readonly pattern: RegExp | null;
  readonly plain: string;
}
const matchers = new Map<string, Matcher>();

/** Compiled once a step: paths come from data, so there are few. */
function matcher(step: string): Matcher {
  let found = matchers.get(step);
  if (!found) {
    const text = step.replace(/~1/g, '/');
    found = { pattern: text.startsWith('~') ? new RegExp(text.slice(1)) : null, plain: normaliseKey(text) };
    matchers.set(step, found);
  }
  return found;
}

function childrenOf(value: Value): Value[] {
  if (value.kind === 'list') return [...value.items];
  return value.kind === 'map' ? value.entries.map((entry) => entry.value) : [];
}

function descendants(value: Value): Value[] {
  const found: Value[] = [];
  const pending = [{ value, depth: 0 }];
  for (const next of pending) {
    found.push(next.value);
    if (next.depth < DEEPEST)
      for (const child of childrenOf(next.value)) pending.push({ value: child, depth: next.depth + 1 });
  }
  return found.sort((a, b) => a.start - b.start);
}

function rootOf(value: Value): Value {
  let node = value;
  while (node.parent) node = node.parent;
  return node;
}
