/**
 * How alike two pictures look: multi-scale SSIM (Wang, Simoncelli & Bovik 2003, "Multi-scale structural similarity for image
 * quality assessment"), on red, green and blue apart and averaged, so that a change of colour counts as well.
 */

import { setImmediate } from 'node:timers/promises';
import { t } from '@vscode/l10n';
import { halve, type Image, MeasureError, PLANES } from './pixels.ts';

/** Weights of the scales, the finest first: table 1 of the paper. */
const WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/** The window: a Gaussian of this standard deviation over this many pixels, both as in the paper. */
const WINDOW = gaussian(11, 1.5);

/** Constants that keep the quotients from 0 / 0: (0.01 L)^2 and (0.03 L)^2, for values from 0 to L = 1. */
const [C1, C2] = [0.01 ** 2, 0.03 ** 2];

/**
 * Multi-scale SSIM of two images of the same size: 1 for equal ones, and the less the less alike they look, down to 0. An image
 * too small for five halvings is compared at fewer scales, with their weights in the same proportion.
 * Throws `MeasureError` for images of different sizes, or smaller than the window. Others get a turn every few hundredths of a
 * second: a language server is to answer while it measures.
 */
export async function similarityOf(a: Image, b: Image): Promise<number> {
  if (a.width !== b.width || a.height !== b.height)
    throw new MeasureError(t`Pictures of ${a.width} x ${a.height} and ${b.width} x ${b.height} can not be compared.`);
  const smaller = Math.min(a.width, a.height);
  const scales = WEIGHTS.filter((_, scale) => Math.floor(smaller / 2 ** scale) >= WINDOW.length).length;
  if (scales === 0) throw new MeasureError(t`Pictures of ${a.width} x ${a.height} are too small to be compared.`);
  const weightSum = WEIGHTS.slice(0, scales).reduce((sum, weight) => sum + weight, 0);

  const products = new Array<number>(PLANES).fill(1);
  let [one, two] = [a, b];
  for (let scale = 0; scale < scales; scale++) {
    const isLast = scale === scales - 1;
    for (let plane = 0; plane < PLANES; plane++) {
      await setImmediate();
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
  const [squares, products] = [new Float32Array(a.length), new Float32Array(a.length)];
  for (let i = 0; i < a.length; i++) {
    squares[i] = a[i] * a[i] + b[i] * b[i];
    products[i] = a[i] * b[i];
  }
  const [meanA, meanB, square, product] = [a, b, squares, products].map((values) => blurred(values, width, height));
  let [structures, wholes] = [0, 0];
  for (let i = 0; i < meanA.length; i++) {
    const means = meanA[i] * meanB[i];
    const meanSquares = meanA[i] * meanA[i] + meanB[i] * meanB[i];
    const structure = (2 * (product[i] - means) + C2) / (square[i] - meanSquares + C2);
    structures += structure;
    wholes += (structure * (2 * means + C1)) / (meanSquares + C1);
  }
  return { structure: structures / meanA.length, whole: wholes / meanA.length };
}

/** The values under the window, at every place where all of it fits: along the rows, then along the columns. */
function blurred(values: Float32Array, width: number, height: number): Float32Array {
  const reach = WINDOW.length - 1;
  const [outWidth, outHeight] = [width - reach, height - reach];
  const rows = new Float32Array(outWidth * height);
  for (let y = 0; y < height; y++) slide(values, y * width, 1, rows, y * outWidth, outWidth);
  const result = new Float32Array(outWidth * outHeight);
  for (let y = 0; y < outHeight; y++) slide(rows, y * outWidth, outWidth, result, y * outWidth, outWidth);
  return result;
}

/**
 * Writes `count` weighted sums to `out`: of the values from `from` on, `stride` apart, each sum one place further. Most of the
 * time of a comparison is spent here, hence the window written out: it is the same from both ends, so six products will do.
 */
function slide(values: Float32Array, from: number, stride: number, out: Float32Array, to: number, count: number): void {
  const [w0, w1, w2, w3, w4, w5] = WINDOW;
  for (let i = 0; i < count; i++) {
    const at = from + i;
    out[to + i] =
      w0 * (values[at] + values[at + 10 * stride]) +
      w1 * (values[at + stride] + values[at + 9 * stride]) +
      w2 * (values[at + 2 * stride] + values[at + 8 * stride]) +
      w3 * (values[at + 3 * stride] + values[at + 7 * stride]) +
      w4 * (values[at + 4 * stride] + values[at + 6 * stride]) +
      w5 * values[at + 5 * stride];
  }
}

function gaussian(length: number, deviation: number): Float64Array {
  const values = Float64Array.from({ length }, (_, i) => Math.exp(-0.5 * ((i - (length - 1) / 2) / deviation) ** 2));
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}
