/** What nodes make of sizes and texts; what is expected is what Python gave for the same. */
import { expect, test } from 'vitest';
import { asSetting, sideOf, textOf } from '../../../server/src/dialects/graphs/computed.ts';

test.each([
  ['1:1 (Square)', 1, 8, [1024, 1024]],
  ['16:9 (Widescreen)', 0.9, 32, [1280, 736]],
  ['21:9 (Ultrawide)', 2, 16, [2208, 944]],
  ['9:16 (Portrait Widescreen)', 0.4, 32, [480, 864]],
  ['tall', 1, 8, [null, null]],
  ['0:1', 1, 8, [null, null]],
  ['1:1', null, 8, [null, null]],
  ['1:1', 1, 0, [null, null]],
])('%s of %s megapixels, by %s', (shape, megapixels, multiple, sides) =>
  expect([0, 1].map((which) => sideOf(shape, megapixels, multiple, which))).toEqual(sides),
);

test.each([
  ['part', ['{"a": 20}', 'a'], '20'],
  ['part', ['{"a": "it\'s"}', 'a'], "it's"],
  ['part', ['{"a": {"b": [true, null, "it\'s", "\\"\'"]}}', 'a'], "{'b': [True, None, \"it's\", '\"\\'']}"],
  ['part', ['{"a": null}', 'a'], ''],
  ['part', ['{"a": 20}', 'toString'], ''],
  ['part', ['[20]', '0'], ''],
  ['part', ['{"a": ', 'a'], ''],
  ['replaced', ['a.a', '.', '$&'], 'a$&a'],
  ['replaced', ['aaa', 'a', null], null],
  ['joined', ['a', 'b', ', '], 'a, b'],
  ['replaced', ['a'.repeat(2000), 'a', 'b'.repeat(2000)], null],
])('%s of %j', (how, given, made) => expect(textOf(how, given)).toBe(made));

test.each([
  ['word', 'euler', 'euler'],
  ['word', 0, null],
  ['word', 20, null],
  ['fraction', '0.5', 0.5],
  ['fraction', 'half', null],
  ['whole', 20.9, 20],
  ['whole', '-3.5', -3],
  ['whole', 0, 0],
  ['whole', 2 ** 60, null],
] as const)('as a %s, %j', (kind, given, taken) => expect(asSetting(kind, given)).toBe(taken));
