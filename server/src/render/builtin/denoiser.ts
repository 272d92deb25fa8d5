/**
 * The model: the best possible denoiser of the prior, in closed form.
 *
 * One component of mean m and spectrum S, at noise sigma:  D(x) = m + S / (S + sigma^2) (x - m), for each coefficient.
 * The mixture: the sum of its components' D, weighted by how likely each is to have made x:
 *   weight ~ prior * product over coefficients of N(x; m, S + sigma^2).
 * Guidance: D = D_negative + g (D_positive - D_negative) (Ho and Salimans 2022). Both sides share the components' D and differ
 * in the weights only, so the guided answer is one weighted sum, with weights that may be negative.
 *
 * Spectra depend on the shell alone and means have low modes alone, so an answer costs two passes over x, however many
 * components there are.
 */
import type { Prior } from './prior.ts';
import type { Denoise } from './samplers.ts';

export interface Conditions {
  /** Logarithm of what the prompt multiplies each component's weight by; in the prior's order. */
  readonly positive: ArrayLike<number>;
  /** The same for the negative prompt: zeros where there is none. */
  readonly negative: ArrayLike<number>;
  /** Classifier-free guidance scale; 1 is the plain conditional model. */
  readonly guidance: number;
}

export interface Denoiser {
  readonly denoise: Denoise;
  /** Calls of `denoise` so far. */
  evaluations(): number;
  /** How probable each component was when the composition was decided, given the prompt: see COMPOSED. */
  composition(): Float64Array;
}

/**
 * The noise level down to which calls decide the composition. Below, only detail is open; a sampler of few steps gets that
 * wrong, and one would read another component's spectrum into its smooth picture.
 */
const COMPOSED = 1;

/** Weights smaller than this are left out: they would not show in 32-bit numbers. */
const NEGLIGIBLE = 1e-9;

/** The denoiser of a prior under a prompt and a guidance scale. */
export function createDenoiser(prior: Prior, { positive, negative, guidance }: Conditions): Denoiser {
  const { grid, modes, components } = prior;
  const likelihoodOf = likelihoodMeter(prior);
  const gain = new Float32Array(grid.shellSizes.length);
  let composition = softmax(components.map((component, j) => component.logWeight + positive[j]));
  let evaluations = 0;

  const denoise: Denoise = (x, sigma, out) => {
    evaluations++;
    const variance = sigma ** 2;
    const likelihood = likelihoodOf(x, variance);
    const positiveWeights = softmax(likelihood.map((value, j) => value + positive[j]));
    const negativeWeights = softmax(likelihood.map((value, j) => value + negative[j]));
    const weights = positiveWeights.map((weight, j) => negativeWeights[j] + guidance * (weight - negativeWeights[j]));
    if (sigma >= COMPOSED) composition = positiveWeights;

    const counted = components.flatMap((component, j) =>
      Math.abs(weights[j]) < NEGLIGIBLE ? [] : [{ ...component, weight: weights[j] }],
    );
    gain.fill(0);
    for (const { spectrum, weight } of counted) {
      for (let k = 0; k < gain.length; k++) gain[k] += (weight * spectrum[k]) / (spectrum[k] + variance);
    }
    applyGain(x, grid.shellSizes, gain, out);
    for (const { spectrum, mean, weight } of counted) {
      for (let i = 0; i < modes.indices.length; i++) {
        const pull = (weight * variance) / (spectrum[modes.shells[i]] + variance);
        const at = 2 * modes.indices[i];
        out[at] += pull * mean[2 * i];
        out[at + 1] += pull * mean[2 * i + 1];
      }
    }
  };
  return { denoise, evaluations: () => evaluations, composition: () => composition };
}

/** out = gain of its shell * x: coefficients come shell by shell. */
function applyGain(x: Float32Array, shellSizes: Float64Array, gain: Float32Array, out: Float32Array): void {
  for (let shell = 0, i = 0; shell < shellSizes.length; shell++) {
    const factor = gain[shell];
    // Pairs of modes, then the last one of an odd shell: see `blend` in samplers.ts.
    const end = i + 2 * shellSizes[shell];
    for (; i < end - 3; i += 4) {
      out[i] = factor * x[i];
      out[i + 1] = factor * x[i + 1];
      out[i + 2] = factor * x[i + 2];
      out[i + 3] = factor * x[i + 3];
    }
    for (; i < end; i++) out[i] = factor * x[i];
  }
}

/**
 * Measures, for each component, log(weight * N(x; mean, spectrum + variance)), up to a constant that all share:
 *   - sum over shells of  size log(total) + power / (2 total),  + sum over low modes of  (mean . x - mean^2 / 2) / total
 * with total = spectrum + variance. (A mode has two real numbers, hence no half before the logarithm.)
 */
function likelihoodMeter({ grid, modes, components }: Prior): (x: Float32Array, variance: number) => Float64Array {
  const shellCount = grid.shellSizes.length;
  const power = new Float64Array(shellCount);
  const low = new Float32Array(2 * modes.indices.length);
  // Components share spectra, so what depends on the spectrum alone is found once for each.
  const spectra = [...new Set(components.map(({ spectrum }) => spectrum))];
  const inverses = new Map(spectra.map((spectrum) => [spectrum, new Float64Array(shellCount)]));
  return (x, variance) => {
    sumPower(x, grid.shellSizes, power);
    gather(x, modes.indices, low);
    const overShells = new Map<Float64Array, number>();
    for (const [spectrum, inverse] of inverses) {
      let sum = 0;
      for (let k = 0; k < shellCount; k++) {
        const total = spectrum[k] + variance;
        inverse[k] = 1 / total;
        sum -= grid.shellSizes[k] * Math.log(total) + 0.5 * power[k] * inverse[k];
      }
      overShells.set(spectrum, sum);
    }
    return Float64Array.from(components, ({ logWeight, spectrum, mean }) => {
      const inverse = inverses.get(spectrum) ?? power;
      let sum = logWeight + (overShells.get(spectrum) ?? 0);
      for (let i = 0; i < modes.shells.length; i++) {
        const re = mean[2 * i];
        const im = mean[2 * i + 1];
        sum += (re * (low[2 * i] - 0.5 * re) + im * (low[2 * i + 1] - 0.5 * im)) * inverse[modes.shells[i]];
      }
      return sum;
    });
  };
}

/** Squared size of the coefficients, summed by shell. */
function sumPower(x: Float32Array, shellSizes: Float64Array, power: Float64Array): void {
  for (let shell = 0, i = 0; shell < shellSizes.length; shell++) {
    // Two sums at once: one alone would wait for each addition to end before the next can begin.
    let one = 0;
    let two = 0;
    const end = i + 2 * shellSizes[shell];
    for (; i < end - 3; i += 4) {
      one += x[i] * x[i] + x[i + 1] * x[i + 1];
      two += x[i + 2] * x[i + 2] + x[i + 3] * x[i + 3];
    }
    for (; i < end; i++) one += x[i] * x[i];
    power[shell] = one + two;
  }
}

function gather(x: Float32Array, indices: Int32Array, out: Float32Array): void {
  for (let i = 0; i < indices.length; i++) {
    out[2 * i] = x[2 * indices[i]];
    out[2 * i + 1] = x[2 * indices[i] + 1];
  }
}

/** e^value, scaled to sum to 1; exact for values of any size. */
function softmax(values: ArrayLike<number>): Float64Array {
  const largest = Math.max(...Array.from(values));
  const weights = Float64Array.from(values, (value) => Math.exp(value - largest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
