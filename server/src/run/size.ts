/** Width and height of a generation, however they are written. */
import { type Generation, type Occurrence, settingOf } from '../dialects/generation.ts';
import { numberOf } from '../dialects/numbers.ts';

/** One written length in pixels. */
export interface Side {
  readonly occurrence: Occurrence;
  readonly pixels: number;
  /** The literal with another length in its place. */
  readonly replaced: (pixels: number) => number | string;
}

const PAIR = /^\s*(\d{2,5})(\s*[x×*]\s*)(\d{2,5})\s*$/i;

/** Below this a number is a scale or a ratio, not a length. */
const SMALLEST_PIXELS = 64;

/** The sides that are written: `width` and `height`, or a pair such as `1024x1024`. */
export function sidesOf(generation: Generation): Side[] {
  const sides: Side[] = [];
  for (const setting of ['width', 'height']) {
    const side = numberOf(generation, setting);
    if (side && side.number >= SMALLEST_PIXELS && Number.isInteger(side.number))
      sides.push({ occurrence: side.occurrence, pixels: side.number, replaced: (pixels) => pixels });
  }
  const occurrence = settingOf(generation, 'size');
  const pair = PAIR.exec(String(occurrence?.value ?? ''));
  if (sides.length > 0 || !occurrence || !pair) return sides;
  const [, width, by, height] = pair;
  return [
    { occurrence, pixels: Number(width), replaced: (pixels) => `${pixels}${by}${height}` },
    { occurrence, pixels: Number(height), replaced: (pixels) => `${width}${by}${pixels}` },
  ];
}
