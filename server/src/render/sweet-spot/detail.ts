/** How much fine detail a picture has. */
import type { Image } from './pixels.ts';

/** Shares of red, green and blue in the brightness that is seen (Rec. 709). */
const LUMA = [0.2126, 0.7152, 0.0722];

/**
 * Root mean square slope of the brightness, per pixel: the measure of sharpness called Tenengrad, with plain differences
 * (Pertuz, Puig & Garcia 2013, "Analysis of focus measure operators"). It means something only beside other pictures.
 */
export function detailOf({ planes, width, height }: Image): number {
  const luma = planes[0].map((_, i) => LUMA.reduce((sum, share, plane) => sum + share * planes[plane][i], 0));
  let sum = 0;
  for (let y = 0; y + 1 < height; y++) {
    for (let x = 0, at = y * width; x + 1 < width; x++, at++)
      sum += (luma[at + 1] - luma[at]) ** 2 + (luma[at + width] - luma[at]) ** 2;
  }
  return Math.sqrt(sum / ((width - 1) * (height - 1)));
}
