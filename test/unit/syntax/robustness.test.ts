/** Any text gives a document whose values lie inside the text and each other. Random, but the same in every run. */
import { describe, expect, test } from 'vitest';
import type { SourceDocument, Value } from '../../../server/src/syntax/document.ts';
import { entriesOf, entryOf, pointerOf, valueAt, walk } from '../../../server/src/syntax/navigate.ts';
import { parse } from '../../../server/src/syntax/parse.ts';

const SEEDS = [
  '{"3": {"class_type": "KSampler", "inputs": {"steps": 20, "cfg": 7.5, "model": ["4", 0], "seed": 18446744073709551615}}}',
  '// c\n{"a": [1, -2.5e3, NaN, true, null, "x\\u0041"], /* c */ "b": {}, "c": [[], {}],}\n',
  'job: train # c\nconfig:\n  - &base {steps: 20, cfg: 7}\n  - <<: *base\n    steps: 0x14\n    prompt: |-\n      a cat\n\n      a dog\n  - *base\n',
  "---\na: 'it''s'\n? [x, y]\n: !!int \"20\"\n...\n%YAML 1.2\n---\n&r\nself: *r\nempty:\n'<<': >+\n  folded\n  text\n\n",
  '<<<<<<< HEAD\nsteps: 20\n=======\nsteps: {{ n }}\n>>>>>>> theirs\nlist: [a, b: c, {d, e: }]\n',
];
const FRAGMENTS = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ': ',
  ',',
  '"',
  "'",
  '#',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '  ',
  '- ',
  '? ',
  '&a ',
  '*a ',
  '!t ',
];
const MORE_FRAGMENTS = [
  '|\n',
  '>',
  '<<: ',
  '---\n',
  '...\n',
  '%',
  '//',
  '/*',
  '*/',
  '\\',
  '\0',
  '\ud800',
  '\udc00',
  '\ufeff',
  '😀',
  '\u2028',
];

/** A linear congruential generator (Numerical Recipes' constants): whole numbers below `limit`. */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function mutated(text: string, below: (limit: number) => number): string {
  const fragments = [...FRAGMENTS, ...MORE_FRAGMENTS];
  let result = text;
  for (let edits = 1 + below(4); edits > 0; edits -= 1) {
    const from = below(result.length + 1);
    const to = Math.min(from + below(6) * below(4), result.length);
    result = result.slice(0, from) + (fragments[below(fragments.length)] ?? '') + result.slice(to);
  }
  return result;
}

/** Blanked in `source`. */
const CONFLICT_MARKER = /[<|=>]{7}/;

/** Throws when a document's values are not where they say. */
function check(document: SourceDocument): void {
  const { text } = document;
  walk(document, (value) => {
    const inText = 0 <= value.start && value.start <= value.end && value.end <= text.length;
    const inParent = !value.parent || (value.parent.start <= value.start && value.end <= value.parent.end);
    if (!inText || !inParent) throw new Error(`misplaced ${describeValue(value, document)}`);
    const literal = text.slice(value.start, value.end);
    if (value.kind === 'scalar' && !CONFLICT_MARKER.test(literal) && value.source !== literal) {
      throw new Error(`wrong source of ${describeValue(value, document)}`);
    }
    if (value.parent?.kind === 'map' && entryOf(value)?.key.text !== value.key) throw new Error('wrong key');
    if (value.kind === 'scalar' || value.kind === 'alias') {
      const touched = valueAt(document, value.start);
      // In broken text a missing value may share its place with what follows.
      const found = touched?.value === value || touched?.on === 'key' || value.start === value.end;
      if (!found) throw new Error(`not found at its start: ${describeValue(value, document)}`);
    }
    if (value.kind === 'map') entriesOf(value);
  });
}

function describeValue(value: Value, document: SourceDocument): string {
  return `${value.kind} ${pointerOf(value, document)} [${value.start}, ${value.end}) in ${JSON.stringify(document.text)}`;
}

const LANGUAGE_IDS = [undefined, 'json'];

describe('texts cut anywhere', () => {
  test.each(SEEDS)('%j', (seed) => {
    for (let length = 0; length <= seed.length; length += 1) {
      for (const languageId of LANGUAGE_IDS) check(parse(seed.slice(0, length), languageId));
      check(parse(seed.slice(length)));
    }
    expect(parse(seed).roots.length).toBeGreaterThan(0);
  });
});

test.each(SEEDS)('random edits: %j', (seed) => {
  const below = generator(seed.length);
  let checked = 0;
  for (let round = 0; round < 600; round += 1) {
    const text = mutated(seed, below);
    for (const languageId of LANGUAGE_IDS) {
      check(parse(text, languageId));
      checked += 1;
    }
  }
  expect(checked).toBe(1200);
});

const DEPTH = 10_000;
const MEGABYTE = 2 ** 20;

test.each<[string, string]>([
  ['open lists', '['.repeat(DEPTH)],
  ['closed lists', '['.repeat(DEPTH) + ']'.repeat(DEPTH)],
  ['open maps', '{"a":'.repeat(DEPTH)],
  ['lists closed as maps', '{"a":'.concat('['.repeat(DEPTH), '}'.repeat(DEPTH))],
  ['flow lists in YAML', `a: ${'['.repeat(DEPTH)}`],
  ['flow maps in YAML', '{a: '.repeat(DEPTH)],
  ['block lists in YAML', '- '.repeat(DEPTH)],
  ['block maps in YAML', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ['a megabyte in one JSON string', `{"a": "${'x'.repeat(MEGABYTE)}`],
  ['a megabyte in one YAML scalar', `a: ${'x y '.repeat(MEGABYTE / 4)}`],
  ['a megabyte of NUL', '\0'.repeat(MEGABYTE)],
  ['a megabyte of half surrogates', '\ud800'.repeat(MEGABYTE)],
])('deep or wide: %s', (_, text) => {
  for (const languageId of LANGUAGE_IDS) {
    const document = parse(text, languageId);
    let values = 0;
    walk(document, ({ start, end }) => {
      values += 0 <= start && start <= end && end <= text.length ? 1 : Number.NaN;
    });
    expect(values).toBeGreaterThan(0);
  }
});

test('JSON is read to any depth', () => {
  let deepest = '';
  const document = parse(`${'['.repeat(DEPTH)}20`);
  walk(document, (value) => {
    if (value.kind === 'scalar') deepest = value.source;
  });
  expect(deepest).toBe('20');
});
