/** Nothing that comes from outside reaches a terminal as more than letters. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { complain, print, printable, printJson } from '../../../server/src/cli/output.ts';

afterEach(() => void vi.restoreAllMocks());

/** What is written to standard output and standard error meanwhile. */
function written(write: () => void): string {
  const said: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  write();
  vi.restoreAllMocks();
  return said.join('');
}

/** By code points, apart from how the program finds them: controls, direction, no width, line separators, halves. */
const FORBIDDEN: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2064],
  [0x2066, 0x206f],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xe0001, 0xe0001],
  [0xe0020, 0xe007f],
];
const isForbidden = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return FORBIDDEN.some(([from, to]) => code >= from && code <= to);
};
const forbiddenIn = (text: string): string[] => [...text].filter(isForbidden);

/** Texts full of what steers terminals, and any others. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u001b[31m', '\u001b]8;;http://x\u0007', '\u009b2J', '\r', '\n', 'name', '\ud800'),
      fc
        .constantFrom(...FORBIDDEN)
        .chain(([from, to]) => fc.integer({ min: from, max: to }))
        .map((code) => String.fromCodePoint(code)),
    ),
  )
  .map((parts) => parts.join(''));

describe('whatever a text holds', () => {
  test('it is printed as one line of letters', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(forbiddenIn(printable(text))).toEqual([]);
      }),
    );
  });
  test('each line for people ends where it should, and nowhere else', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), fc.constantFrom(print, complain), (lines, say) => {
        const said = written(() => say(...lines));
        expect(forbiddenIn(said)).toEqual(lines.map(() => '\n'));
      }),
    );
  });
  test('JSON says the same value in letters', () => {
    fc.assert(
      fc.property(
        fc.dictionary(anyText, anyText),
        fc.constantFrom('line' as const, 'page' as const),
        (value, layout) => {
          const said = written(() => printJson(value, layout));
          expect(JSON.parse(said)).toEqual(value);
          expect([...new Set(forbiddenIn(said))]).toEqual(['\n']);
          if (layout === 'line') expect(said.indexOf('\n')).toBe(said.length - 1);
        },
      ),
    );
  });
});

test('what is harmless stays as it is', () => {
  for (const text of ['größe, 猫 и кот: 🐈', 'a_b-c (1).yaml', '`steps` 20–30 █░ ⚠️'])
    expect(printable(text)).toBe(text);
});

test('what is not is spelled out, or a space where it moves in lines', () =>
  expect(printable('n\u001b[31m\u202egnp\t.x\r\n\u{e0041}')).toBe('n\\u001b[31m\\u202egnp .x  \\udb40\\udc41'));

test('nothing else of the command line writes', () => {
  const folder = 'server/src/cli';
  const writes = /console\.|process\.std(out|err)\b/;
  const others = readdirSync(folder).filter(
    (name) => name.endsWith('.ts') && writes.test(readFileSync(`${folder}/${name}`, 'utf8')),
  );
  // A bar draws over itself, of printable texts.
  expect(others).toEqual(['output.ts', 'terminal.ts']);
});
