/** Text as dots, for pictures that are made without a canvas. */

import font from 'js-pixel-fonts/data/seven-plus.json';
import { own } from '../knowledge/own.ts';

interface Glyph {
  /** Rows from the top of a line. */
  readonly offset: number;
  /** Rows of 0 and 1. */
  readonly pixels: readonly (readonly number[])[];
}

const GLYPHS: Readonly<Record<string, Glyph>> = font.glyphs;
/** Stands for what the font lacks: it has ASCII. */
const MISSING = '';
const MORE = '...';

/** Dots from the top of a line to the foot of letters such as g. */
export const LINE_HEIGHT = 10;
/** Dots between letters. */
const SPACING = 1;

/** Calls `dot` for each dot of a line of text, from its upper left corner; what is wider than `width` dots is cut, and seen to be. */
export function letter(text: string, width: number, dot: (x: number, y: number) => void): void {
  let left = 0;
  for (const character of cut(text, width)) {
    const { offset, pixels } = glyphOf(character);
    for (const [row, dots] of pixels.entries())
      for (const [column, isInk] of dots.entries()) if (isInk) dot(left + column, offset + row);
    left += widthOf(character);
  }
}

function cut(text: string, width: number): string {
  const lengthOf = (part: string): number => [...part].reduce((sum, character) => sum + widthOf(character), -SPACING);
  if (lengthOf(text) <= width) return text;
  let part = text;
  while (part !== '' && lengthOf(part + MORE) > width) part = part.slice(0, -1);
  return part + MORE;
}

function widthOf(character: string): number {
  return Math.max(0, ...glyphOf(character).pixels.map((row) => row.length)) + SPACING;
}

function glyphOf(character: string): Glyph {
  return own(GLYPHS, character) ?? GLYPHS[MISSING];
}
