import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moved, SourceText } from '../../../server/src/syntax/text.ts';

describe('SourceText', () => {
  test.each<[string, [number, number][]]>([
    ['', [[0, 0]]],
    [
      'ab',
      [
        [0, 0],
        [0, 1],
        [0, 2],
      ],
    ],
    [
      'a\nb',
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
    ],
    [
      'a\r\nb',
      [
        [0, 0],
        [0, 1],
        [0, 2],
        [1, 0],
        [1, 1],
      ],
    ],
    [
      'a\rb\n',
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
        [2, 0],
      ],
    ],
    [
      '\n\r\r\n',
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [2, 1],
        [3, 0],
      ],
    ],
    [
      '😀\n',
      [
        [0, 0],
        [0, 1],
        [0, 2],
        [1, 0],
      ],
    ],
  ])('every offset of %j has its line and character', (text, expected) => {
    const index = new SourceText(text);
    const positions = Array.from({ length: text.length + 1 }, (_, offset) => index.position(offset));
    expect(positions).toEqual(expected.map(([line, character]) => ({ line, character })));
  });

  test.each(['', 'ab\ncd', 'ab\r\ncd\r\n', '\n\n', 'a\rb'])('a place leads back to its offset: %j', (text) => {
    const index = new SourceText(text);
    for (let offset = 0; offset <= text.length; offset += 1) {
      // Between the two halves of a `\r\n` is no place for a cursor.
      if (text.slice(offset - 1, offset + 1) === '\r\n') continue;
      const { line, character } = index.position(offset);
      expect(index.offset(line, character)).toBe(offset);
    }
  });

  test('places and offsets outside the text count as the nearest inside', () => {
    const index = new SourceText('ab\r\ncd');
    expect(index.offset(0, 99)).toBe(2);
    expect(index.offset(1, 99)).toBe(6);
    expect(index.offset(9, 0)).toBe(6);
    expect(index.offset(-1, 3)).toBe(0);
    expect(index.offset(1, -3)).toBe(4);
    expect(index.position(-1)).toEqual({ line: 0, character: 0 });
    expect(index.position(99)).toEqual({ line: 1, character: 2 });
  });
});

describe('edits', () => {
  const edits = fc.array(
    fc.tuple(
      fc.nat(),
      fc.nat({ max: 30 }),
      fc.constantFrom('', 'a', '\n', '\r', '\r\n', 'x\ny', '\n\r', 'long '.repeat(5000)),
    ),
    { maxLength: 30 },
  );
  test('leave the text and places of a new one', () => {
    fc.assert(
      fc.property(fc.constantFrom('', 'a\r\nb\rc\nd', 'line\r\n'.repeat(6000)), edits, (original, changes) => {
        let expected = original;
        const text = new SourceText(original);
        for (const [at, length, inserted] of changes) {
          const start = at % (expected.length + 1);
          const end = Math.min(start + length, expected.length);
          expected = expected.slice(0, start) + inserted + expected.slice(end);
          text.edit({ start, end, text: inserted });
          const fresh = new SourceText(expected);
          expect(text.length).toBe(expected.length);
          expect(text.slice(start, start + 50)).toBe(expected.slice(start, start + 50));
          for (const offset of [0, start, start + 1, end, expected.length]) {
            const place = fresh.position(offset);
            expect(text.position(offset)).toEqual(place);
            expect(text.offset(place.line, place.character)).toBe(fresh.offset(place.line, place.character));
          }
        }
        expect(text.toString()).toBe(expected);
      }),
      { numRuns: 100 },
    );
  });
  test('move a stretch with its text', () => {
    const text = 'ab[cd]ef';
    const places = fc.tuple(fc.nat({ max: text.length }), fc.nat({ max: text.length }));
    fc.assert(
      fc.property(places, fc.constantFrom('', 'x', 'xyz'), ([a, b], inserted) => {
        const edit = { start: Math.min(a, b), end: Math.max(a, b), text: inserted };
        const after = text.slice(0, edit.start) + inserted + text.slice(edit.end);
        const { start, end } = moved({ start: 2, end: 6 }, edit);
        const left = (from: number, to: number) =>
          [...text].filter((_, at) => at >= from && at < to && (at < edit.start || at >= edit.end)).join('');
        expect(after.slice(start, end).replaceAll(/[xyz]/g, '')).toBe(left(2, 6));
        expect(after.slice(0, start).replaceAll(/[xyz]/g, '')).toBe(left(0, 2));
      }),
    );
  });
  test('a pattern is found across pieces, and no longer once it is gone', () => {
    const text = new SourceText(`${'x'.repeat(8190)}steps${'x'.repeat(20_000)}`);
    const steps = /steps/;
    expect(text.find(steps, 10)).toEqual({ start: 8190, end: 8195 });
    text.edit({ start: 8192, end: 8193, text: '' });
    expect(text.find(steps, 10)).toBeNull();
  });
  test('a pattern is found across a piece of which two characters are left', () => {
    const text = new SourceText(`${'x'.repeat(8191)}st${'x'.repeat(8190)}eps${'x'.repeat(20_000)}`);
    text.edit({ start: 8193, end: 16_383, text: '' });
    expect(text.slice(8189, 8198)).toBe('xxstepsxx');
    expect(text.find(/steps/, 10)).toEqual({ start: 8191, end: 8196 });
  });
  test('where a line or a word begins and ends is not for the cuts between pieces to say', () => {
    const filler = 'x'.repeat(8190);
    for (const word of [/^steps/m, /\bsteps/, /steps\b/, /steps$/m])
      for (let cut = 8180; cut < 8200; cut += 1) {
        const text = new SourceText(`${'x'.repeat(cut)}steps${filler}${filler}`);
        expect(text.find(word, 10), `${word} at ${cut}`).toBeNull();
      }
  });
});
