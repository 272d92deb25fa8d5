/** How much a video flickers. No DOM. */

/**
 * How far each frame's light lies beside the middle of its neighbours', on average over some places of the picture: 0 where it stays or
 * changes evenly, 1 where black and white take turns. `frames`: the light of the same places in each frame, 0 to 255. `null` for fewer
 * than three frames.
 */
export function flickerOf(frames: readonly (readonly number[])[]): number | null {
  if (frames.length < 3) return null;
  let sum = 0;
  let count = 0;
  for (let at = 1; at < frames.length - 1; at += 1) {
    for (const [place, light] of frames[at].entries()) {
      sum += Math.abs(light - (frames[at - 1][place] + frames[at + 1][place]) / 2);
      count += 1;
    }
  }
  return count === 0 ? null : sum / count / 255;
}
