/**
 * The latent grid of a picture, and the wave numbers of its Fourier coefficients.
 *
 * Sampling happens on Fourier coefficients alone. The two real fields of the latent, height and moisture, are the real and
 * imaginary part of one complex field, so that one transform serves both and no symmetry has to be kept.
 *
 *   field(r) = unit * sum over modes of coefficient(mode) e^(2 pi i mode . r)
 *
 * `unit` is such that white noise of standard deviation sigma in the coefficients means the same at every
 * picture size: as much noise at each wave number as on a picture of REFERENCE_SIDE pixels. (Noise that is white in pixels
 * would spare the composition of large pictures: Hoogeboom et al. 2023, "simple diffusion".)
 */
import { smoothLength, transform2d } from './fft.ts';

/** Side, in pixels, of the square picture in which a noise level sigma is sigma in every pixel. */
export const REFERENCE_SIDE = 128;

/** The fields are periodic. This much more of them than is shown (a share of the side) hides that opposite edges meet. */
const MARGIN = 1 / 20;

/** Grid lengths are multiples of this, so that a preview may be any of these times smaller and still a whole grid. */
const LENGTH_UNIT = 12;
const PREVIEW_DIVISORS = [1, 2, 3, 4, 6, 12];

export interface Grid {
  /** Samples in each direction, margin included. */
  readonly width: number;
  readonly height: number;
  /** The part that is shown, in pixels; it starts at sample (0, 0). */
  readonly picture: { readonly width: number; readonly height: number };
  /** See the head of this file. */
  readonly unit: number;
  /**
   * Coefficients are kept in the order of this list, shell by shell: the model treats a shell as one, so that its passes run
   * straight through memory. For every place in that order: the mode, as an index row by row.
   */
  readonly modes: Int32Array;
  /** For every place: the mode's wave number, in cycles per longer side of the picture, to the nearest integer. Rising. */
  readonly shells: Uint16Array;
  /** How many modes each shell has. */
  readonly shellSizes: Float64Array;
}

/** The grid of a picture of `width` x `height` pixels. */
export function createGrid(width: number, height: number): Grid {
  const gridWidth = smoothLength(width * (1 + MARGIN), LENGTH_UNIT);
  const gridHeight = smoothLength(height * (1 + MARGIN), LENGTH_UNIT);
  const longer = Math.max(width, height);
  const shellOf = new Uint16Array(gridWidth * gridHeight);
  for (let y = 0, i = 0; y < gridHeight; y++) {
    const waveY = (signedMode(y, gridHeight) * longer) / gridHeight;
    for (let x = 0; x < gridWidth; x++, i++) {
      const waveX = (signedMode(x, gridWidth) * longer) / gridWidth;
      shellOf[i] = Math.round(Math.sqrt(waveX * waveX + waveY * waveY));
    }
  }
  const shellSizes = new Float64Array(shellOf[(gridHeight / 2) * gridWidth + gridWidth / 2] + 1);
  for (const shell of shellOf) shellSizes[shell]++;
  const { modes, shells } = sortByShell(shellOf, shellSizes);
  return {
    width: gridWidth,
    height: gridHeight,
    picture: { width, height },
    unit: longer / (REFERENCE_SIDE * Math.sqrt(gridWidth * gridHeight)),
    modes,
    shells,
    shellSizes,
  };
}

/** Counting sort: modes by shell, and row by row within one. */
function sortByShell(shellOf: Uint16Array, sizes: Float64Array): Pick<Grid, 'modes' | 'shells'> {
  const next = new Int32Array(sizes.length);
  for (let shell = 1; shell < sizes.length; shell++) next[shell] = next[shell - 1] + sizes[shell - 1];
  const modes = new Int32Array(shellOf.length);
  const shells = new Uint16Array(shellOf.length);
  shellOf.forEach((shell, mode) => {
    const place = next[shell]++;
    modes[place] = mode;
    shells[place] = shell;
  });
  return { modes, shells };
}

/** The mode an index of a transform of length n stands for: 0, 1, ..., then the negative ones. */
export function signedMode(index: number, n: number): number {
  return index < n / 2 ? index : index - n;
}

/** Two real fields as pairs (height, moisture), row by row; only the first `picture` samples are meant to be seen. */
export interface Fields {
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly picture: { readonly width: number; readonly height: number };
}

/** The fields that coefficients describe, on the whole grid. */
export function toFields(coefficients: Float32Array, grid: Grid): Fields {
  const { width, height, picture, modes } = grid;
  const rows = new Float32Array(coefficients.length);
  for (let i = 0; i < modes.length; i++) {
    rows[2 * modes[i]] = coefficients[2 * i];
    rows[2 * modes[i] + 1] = coefficients[2 * i + 1];
  }
  return { values: synthesise(rows, width, height, grid.unit), width, height, picture };
}

/** The same fields, low-passed on a coarser grid whose picture has at most `longestSide` pixels on its longer side. */
export function toSmallFields(coefficients: Float32Array, grid: Grid, longestSide: number): Fields {
  const longer = Math.max(grid.picture.width, grid.picture.height);
  const divisor = PREVIEW_DIVISORS.find((candidate) => longer / candidate <= longestSide) ?? LENGTH_UNIT;
  const [width, height] = [grid.width / divisor, grid.height / divisor];
  const kept = new Float32Array(2 * width * height);
  for (let i = 0; i < grid.modes.length; i++) {
    const modeY = Math.floor(grid.modes[i] / grid.width);
    const modeX = grid.modes[i] - modeY * grid.width;
    const x = modeX < width / 2 ? modeX : modeX - grid.width + width;
    const y = modeY < height / 2 ? modeY : modeY - grid.height + height;
    // The coarser grid has the modes up to half its length, on either side of 0.
    if ((x !== modeX && x < width / 2) || (y !== modeY && y < height / 2)) continue;
    kept[2 * (y * width + x)] = coefficients[2 * i];
    kept[2 * (y * width + x) + 1] = coefficients[2 * i + 1];
  }
  const picture = {
    width: Math.max(1, Math.round(grid.picture.width / divisor)),
    height: Math.max(1, Math.round(grid.picture.height / divisor)),
  };
  return { values: synthesise(kept, width, height, grid.unit), width, height, picture };
}

function synthesise(coefficients: Float32Array, width: number, height: number, unit: number): Float32Array {
  transform2d(coefficients, width, height, 'inverse');
  for (let i = 0; i < coefficients.length; i++) coefficients[i] *= unit;
  return coefficients;
}
