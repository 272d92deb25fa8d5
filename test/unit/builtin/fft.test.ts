import { describe, expect, it } from 'vitest';
import { smoothLength, transform2d } from '../../../server/src/render/builtin/fft.ts';
import { normalSource } from '../../../server/src/render/builtin/random.ts';

function noise(pairs: number): Float32Array {
  const values = new Float32Array(2 * pairs);
  normalSource(1n)(values);
  return values;
}

/** The definition, in double precision. */
function naive(data: Float32Array, width: number, height: number, sign: number): Float64Array {
  const out = new Float64Array(data.length);
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const angle = sign * 2 * Math.PI * ((u * x) / width + (v * y) / height);
          const [re, im] = [data[2 * (y * width + x)], data[2 * (y * width + x) + 1]];
          out[2 * (v * width + u)] += re * Math.cos(angle) - im * Math.sin(angle);
          out[2 * (v * width + u) + 1] += re * Math.sin(angle) + im * Math.cos(angle);
        }
      }
    }
  }
  return out;
}

describe('transform2d', () => {
  it.each([
    [1, 1],
    [2, 3],
    [4, 5],
    [8, 6],
    [12, 10],
    [15, 16],
    [24, 9],
    [1, 25],
    [30, 2],
  ])('is the discrete Fourier transform of %i x %i numbers', (width, height) => {
    for (const [direction, sign] of [
      ['forward', -1],
      ['inverse', 1],
    ] as const) {
      const data = noise(width * height);
      const expected = naive(data, width, height, sign);
      transform2d(data, width, height, direction);
      const tolerance = 1e-6 * Math.sqrt(width * height) * 4;
      const worst = data.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
      expect(worst).toBeLessThan(tolerance);
    }
  });

  it('undoes itself at picture size', () => {
    const [width, height] = [540, 360];
    const data = noise(width * height);
    const before = data.slice();
    transform2d(data, width, height, 'forward');
    transform2d(data, width, height, 'inverse');
    const worst = data.reduce((most, value, i) => Math.max(most, Math.abs(value / (width * height) - before[i])), 0);
    expect(worst).toBeLessThan(1e-5);
  });

  it('refuses lengths and arrays it can not do', () => {
    expect(() => transform2d(noise(7), 7, 1, 'forward')).toThrow(RangeError);
    expect(() => transform2d(noise(8), 4, 4, 'forward')).toThrow(RangeError);
  });
});

describe('smoothLength', () => {
  it('is the next length the transform can do', () => {
    expect([1, 7, 11, 97, 538].map((n) => smoothLength(n))).toEqual([1, 8, 12, 100, 540]);
    expect(smoothLength(100, 12)).toBe(108);
  });
});
