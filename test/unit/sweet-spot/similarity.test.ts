/** The metric against another implementation of it, and what any measure of likeness must keep. */
import { describe, expect, it } from 'vitest';
import { type Image, MeasureError } from '../../../server/src/render/sweet-spot/pixels.ts';
import { similarityOf } from '../../../server/src/render/sweet-spot/similarity.ts';

/** A picture by formula, so that another program can make the same one. */
function drawn(width: number, height: number): Image {
  const formulas = [
    (x: number, y: number) => 0.5 + 0.3 * Math.sin(x / 7) * Math.cos(y / 11),
    (x: number, y: number) => 0.5 + 0.4 * Math.sin((x + 2 * y) / 23),
    (x: number, y: number) => (x + y) / (width + height),
  ];
  const planes = formulas.map((formula) =>
    Float32Array.from({ length: width * height }, (_, i) => formula(i % width, Math.floor(i / width))),
  );
  return { planes, width, height };
}

function changed(image: Image, change: (value: number, plane: number, index: number) => number): Image {
  return { ...image, planes: image.planes.map((values, plane) => values.map((value, i) => change(value, plane, i))) };
}

/** With uniform noise of a width; its generator is the one of Numerical Recipes: 1664525 s + 1013904223, modulo 2^32. */
function noisy(image: Image, strength: number, seed: number): Image {
  let state = seed;
  return changed(image, (value) => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return Math.min(1, Math.max(0, value + strength * (state / 2 ** 32 - 0.5)));
  });
}

const picture = drawn(192, 176);
const shifted = changed(picture, (_, plane, i) => {
  const row = i - (i % 192);
  return picture.planes[plane][row + (((i % 192) + 190) % 192)];
});

describe('multi-scale SSIM is what pytorch-msssim 1.0.0 gives (ms_ssim, data_range 1, on the same formulas and noise)', () => {
  it.each([
    ['weak noise', noisy(picture, 0.05, 1), 0.98936],
    ['noise', noisy(picture, 0.2, 1), 0.89076],
    ['strong noise', noisy(picture, 0.8, 1), 0.56447],
    ['two pixels to the right', shifted, 0.98272],
    ['darker', changed(picture, (value) => 0.7 * value), 0.94486],
    ['less contrast', changed(picture, (value) => 0.5 + 0.5 * (value - 0.5)), 0.84643],
    ['red and green exchanged', { ...picture, planes: [1, 0, 2].map((plane) => picture.planes[plane]) }, 0.33333],
  ])('%s', async (_, other, expected) => {
    expect(await similarityOf(picture, other)).toBeCloseTo(expected, 4);
  });

  // That package refuses pictures this small: its parts (`_ssim`, `avg_pool2d`) were put together for fewer scales.
  it.each([
    [96, 96, 0.89581],
    [48, 40, 0.83405],
  ])('with fewer scales on %i x %i', async (width, height, expected) => {
    const small = drawn(width, height);
    expect(await similarityOf(small, noisy(small, 0.2, 2))).toBeCloseTo(expected, 4);
  });
});

describe('it is a measure of likeness', () => {
  it('is 1 for the same picture', async () => expect(await similarityOf(picture, picture)).toBeCloseTo(1, 6));

  it('does not depend on the order', async () => {
    const other = noisy(picture, 0.3, 5);
    expect(await similarityOf(picture, other)).toBeCloseTo(await similarityOf(other, picture), 9);
  });

  it('falls as noise grows, and stays from 0 to 1', async () => {
    const found = await Promise.all(
      [0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 2].map((strength) => similarityOf(picture, noisy(picture, strength, 3))),
    );
    expect(found).toEqual(found.toSorted((a, b) => b - a));
    expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
  });

  it('is 0, not nonsense, for a negative', async () => {
    const negative = changed(picture, (value) => 1 - value);
    expect(await similarityOf(picture, negative)).toBe(0);
  });

  it('takes flat pictures', async () => {
    const flat = changed(picture, () => 0.5);
    expect(await similarityOf(flat, flat)).toBeCloseTo(1, 6);
    expect(await similarityOf(flat, picture)).toBeLessThan(0.5);
  });
});

it('says what it can not compare', async () => {
  await expect(similarityOf(picture, drawn(96, 96))).rejects.toThrow(MeasureError);
  await expect(similarityOf(drawn(10, 50), drawn(10, 50))).rejects.toThrow('Pictures of 10 x 50 are too small');
});
