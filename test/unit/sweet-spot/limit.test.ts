/** Where pictures lead whose error falls as a power of 1 / steps. */
import { expect, it } from 'vitest';
import { limitOf, type Stage } from '../../../server/src/render/sweet-spot/limit.ts';

const end = 0.5;
const stage = (steps: number, order: number): Stage => {
  const planes = [1, 2, 3].map((plane) =>
    Float32Array.from({ length: 12 }, (_, i) => end + (0.1 * (i - plane)) / steps ** order),
  );
  return { steps, image: { planes, width: 4, height: 3 } };
};
const away = (image: Stage['image']): number =>
  Math.max(...image.planes.flatMap((plane) => [...plane].map((value) => Math.abs(value - end))));

it.each([0.8, 1, 1.5, 2])('order %f is found from three pictures', (order) => {
  const [before, lower, higher] = [12, 25, 50].map((steps) => stage(steps, order));
  expect(away(limitOf(before, lower, higher))).toBeLessThan(0.001 * away(higher.image));
});

it('without a third, order 1 is taken', () => {
  expect(away(limitOf(null, stage(25, 1), stage(50, 1)))).toBeLessThan(1e-6);
});

it('stays a picture, and takes equal ones', () => {
  const flat = (steps: number, value: number): Stage => ({
    steps,
    image: { planes: [0, 0, 0].map(() => new Float32Array(4).fill(value)), width: 2, height: 2 },
  });
  expect(limitOf(null, flat(25, 0.2), flat(50, 0.9)).planes[0][0]).toBe(1);
  expect(limitOf(flat(12, 0.25), flat(25, 0.25), flat(50, 0.25)).planes[0][0]).toBe(0.25);
});
