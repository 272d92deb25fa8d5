/** Where more steps lead, beyond the most that was rendered. */
import { type Image, PLANES } from './pixels.ts';

export interface Stage {
  readonly steps: number;
  readonly image: Image;
}

/** How fast the error of a picture can fall, as a power of 1 / steps. Below it, extrapolating adds more error than it takes away. */
const ORDERS = [0.7, 2] as const;

/**
 * The picture that a sampler would come to, from pictures of rising counts (Richardson extrapolation): where the error falls as
 * 1 / steps^order, what is still missing from the last is a known part of what changed since the one before it. Without it, the
 * highest count would pass for perfect and those near it for better than they are.
 *
 * The order is measured on a third picture before these two, as schedules change it (with `simple`, Euler's error falls about as
 * the square root); without one it is 1, that of the commonest samplers. All images have one size.
 */
export function limitOf(before: Stage | null, lower: Stage, higher: Stage): Image {
  const order = before === null ? 1 : orderOf(before, lower, higher);
  const onward = 1 / ((higher.steps / lower.steps) ** order - 1);
  const planes = higher.image.planes.map((plane, p) => {
    const past = lower.image.planes[p];
    return plane.map((value, i) => Math.min(1, Math.max(0, value + onward * (value - past[i]))));
  });
  return { ...higher.image, planes };
}

/** The order for which errors would change between the counts in the proportion in which the pictures do. */
function orderOf(before: Stage, lower: Stage, higher: Stage): number {
  const proportion = change(before.image, lower.image) / Math.max(change(lower.image, higher.image), Number.MIN_VALUE);
  const expected = (order: number): number => {
    const [first, second, third] = [before, lower, higher].map(({ steps }) => steps ** -order);
    return (first - second) / (second - third);
  };
  let [low, high]: readonly number[] = ORDERS;
  // It rises with the order. Twenty halvings are more than the pictures can tell.
  for (let i = 0; i < 20; i++) {
    const middle = (low + high) / 2;
    if (expected(middle) < proportion) low = middle;
    else high = middle;
  }
  return low;
}

/** Sum of absolute differences: it grows in proportion both where a tone changes and where an edge moves. Squares would not. */
function change(a: Image, b: Image): number {
  let sum = 0;
  for (let plane = 0; plane < PLANES; plane++) {
    const [one, two] = [a.planes[plane], b.planes[plane]];
    for (let i = 0; i < one.length; i++) sum += Math.abs(one[i] - two[i]);
  }
  return sum;
}
