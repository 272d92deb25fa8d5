import { describe, expect, test } from 'vitest';
import type { MapValue, SourceDocument } from '../../../server/src/syntax/document.ts';
import {
  entriesOf,
  entryOf,
  get,
  MERGED_MAPS_LIMIT,
  pointerOf,
  resolve,
  valueAt,
  walk,
} from '../../../server/src/syntax/navigate.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { marked } from '../../support/marked.ts';
import { plain } from './values.ts';

function pointers(document: SourceDocument): string[] {
  const found: string[] = [];
  walk(document, (value) => {
    found.push(pointerOf(value, document));
  });
  return found;
}

/** The map that stands at a key of the first root. */
function mapAt(document: SourceDocument, key: string): MapValue {
  const root = document.roots[0];
  const value = root?.kind === 'map' ? root.entries.find((entry) => entry.key.text === key)?.value : undefined;
  if (value?.kind !== 'map') throw new Error(`no map at ${key}`);
  return value;
}

describe('pointerOf and walk', () => {
  test('one document: pointers in the order of the text', () => {
    const document = parse('{"a": [1, {"b/c": 2, "d~e": 3}], "": 4}');
    expect(pointers(document)).toEqual(['', '/a', '/a/0', '/a/1', '/a/1/b~1c', '/a/1/d~0e', '/']);
  });

  test('a stream of documents: each pointer begins with the index', () => {
    expect(pointers(parse('a: 1\n---\n- b\n---\n'))).toEqual(['#0', '#0/a', '#1', '#1/0', '#2']);
  });

  test('aliases are not followed', () => {
    expect(pointers(parse('a: &x [*x]\nb: *x\n'))).toEqual(['', '/a', '/a/0', '/b']);
  });

  test('what is inside a value can be left out', () => {
    const document = parse('{"a": [1, [2]], "b": {"c": 3}}');
    const visited: string[] = [];
    walk(document, (value) => {
      visited.push(pointerOf(value, document));
      return value.kind !== 'list';
    });
    expect(visited).toEqual(['', '/a', '/b', '/b/c']);
  });

  test('depth is no limit', () => {
    const depth = 100_000;
    const document = parse('['.repeat(depth));
    let count = 0;
    walk(document, () => {
      count += 1;
    });
    expect(count).toBe(depth);
  });
});

describe('resolve', () => {
  test('a value is itself, an alias its target, an alias of nothing is null', () => {
    const [root] = parse('a: &x 1\nb: *x\nc: *y\n').roots;
    const [a, b, c] = root?.kind === 'map' ? root.entries.map((entry) => entry.value) : [];
    expect([a, b, c].map((value) => value && resolve(value))).toEqual([a, a, null]);
  });
});

test('entryOf finds the entry of every value that stands in a map, and of no other', () => {
  const document = parse('a: 1\nb:\n  - c: 2\nd:\nb: 3\nste\nf: {g, h: }\n');
  walk(document, (value) => {
    const expected = value.parent?.kind === 'map' ? value.parent.entries.find((entry) => entry.value === value) : null;
    expect(entryOf(value)).toBe(expected);
  });
});

describe('entriesOf and get', () => {
  const MERGES = `
base: &base {steps: 20, cfg: 7, seed: 1}
fast: &fast {<<: *base, steps: 4}
a: {<<: *fast, cfg: 1}
b: {cfg: 1, <<: [*fast, {size: 512, steps: 9}]}
c: {<<: *base, <<: {steps: 9, eta: 0}}
d: {<<: *nobody, <<: 3, x: 1}
e: &e {<<: *e, x: 1}
`;
  const view = (map: MapValue): unknown[] =>
    entriesOf(map).map((entry) => [entry.key.text, plain(entry.value), !map.entries.includes(entry)]);

  test.each<[string, unknown[]]>([
    [
      'base',
      [
        ['steps', 20, false],
        ['cfg', 7, false],
        ['seed', 1, false],
      ],
    ],
    [
      'fast',
      [
        ['steps', 4, false],
        ['cfg', 7, true],
        ['seed', 1, true],
      ],
    ],
    [
      'a',
      [
        ['cfg', 1, false],
        ['steps', 4, true],
        ['seed', 1, true],
      ],
    ],
    [
      'b',
      [
        ['cfg', 1, false],
        ['steps', 4, true],
        ['seed', 1, true],
        ['size', 512, true],
      ],
    ],
    [
      'c',
      [
        ['steps', 20, true],
        ['cfg', 7, true],
        ['seed', 1, true],
        ['eta', 0, true],
      ],
    ],
    ['d', [['x', 1, false]]],
    ['e', [['x', 1, false]]],
  ])('%s', (key, expected) => {
    const map = mapAt(parse(MERGES), key);
    expect(view(map)).toEqual(expected);
    for (const entry of entriesOf(map)) expect(get(map, entry.key.text)).toBe(entry);
  });

  test.each(['{"steps": 1, "seed": 2, "steps": 3}', 'steps: 1\nseed: 2\nsteps: 3\n'])(
    'of a repeated key the last value counts, at its own place: %j',
    (text) => {
      const [root] = parse(text).roots;
      if (root?.kind !== 'map') throw new Error('no map');
      expect(view(root)).toEqual([
        ['steps', 3, false],
        ['seed', 2, false],
      ]);
      expect(get(root, 'steps')).toBe(root.entries[2]);
    },
  );

  test('a key that is not there, and the merge key itself', () => {
    const map = mapAt(parse(MERGES), 'a');
    expect(get(map, 'nothing')).toBeNull();
    expect(get(map, '<<')).toBeNull();
  });

  test('a chain of merges is followed up to the limit, whoever is asked first; behind it each has its own', () => {
    const links = MERGED_MAPS_LIMIT + 10;
    const lines = ['m0: &m0 {k0: 0}'];
    for (let link = 1; link <= links; link += 1) lines.push(`m${link}: &m${link} {<<: *m${link - 1}, k${link}: 0}`);
    const document = parse(lines.join('\n'));
    expect(entriesOf(mapAt(document, 'm3'))).toHaveLength(4);
    const sizes = [links, 3, MERGED_MAPS_LIMIT + 1, MERGED_MAPS_LIMIT].map(
      (link) => entriesOf(mapAt(document, `m${link}`)).length,
    );
    expect(sizes).toEqual([1, 4, 1, MERGED_MAPS_LIMIT + 1]);
  });

  test('of a list of too many sources none is merged in', () => {
    const sources = Array.from({ length: MERGED_MAPS_LIMIT + 1 }, () => '{<<: *a}').join(', ');
    const document = parse(`a: &a {steps: 1}\nb: {seed: 2, <<: [${sources}]}\n`);
    expect(view(mapAt(document, 'b'))).toEqual([['seed', 2, false]]);
  });
});

describe('valueAt', () => {
  /** What each offset of a text touches: `k` a key, `v` a value, `.` nothing. One more than the text is long. */
  const touched = (text: string): string =>
    Array.from({ length: text.length + 1 }, (_, offset) => valueAt(parse(text), offset)?.on[0] ?? '.').join('');

  test.each([
    ['{"a": 12, "b": [1]}', '.kkkk.vvv.kkkk..vv..'],
    ['steps: 20 # few\nb: \n', 'kkkkkk.vvv......kk.v.'],
    ['- a\n- b: *x\n', '..vv..kk.vvv.'],
    ['a\n---\nb\n', 'vv....vv.'],
    ['{a, b: 1}', '.kk.kk.vv.'],
    ['', '.'],
  ])('%j', (text, expected) => {
    expect(touched(text)).toBe(expected);
  });

  test('says which entry, and for a key the whole value', () => {
    const { text, ranges } = marked('{"⟦size⟧": [1, {"steps": ⟦20⟧}, ⟦3⟧]}');
    const document = parse(text);
    const [size, steps, item] = ranges.map((range) => valueAt(document, range.end));
    expect(size).toMatchObject({ on: 'key', entry: { key: { text: 'size' } }, value: { kind: 'list' } });
    expect(steps).toMatchObject({ on: 'value', entry: { key: { text: 'steps' } }, value: { source: '20' } });
    expect(item).toMatchObject({ on: 'value', value: { source: '3' } });
    expect(item).not.toHaveProperty('entry');
  });
});
