import { describe, expect, test } from 'vitest';
import type { ScalarValue, Value } from '../../../server/src/syntax/document.ts';
import { walk } from '../../../server/src/syntax/navigate.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { marked } from '../../support/marked.ts';
import { type Plain, read, withValuesMarked } from './values.ts';

function expectMarks(expected: string, kinds: readonly Value['kind'][]): void {
  expect(withValuesMarked(marked(expected).text, kinds, 'yaml')).toBe(expected);
}

describe('ranges of scalars', () => {
  test.each([
    'steps: ⟦20⟧ # few\nseed: ⟦1⟧   \n',
    '\ufeffsteps: ⟦20⟧\r\nname: ⟦"a b"⟧\r\n',
    "a: ⟦'it''s'⟧ # c\nb: ⟦\"x\\n\"⟧",
    'a: &x ⟦20⟧\nb: !!int ⟦"20"⟧\nc: !include ⟦f.yaml⟧\n',
    '{a: ⟦1⟧, b: [⟦2⟧, ⟦x y⟧]}',
    '- ⟦a⟧\n- - ⟦b⟧\n  - ⟦c⟧\n',
    'a: ⟦|\n  x\n\n  y⟧\n\n# c\nb: ⟦1⟧',
    'a: ⟦>-\r\n  x\r\n  y⟧\r\nb: ⟦1⟧\r\n',
    'a: ⟦x\n  y⟧ # c\nb: ⟦1⟧',
    'a:\tb\n'.replace('b', '⟦b⟧'),
    '? [p, q]\n: ⟦1⟧\n? z\n: ⟦2⟧',
    '--- ⟦1⟧\n...\n---\n⟦a⟧\n',
    '😀: ⟦😀⟧ # 😀\nb: ⟦2⟧',
    'a:\r ⟦7⟧\nb:\r⟦x⟧',
  ])('%j', (expected) => expectMarks(expected, ['scalar']));
});

describe('ranges of containers end with their last value', () => {
  test.each([
    '⟦a:\n  ⟦b: 1⟧ # c\n\n# d\ne:\n  ⟦- 1\n  - 2⟧⟧\n\n',
    '⟦a: ⟦{b: 1 }⟧ # c\nd: ⟦[ 1 , 2 ]⟧⟧ # e\n',
    '⟦a: &x\n  # c\n  ⟦b: 1⟧⟧\n',
    '⟦- ⟦a: 1\n  b: 2⟧\n- 3⟧\n',
  ])('%j', (expected) => expectMarks(expected, ['map', 'list']));
});

test.each(['a: ⟦*x⟧ # c\nb: [⟦*x⟧, ⟦*y⟧]\n<<: ⟦*x⟧\n'])('ranges of aliases: %j', (expected) => {
  expectMarks(expected, ['alias']);
});

describe('a missing value is where it would be typed', () => {
  test.each([
    'steps: ⟦⟧',
    'steps:⟦⟧\n',
    'a:\n  steps: ⟦⟧\nb: ⟦1⟧',
    '{a⟦⟧, b: ⟦⟧, c: ⟦1⟧}',
    '-⟦⟧\n- ⟦1⟧',
    'steps⟦⟧\nseed: ⟦5⟧',
    '⟦1⟧\n---⟦⟧\n',
  ])('%j', (expected) => expectMarks(expected, ['scalar']));
});

describe('values are those of YAML 1.2, and parted numbers', () => {
  test.each<[string, Plain]>([
    ['20', 20],
    ['0x14', 20],
    ['0o20', 16],
    ['020', 20],
    ['1e2', 100],
    ['1_000', 1000],
    ['-1_000.5', -1000.5],
    ['1_', 1],
    ['_1', '_1'],
    ['1_a', '1_a'],
    ['.5', 0.5],
    ['.inf', Number.POSITIVE_INFINITY],
    ['.nan', Number.NaN],
    ['"20"', '20'],
    ["'it''s'", "it's"],
    ['true', true],
    ['True', true],
    ['yes', 'yes'],
    ['~', null],
    ['null', null],
    ['2020-01-01', '2020-01-01'],
    ['!!int "20"', 20],
    ['!!str 20', '20'],
    ['!!binary aGk=', 'aGk='],
    ['!!timestamp 2020-01-01', '2020-01-01'],
    ['!include f.yaml', 'f.yaml'],
    ['!secret', ''],
    ['{{ n }}', [['{ n }', null]]],
    ['|\n    x\n    y\n', 'x\ny\n'],
    ['>-\n    x\n    y\n', 'x y'],
    ['[<<: 1]', [[['<<', 1]]]],
    [
      '!!set {a, b}',
      [
        ['a', null],
        ['b', null],
      ],
    ],
    ['!!omap [a: 1]', [[['a', 1]]]],
  ])('%s', (literal, expected) => {
    expect(read(`v: ${literal}`)).toEqual([[['v', expected]]]);
  });

  test('a seed beyond 2^53 keeps its literal', () => {
    const [root] = parse('seed: 18446744073709551615').roots;
    const seed = root?.kind === 'map' ? root.entries[0]?.value : undefined;
    expect(seed).toMatchObject({ source: '18446744073709551615', value: 2 ** 64 });
  });

  test('style and source', () => {
    const styles: [string, ScalarValue['style']][] = [];
    walk(parse('- a\n- "b"\n- \'c\'\n- |\n  d\n- >\n  e\n-\n'), (value) => {
      if (value.kind === 'scalar') styles.push([value.source, value.style]);
    });
    expect(styles).toEqual([
      ['a', 'plain'],
      ['"b"', 'quoted'],
      ["'c'", 'quoted'],
      ['|\n  d', 'block'],
      ['>\n  e', 'block'],
      ['', 'plain'],
    ]);
  });
});

describe('keys are their literal text, unquoted', () => {
  test.each<[string, string[]]>([
    ['steps: 1', ['steps']],
    ['"a b": 1\n\'c\': 2', ['a b', 'c']],
    ['1: a\ntrue: b\nnull: c\n0x14: d', ['1', 'true', 'null', '0x14']],
    ['a: 1\na: 2', ['a', 'a']],
    ['? [p, q]\n: 1', ['[p, q]']],
    ['? {p: q}\n: 1', ['{p: q}']],
    ['a: &x k\n*x : 1', ['a', 'k']],
    ['*nobody : 1', ['*nobody']],
    [': 1', ['']],
    ['&x k: 1', ['k']],
    ['{a\n b: 1}', ['a b']],
  ])('%j', (text, keys) => {
    const [root] = parse(text).roots;
    expect(root?.kind === 'map' && root.entries.map((entry) => entry.key.text)).toEqual(keys);
  });

  test.each(['⟦steps⟧: 1', '⟦"a b"⟧ : 1', '{⟦a⟧: 1, ⟦b⟧}', '? ⟦a⟧\n: 1', '⟦ste⟧\n⟦seed⟧: 5', '&x ⟦k⟧: 1', '⟦<<⟧: *x'])(
    'their ranges: %j',
    (source) => {
      const { text, ranges } = marked(source);
      const [root] = parse(text).roots;
      expect(root?.kind === 'map' && root.entries.map(({ key: { start, end } }) => ({ start, end }))).toEqual(ranges);
    },
  );
});

describe('anchors and aliases', () => {
  test('an alias means the last anchor of its name before it, in its own document', () => {
    const document = parse('a: &x 1\nb: *x\nc: &x 2\nd: *x\ne: *y\n---\nf: *x\n');
    const targets: [string, string | undefined][] = [];
    walk(document, (value) => {
      if (value.kind === 'alias')
        targets.push([String(value.key), value.target?.kind === 'scalar' ? value.target.source : undefined]);
    });
    expect(targets).toEqual([
      ['b', '1'],
      ['d', '2'],
      ['e', undefined],
      ['f', undefined],
    ]);
  });

  test('an alias inside what it names is a cycle, not a copy', () => {
    const [root] = parse('&a\nself: *a\nlist: &b [*b]\n').roots;
    const [self, list] = root?.kind === 'map' ? root.entries.map((entry) => entry.value) : [];
    expect(self?.kind === 'alias' && self.target).toBe(root);
    const item = list?.kind === 'list' ? list.items[0] : undefined;
    expect(item?.kind === 'alias' && item.target).toBe(list);
  });

  test('the anchor of a key can be meant', () => {
    expect(read('&x k: *x')).toEqual([[['k', { alias: 'x', found: true }]]]);
  });

  test('an alias bomb stays as small as its text', () => {
    const levels = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [above, here] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi']) {
      levels.push(`${here}: &${here} [${Array(9).fill(`*${above}`).join(', ')}]`);
    }
    let count = 0;
    walk(parse(levels.join('\n')), () => {
      count += 1;
    });
    expect(count).toBe(1 + 9 + 9 * 9);
  });
});

test.each<[string, boolean[]]>([
  ['<<: *x\na: 1', [true, false]],
  ['{<<: *x, a: 1}', [true, false]],
  ['<<: [*x, *y]', [true]],
  ['<<: *x\n<<: *y', [true, true]],
  ['"<<": *x', [false]],
])('merge keys: %j', (text, merge) => {
  const [root] = parse(text).roots;
  expect(root?.kind === 'map' && root.entries.map((entry) => entry.merge)).toEqual(merge);
});

describe('several documents', () => {
  test.each<[string, Plain[]]>([
    ['', []],
    ['# only a comment\n', []],
    ['a\n---\nb\n', ['a', 'b']],
    ['---\na\n---\n---\nb\n...\n', ['a', null, 'b']],
    ['%YAML 1.2\n---\na\n', ['a']],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe('broken text keeps what can be read', () => {
  test.each<[string, Plain]>([
    [
      'a: 1\n\tb: 2\n',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [
      'ste\nseed: 5',
      [
        ['ste', null],
        ['seed', 5],
      ],
    ],
    [
      'a:\n  ste\n  seed: 5',
      [
        [
          'a',
          [
            ['ste', null],
            ['seed', 5],
          ],
        ],
      ],
    ],
    [
      'seed: 5\nste',
      [
        ['seed', 5],
        ['ste', null],
      ],
    ],
    [
      'a: [1, 2\nb: 3',
      [
        ['a', [1, 2]],
        ['b', 3],
      ],
    ],
    [
      'steps: {{ n }}\nb: 1',
      [
        ['steps', [['{ n }', null]]],
        ['b', 1],
      ],
    ],
    [
      'steps: <n>\nb: 1',
      [
        ['steps', '<n>'],
        ['b', 1],
      ],
    ],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });
});
