/** Where two pictures differ. No DOM. */

/**
 * The absolute difference of two pictures of one size, channel by channel, times `gain`: black where they are alike. Pixels are RGBA,
 * as of a canvas. `mean`: over all pixels and the three colours, before the gain, 0 to 255.
 */
export function differenceOf(
  a: Uint8ClampedArray,
  b: Uint8ClampedArray,
  gain: number,
): { readonly pixels: Uint8ClampedArray<ArrayBuffer>; readonly mean: number } {
  const pixels = new Uint8ClampedArray(a.length);
  let sum = 0;
  for (let at = 0; at < a.length; at += 4) {
    for (let channel = at; channel < at + 3; channel += 1) {
      const apart = Math.abs(a[channel] - b[channel]);
      sum += apart;
      pixels[channel] = apart * gain;
    }
    pixels[at + 3] = 255;
  }
  return { pixels, mean: a.length === 0 ? 0 : sum / ((a.length / 4) * 3) };
}
