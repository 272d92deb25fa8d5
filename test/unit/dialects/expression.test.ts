/** Arithmetic of ComfyUI's node for it: what Python's simpleeval makes of the same texts. */
import { expect, test } from 'vitest';
import { calculated } from '../../../server/src/dialects/graphs/expression.ts';

const GIVEN: Readonly<Record<string, number>> = { a: 37, b: 4, c: 2.5 };
const value = (text: string) => calculated(text, (name) => GIVEN[name] ?? null);

test.each([
  ['a * b + 1', 149],
  ['(a // 32) * 32', 32],
  ['max(((a + 15) // 16) * 16, 256)', 256],
  ['floor(a/32)*32', 32],
  ['a & -8', 32],
  ['a & ~1', 36],
  ['a|b^a&b', 37],
  ['ceil(a / (81 - 5))', 1],
  ['2**3**2', 512],
  ['-2**2', -4],
  ['2 ** -1 ** 2', 0.5],
  ['2*-3', -6],
  ['5-3-1', 1],
  ['7//-2', -4],
  ['-7%3', 2],
  ['7%-3', -2],
  ['round(2.5)', 2],
  ['round(3.5)', 4],
  ['round(-2.5)', -2],
  ['int(-3.7)', -3],
  ['min(4, 5) - sum(1, 2, 3) + abs(-3.5)', 1.5],
  ['a > 30', 1],
  ['1e3+.5', 1000.5],
])('%s is %d', (text, is) => expect(value(text)).toBe(is));

test.each([
  ...['', 'a b', '(a', 'a)', 'd', 'a.b', 'a[0]', '1/0', '5 % 0', 'c & 1', '10**400', 'max()', '"a"', 'a == b == c'],
  ...['__import__("os")', 'constructor', 'constructor()', 'toString', 'a if b else c', 'round(2.675, 2)', 'a; b'],
  `${'('.repeat(600)}1${')'.repeat(600)}`,
])('%s is no arithmetic', (text) => expect(value(text)).toBe(null));
