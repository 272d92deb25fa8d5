/** What is said of a report of `npm audit`. */
import { expect, test } from 'vitest';
import { verdictOf } from '../../../build/audit.ts';

const bundled = new Set(['ws']);
const hole = (name: string) => ({
  vulnerabilities: {
    [name]: {
      severity: 'high',
      range: '<9',
      via: [{ title: 'Reads too far', url: 'https://example/1', more: 1 }, 'other'],
    },
  },
  metadata: {},
});

test('a hole in what is bundled is bad', () =>
  expect(verdictOf(hole('ws'), bundled)).toEqual({
    lines: ['BUNDLED ws <9, high: Reads too far (https://example/1); by other'],
    isBad: true,
  }));
test('a hole in a tool is told', () => {
  const { lines, isBad } = verdictOf(hole('esbuild'), bundled);
  expect([lines[0].startsWith('tool esbuild'), isBad]).toEqual([true, false]);
});
test('none is told, too', () => expect(verdictOf({ vulnerabilities: {} }, bundled).isBad).toBe(false));
test('a registry that answers no such question is no hole, and that is said', () => {
  const { lines, isBad } = verdictOf({ message: '405 Method Not Allowed', statusCode: 405 }, bundled);
  expect([lines[0].includes('405 Method Not Allowed'), isBad]).toEqual([true, false]);
});
test('what is no report is an error', () => expect(() => verdictOf({ other: 1 }, bundled)).toThrow());
