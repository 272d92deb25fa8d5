/** Where more steps lead, beyond the most that was rendered. */
import type { Image } from './pixels.ts';

export interface Stage {
  readonly steps: number;
  readonly image: Image;
}

/**
 * The picture that a sampler would come to, from two of its pictures (Richardson extrapolation): the error of a first-order
 * sampler falls as 1 / steps, so what is still missing from the higher count is a known part of what changed since the lower.
 * Without it, the highest count would pass for perfect and those near it for better than they are.
 *
 * Samplers of higher order are taken for first-order ones: between such counts they hardly change, so it makes no difference
 * that could be seen, and it errs towards more steps. Both images have one size; `lower` has fewer steps.
 */
export function limitOf(lower: Stage, higher: Stage): Image {
  const onward = lower.steps / (higher.steps - lower.steps);
  const planes = higher.image.planes.map((plane, p) => {
    const before = lower.image.planes[p];
    return plane.map((value, i) => Math.min(1, Math.max(0, value + onward * (value - before[i]))));
  });
  return { ...higher.image, planes };
}
