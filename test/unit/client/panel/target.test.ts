import { describe, expect, it } from 'vitest';
import { moved, targetFrom } from '../../../../client/src/panel/target.ts';

const at = (line: number, character: number) => ({ line, character });
const edit = (start: [number, number], end: [number, number], text: string) => ({
  range: { start: at(...start), end: at(...end) },
  text,
});

describe('a position under edits', () => {
  it.each([
    ['typing on the same line before it', at(4, 10), edit([4, 2], [4, 2], 'abc'), at(4, 13)],
    ['typing on the same line behind it', at(4, 10), edit([4, 11], [4, 11], 'abc'), at(4, 10)],
    ['lines inserted above', at(4, 10), edit([1, 0], [1, 0], 'a\nb\r\nc\n'), at(7, 10)],
    ['lines deleted above', at(4, 10), edit([1, 0], [3, 0], ''), at(2, 10)],
    ['a line break before it on its line', at(4, 10), edit([4, 4], [4, 6], '\n  '), at(5, 6)],
    ['its line joined to the one above', at(4, 10), edit([3, 8], [4, 2], ' '), at(3, 17)],
    ['the text around it replaced', at(4, 10), edit([4, 0], [6, 0], 'new\n'), at(4, 0)],
    ['an edit below', at(4, 10), edit([5, 0], [9, 0], ''), at(4, 10)],
  ])('%s', (_, position, change, expected) => {
    expect(moved(position, change)).toEqual(expected);
  });

  it('agrees with the offset in the edited text', () => {
    const text = 'ab\ncdef\n\nghi\njk';
    const offsetOf = (lines: string, { line, character }: { line: number; character: number }) =>
      lines.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
    const position = at(3, 2); // before the "i"
    for (const change of [edit([0, 1], [1, 2], 'X\nYZ'), edit([1, 0], [2, 0], ''), edit([2, 0], [3, 1], '\n\nQ')]) {
      const start = offsetOf(text, change.range.start);
      const end = offsetOf(text, change.range.end);
      const edited = text.slice(0, start) + change.text + text.slice(end);
      expect(edited[offsetOf(edited, moved(position, change))]).toBe('i');
    }
  });
});

describe('the argument of a render command', () => {
  it('names a document and a position, or nothing', () => {
    expect(targetFrom({ uri: 'file:///a.yaml', position: at(3, 1) })).toEqual({
      uri: 'file:///a.yaml',
      position: at(3, 1),
    });
    // What VS Code passes from a context menu: a Uri object.
    expect(targetFrom({ scheme: 'file', path: '/a.yaml' })).toBeNull();
    expect(targetFrom({ uri: 'file:///a.yaml', position: at(-1, 0) })).toBeNull();
    expect(targetFrom(undefined)).toBeNull();
  });
});
