import { describe, expect, test } from 'vitest';
import type { ScalarValue } from '../../../server/src/syntax/document.ts';
import { walk } from '../../../server/src/syntax/navigate.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { marked } from '../../support/marked.ts';
import { type Plain, read, withValuesMarked } from './values.ts';

describe('ranges of scalars', () => {
  test.each([
    '{"steps": ⟦20⟧, "seed":⟦-1.5e3⟧ , "name": ⟦"a \\" b"⟧}',
    '\ufeff{"steps": ⟦20⟧}',
    '{\r\n  "steps": ⟦20⟧\r\n}\r\n',
    '[⟦1⟧,⟦true⟧,⟦null⟧,[⟦"x"⟧]]',
    '{"a": ⟦1⟧/* c */, "b": ⟦2⟧// c\n}',
    '{"emoji 😀": ⟦"😀"⟧, "b": ⟦2⟧}',
    // Literals that are not JSON are kept whole, not cut at the first odd character.
    '[⟦0x14⟧, ⟦1_000⟧, ⟦.5⟧, ⟦+5⟧, ⟦-Infinity⟧, ⟦a/b⟧, ⟦20⟧]',
  ])('%j', (expected) => {
    expect(withValuesMarked(marked(expected).text, ['scalar'], 'json')).toBe(expected);
  });

  test.each(['⟦{"a": ⟦{}⟧, "b": 1 }⟧ ', '⟦{"a": 1⟧', '⟦{"a": ⟦{"b": 1 ⟧⟧', '⟦{"a": ⟦[1, 2⟧}⟧', '⟦[⟦[]⟧, ⟦{}⟧]⟧ 1'])(
    'containers: %j',
    (expected) => {
      expect(withValuesMarked(marked(expected).text, ['map', 'list'], 'json')).toBe(expected);
    },
  );
});

describe('values', () => {
  test.each<[string, Plain]>([
    [
      '{"a": 1, "b": [true, null, "x\\u0041"]}',
      [
        ['a', 1],
        ['b', [true, null, 'xA']],
      ],
    ],
    [
      '{"a": 1, "a": 2}',
      [
        ['a', 1],
        ['a', 2],
      ],
    ],
    ['{"a/b": {"": 1}}', [['a/b', [['', 1]]]]],
    ['[NaN, Infinity, -Infinity]', [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['[020, 0x14, 1_000, None, undefined, 1e]', ['020', '0x14', '1_000', 'None', 'undefined', '1e']],
    ['[1., 1e2, -0.5]', [1, 100, -0.5]],
    ['"alone"', 'alone'],
    ['20', 20],
  ])('%s', (text, expected) => {
    expect(read(text, 'json')).toEqual([expected]);
  });

  test('a seed beyond 2^53 keeps its literal', () => {
    const [root] = parse('{"seed": 18446744073709551615}').roots;
    const seed = root?.kind === 'map' ? root.entries[0]?.value : undefined;
    expect(seed).toMatchObject({ source: '18446744073709551615', value: 2 ** 64, style: 'plain' });
  });

  test('style and source', () => {
    const styles: [string, ScalarValue['style']][] = [];
    walk(parse('["a", 1]'), (value) => {
      if (value.kind === 'scalar') styles.push([value.source, value.style]);
    });
    expect(styles).toEqual([
      ['"a"', 'quoted'],
      ['1', 'plain'],
    ]);
  });
});

describe('broken text keeps what can be read', () => {
  test.each<[string, Plain]>([
    [
      '{"a": "x", : 2, "b": 3}',
      [
        ['a', 'x'],
        ['b', 3],
      ],
    ],
    ['[1}, 2]', [1, 2]],
    ['{"a": 1]}', [['a', 1]]],
    [
      '{"a": 1 "b": 2}',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [
      '{"a": 1,, "b": 2,}',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    ['[1,,2,]', [1, null, 2]],
    ['[,1]', [null, 1]],
    [
      '{"a", "b": 2}',
      [
        ['a', null],
        ['b', 2],
      ],
    ],
    [
      '{"a" "b": 2}',
      [
        ['a', null],
        ['b', 2],
      ],
    ],
    ['{"a" 1}', [['a', 1]]],
    [
      '{"a": , "b": 2}',
      [
        ['a', null],
        ['b', 2],
      ],
    ],
    [
      '{"a":\n "b": 2, "c": 3}',
      [
        ['a', null],
        ['b', 2],
        ['c', 3],
      ],
    ],
    [
      '{"a": "b": "c": 3}',
      [
        ['a', null],
        ['b', null],
        ['c', 3],
      ],
    ],
    [
      '{"a": {"b": [1, 2}, "c": 3}',
      [
        ['a', [['b', [1, 2]]]],
        ['c', 3],
      ],
    ],
    [
      '{"a": 1], "b": 2}',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [
      '{"a": [{"b": 1], "c": 2}',
      [
        ['a', [[['b', 1]]]],
        ['c', 2],
      ],
    ],
    [
      '{ {"a": 1}, "b": 2}',
      [
        ['', [['a', 1]]],
        ['b', 2],
      ],
    ],
    ['{a: 1, "b": 2}', [['b', 2]]],
    [
      '{"a": "unclosed\n, "b": 2}',
      [
        ['a', 'unclosed'],
        ['b', 2],
      ],
    ],
    ['{"a": 1} trailing', [['a', 1]]],
    ['{"a": {"b": ', [['a', [['b', null]]]]],
    [
      '{"a": 1, "b',
      [
        ['a', 1],
        ['b', null],
      ],
    ],
    [
      '{"n": {{ n }}, "b": 2}',
      [
        ['n', [['', []]]],
        ['b', 2],
      ],
    ],
  ])('%j', (text, expected) => {
    expect(read(text, 'json')).toEqual([expected]);
  });

  test.each([
    '{"steps":⟦⟧}',
    '{"steps":⟦⟧ , "b": ⟦1⟧}',
    '{"steps"⟦⟧}',
    '{"steps":⟦⟧\n "b": ⟦1⟧}',
    '{"steps":⟦⟧',
    '[⟦1⟧,⟦⟧,⟦2⟧]',
  ])('a missing value is where it would be typed: %j', (expected) => {
    expect(withValuesMarked(marked(expected).text, ['scalar'], 'json')).toBe(expected);
  });
});
