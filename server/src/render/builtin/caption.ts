/** The line on every picture that says what it is. */
import type { Pixels } from './decoder.ts';

/** Pixels between the caption and the picture's lower left corner, at scale 1. */
const MARGIN = 5;

/** Pictures get one more pixel per dot of the caption for each of these on their longer side. */
const SIDE_PER_SCALE = 640;

/**
 * Draws rows of `#` (ink) and `.` into the lower left corner, light with a dark shadow so that it reads on
 * any land. A picture too small for it stays as it is.
 */
export function drawCaption({ data, width, height }: Pixels, rows: readonly string[]): void {
  const scale = Math.max(1, Math.round(Math.max(width, height) / SIDE_PER_SCALE));
  const [captionWidth, captionHeight] = [scale * (rows[0].length + 2 * MARGIN), scale * (rows.length + 2 * MARGIN)];
  if (captionWidth > width || captionHeight > height) return;
  const top = height - scale * (rows.length + MARGIN);
  const tint = (shift: number, brightness: number, strength: number): void => {
    for (let y = 0; y < rows.length * scale; y++) {
      const row = rows[Math.floor(y / scale)];
      for (let x = 0; x < row.length * scale; x++) {
        if (row[Math.floor(x / scale)] !== '#') continue;
        const at = 3 * ((top + y + shift) * width + scale * MARGIN + x + shift);
        for (let i = at; i < at + 3; i++) data[i] += strength * (brightness - data[i]);
      }
    }
  };
  tint(scale, 0, 0.7);
  tint(0, 255, 0.85);
}
