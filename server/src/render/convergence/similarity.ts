/**
 * How alike two pictures look: multi-scale SSIM (Wang, Simoncelli & Bovik 2003, "Multi-scale structural similarity for image
 * quality assessment"), on red, green and blue apart and averaged, so that a change of colour counts as well.
 */
import { halve, type Image, PLANES } from './pixels.ts';

/** Weights of the scales, the finest first: table 1 of the paper. */
const WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/** The window: a Gaussian of this standard deviation over this many pixels, both as in the paper. */
const WINDOW = gaussian(11, 1.5);

/** Constants that keep the quotients from 0 / 0: (0.01 L)^2 and (0.03 L)^2, for values from 0 to L = 1. */
const [C1, C2] = [0.01 ** 2, 0.03 ** 2];

/**
 * Multi-scale SSIM of two images of the same size: 1 for equal ones, and the less the less alike they look, down to 0. An image
 * too small for five halvings is compared at fewer scales, with their weights in the same proportion.
 * Throws a `RangeError` for images of different sizes, or smaller than the window.
 */
export function similarityOf(a: Image, b: Image): number {
  if (a.width !== b.width || a.height !== b.height)
    throw new RangeError(`pictures of ${a.width} x ${a.height} and ${b.width} x ${b.height} can't be compared`);
  const smaller = Math.min(a.width, a.height);
  const scales = WEIGHTS.filter((_, scale) => Math.floor(smaller / 2 ** scale) >= WINDOW.length).length;
  if (scales === 0) throw new RangeError(`a picture of ${a.width} x ${a.height} is too small to be compared`);
  const weightSum = WEIGHTS.slice(0, scales).reduce((sum, weight) => sum + weight, 0);

  const products = new Array<number>(PLANES).fill(1);
  let [one, two] = [a, b];
  for (let scale = 0; scale < scales; scale++) {
    const isLast = scale === scales - 1;
    for (let plane = 0; plane < PLANES; plane++) {
      const { structure, whole } = compare(one.planes[plane], two.planes[plane], one.width, one.height);
      // Structures that run against each other are as unlike as can be: a negative number has no power.
      const factor = Math.max(0, isLast ? whole : structure);
      products[plane] *= factor ** (WEIGHTS[scale] / weightSum);
    }
    if (!isLast) [one, two] = [halve(one), halve(two)];
  }
  return products.reduce((sum, product) => sum + product, 0) / PLANES;
}

/** Means of the SSIM map, and of its part without luminance, over all places where the whole window fits. */
function compare(
  a: Float32Array,
  b: Float32Array,
  width: number,
  height: number,
): { structure: number; whole: number } {
  const product = (x: Float32Array, y: Float32Array): Float32Array => x.map((value, i) => value * y[i]);
  const blur = (values: Float32Array): Float32Array => blurred(values, width, height);
  const [meanA, meanB, squareA, squareB, both] = [a, b, product(a, a), product(b, b), product(a, b)].map(blur);
  let [structures, wholes] = [0, 0];
  for (let i = 0; i < meanA.length; i++) {
    const [mA, mB] = [meanA[i], meanB[i]];
    const covariance = both[i] - mA * mB;
    const variances = squareA[i] - mA * mA + squareB[i] - mB * mB;
    const structure = (2 * covariance + C2) / (variances + C2);
    structures += structure;
    wholes += (structure * (2 * mA * mB + C1)) / (mA * mA + mB * mB + C1);
  }
  return { structure: structures / meanA.length, whole: wholes / meanA.length };
}

/** The values under the window, at every place where all of it fits. */
function blurred(values: Float32Array, width: number, height: number): Float32Array {
  const [outWidth, outHeight] = [width - WINDOW.length + 1, height - WINDOW.length + 1];
  const rows = new Float32Array(outWidth * height);
  for (let y = 0, out = 0; y < height; y++) {
    for (let x = 0; x < outWidth; x++, out++) {
      let sum = 0;
      for (let k = 0, at = y * width + x; k < WINDOW.length; k++, at++) sum += WINDOW[k] * values[at];
      rows[out] = sum;
    }
  }
  const result = new Float32Array(outWidth * outHeight);
  for (let k = 0; k < WINDOW.length; k++) {
    const weight = WINDOW[k];
    for (let i = 0, at = k * outWidth; i < result.length; i++, at++) result[i] += weight * rows[at];
  }
  return result;
}

function gaussian(length: number, deviation: number): Float64Array {
  const values = Float64Array.from({ length }, (_, i) => Math.exp(-0.5 * ((i - (length - 1) / 2) / deviation) ** 2));
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}
