import { describe, expect, test } from 'vitest';
import { SourceText } from '../../../server/src/syntax/text.ts';

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
