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

/** The denoiser of a prior under a prompt and a guidance scale. */
export function createDenoiser(prior: Prior, { positive, negative, guidance }: Conditions): Denoiser {
  const { grid, modes, components } = prior;
  const shellCount = grid.shellSizes.length;
  const power = new Float64Array(shellCount);
  const gain = new Float32Array(shellCount);
  const likelihood = new Float64Array(components.length);
  let composition = softmax(components.map((component, j) => component.logWeight + positive[j]));
  let evaluations = 0;

  const denoise: Denoise = (x, sigma, out) => {
    evaluations++;
    const variance = sigma ** 2;
    sumPower(x, grid.shells, power);
    components.forEach((component, j) => {
      likelihood[j] = component.logWeight + logLikelihood(prior, j, x, power, variance);
    });
    const positiveWeights = softmax(likelihood.map((value, j) => value + positive[j]));
    const negativeWeights = softmax(likelihood.map((value, j) => value + negative[j]));
    const weights = positiveWeights.map((weight, j) => negativeWeights[j] + guidance * (weight - negativeWeights[j]));

    if (sigma >= COMPOSED) composition = positiveWeights;

    gain.fill(0);
    components.forEach(({ spectrum }, j) => {
      for (let k = 0; k < shellCount; k++) gain[k] += (weights[j] * spectrum[k]) / (spectrum[k] + variance);
    });
    applyGain(x, grid.shells, gain, out);
    components.forEach(({ spectrum, mean }, j) => {
      for (let i = 0; i < modes.indices.length; i++) {
        const pull = (weights[j] * variance) / (spectrum[modes.shells[i]] + variance);
        const at = 2 * modes.indices[i];
        out[at] += pull * mean[2 * i];
        out[at + 1] += pull * mean[2 * i + 1];
      }
    });
  };
  return { denoise, evaluations: () => evaluations, composition: () => composition };
}

/** Squared size of the coefficients, summed by shell. */
function sumPower(x: Float32Array, shells: Uint16Array, power: Float64Array): void {
  power.fill(0);
  for (let i = 0; i < shells.length; i++) {
    const [re, im] = [x[2 * i], x[2 * i + 1]];
    power[shells[i]] += re * re + im * im;
  }
}

function applyGain(x: Float32Array, shells: Uint16Array, gain: Float32Array, out: Float32Array): void {
  for (let i = 0; i < shells.length; i++) {
    const factor = gain[shells[i]];
    out[2 * i] = factor * x[2 * i];
    out[2 * i + 1] = factor * x[2 * i + 1];
  }
}

/** log N(x; mean, spectrum + variance) of component j, without the constant that all components share. */
function logLikelihood(prior: Prior, j: number, x: Float32Array, power: Float64Array, variance: number): number {
  const { spectrum, mean } = prior.components[j];
  const { indices, shells } = prior.modes;
  let sum = 0;
  for (let k = 0; k < power.length; k++) {
    const total = spectrum[k] + variance;
    // Two real numbers a mode: twice half the logarithm.
    sum -= prior.grid.shellSizes[k] * Math.log(total) + power[k] / (2 * total);
  }
  for (let i = 0; i < indices.length; i++) {
    const [re, im] = [mean[2 * i], mean[2 * i + 1]];
    const at = 2 * indices[i];
    sum += (re * x[at] + im * x[at + 1] - (re * re + im * im) / 2) / (spectrum[shells[i]] + variance);
  }
  return sum;
}

/** e^value, scaled to sum to 1; exact for values of any size. */
function softmax(values: ArrayLike<number>): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]);
  const weights = Float64Array.from(values, (value) => Math.exp(value - largest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
