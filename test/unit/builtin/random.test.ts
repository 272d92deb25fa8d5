import { describe, expect, it } from 'vitest';
import { normalQuantile, normalSource, uniformSource } from '../../../server/src/render/builtin/random.ts';

function normals(seed: bigint, count: number, image = 0): Float32Array {
  const out = new Float32Array(count);
  normalSource(seed, image)(out);
  return out;
}

function mean(values: Float32Array, of: (value: number) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0) / values.length;
}

describe('uniformSource', () => {
  it('stays what it is: other numbers would change every picture', () => {
    const next = uniformSource(42n);
    expect(Array.from({ length: 4 }, next)).toMatchInlineSnapshot(`
      [
        1552505907,
        4113083374,
        3991650357,
        132206321,
      ]
    `);
  });

  it('fills all 32 bits evenly', () => {
    const next = uniformSource(5n);
    const ones = new Array<number>(32).fill(0);
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      const value = next();
      for (let bit = 0; bit < 32; bit++) ones[bit] += (value >>> bit) & 1;
    }
    // Five standard deviations of a binomial share.
    for (const count of ones) expect(Math.abs(count / draws - 0.5)).toBeLessThan((5 * 0.5) / Math.sqrt(draws));
  });

  it('has a stream for every seed and every place in a batch, to the ends of their ranges', () => {
    const starts = [0n, 1n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n].flatMap((seed) =>
      [0, 1, 2, 1000].map((image) => {
        const next = uniformSource(seed, image);
        return `${next()} ${next()}`;
      }),
    );
    expect(new Set(starts).size).toBe(starts.length);
  });
});

describe('normalSource', () => {
  const count = 400_000;

  it('has the moments of a standard normal distribution', () => {
    const values = normals(3n, count);
    const error = 5 / Math.sqrt(count);
    expect(Math.abs(mean(values, (x) => x))).toBeLessThan(error);
    expect(Math.abs(mean(values, (x) => x ** 2) - 1)).toBeLessThan(error * Math.SQRT2);
    expect(Math.abs(mean(values, (x) => x ** 3))).toBeLessThan(error * Math.sqrt(15));
    expect(Math.abs(mean(values, (x) => x ** 4) - 3)).toBeLessThan(error * Math.sqrt(96));
  });

  it('does not repeat itself from number to number, nor from image to image', () => {
    const values = normals(3n, count);
    const other = normals(3n, count, 1);
    let [lagged, crossed] = [0, 0];
    for (let i = 1; i < count; i++) {
      lagged += values[i] * values[i - 1];
      crossed += values[i] * other[i];
    }
    expect(Math.abs(lagged / count)).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(crossed / count)).toBeLessThan(5 / Math.sqrt(count));
  });
});

describe('normalQuantile', () => {
  it.each([
    [0.5, 0],
    [0.841344746, 1],
    [0.977249868, 2],
    [0.998650102, 3],
    [0.025, -1.959963985],
    [1e-6, -4.753424309],
    [1e-12, -7.034483825],
  ])('at %f is %f', (probability, expected) => {
    expect(normalQuantile(probability)).toBeCloseTo(expected, 5);
  });
});
