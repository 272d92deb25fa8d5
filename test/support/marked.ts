/** Places in the texts of tests, shown in the texts themselves: `⟦` and `⟧` around ranges, `‸` for a cursor. Neither occurs in a config. */
import type { Range } from '../../server/src/syntax/text.ts';

/** A text with its `⟦` and `⟧` taken out, and the ranges they stood around. */
export function marked(source: string): { text: string; ranges: Range[] } {
  const ranges: Range[] = [];
  let text = '';
  for (const [index, part] of source.split(/[⟦⟧]/).entries()) {
    if (index % 2 === 1) ranges.push({ start: text.length, end: text.length + part.length });
    text += part;
  }
  return { text, ranges };
}

/** A text with its one `‸` taken out, and where it stood. */
export function atCursor(source: string): { text: string; offset: number } {
  const parts = source.split('‸');
  if (parts.length !== 2) throw new Error(`There is not one cursor (‸) in ${JSON.stringify(source)}.`);
  return { text: parts.join(''), offset: parts[0].length };
}

/** The same as the protocol says it: line and character from 0. */
export function placeAtCursor(source: string): { text: string; place: { line: number; character: number } } {
  const { text, offset } = atCursor(source);
  const before = text.slice(0, offset).split('\n');
  return { text, place: { line: before.length - 1, character: before[before.length - 1].length } };
}
