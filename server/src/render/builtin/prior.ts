/** What the built-in model has "learned": lands as a mixture of Gaussians, on the Fourier coefficients of one grid. */
import { type Grid, REFERENCE_SIDE } from './grid.ts';
import { type LowModes, lowModes, meanCoefficients } from './recipe.ts';
import type { Scenes, Spectrum } from './scenes-schema.ts';

export interface PriorComponent {
  readonly name: string;
  /** Logarithm of the weight without a prompt, up to a constant all components share. */
  readonly logWeight: number;
  /** Variance of the real and of the imaginary part of a coefficient, by shell; components of one spectrum share it. */
  readonly spectrum: Float64Array;
  /** Mean field: pairs, one for each of the prior's low modes; all other coefficients have mean 0. */
  readonly mean: Float32Array;
}

export interface Prior {
  readonly grid: Grid;
  readonly modes: LowModes;
  readonly components: readonly PriorComponent[];
}

/** The prior of scenes.yaml on a grid. */
export function createPrior(scenes: Scenes, grid: Grid): Prior {
  const modes = lowModes(grid);
  const spectra = new Map(
    Object.entries(scenes.spectra).map(([name, spectrum]) => [name, powerSpectrum(spectrum, grid.shellSizes.length)]),
  );
  const components = Object.entries(scenes.components).map(([name, component]) => {
    const spectrum = spectra.get(component.spectrum) ?? new Float64Array(grid.shellSizes.length);
    const mean = meanCoefficients(component, grid, modes);
    const logWeight = Math.log(component.weight) - meanLogLikelihood(grid, modes, spectrum, mean, scenes.sigma.max);
    return { name, logWeight, spectrum, mean };
  });
  return { grid, modes, components };
}

/**
 * What log N(x; mean, spectrum + sigma^2) is on average for x that is noise alone.
 *
 * A render starts from such x, in which a component far from 0 would look unlikely however often it is meant to come
 * (as large models can't draw very dark pictures: Lin et al. 2024, "Common Diffusion Noise Schedules and Sample Steps
 * are Flawed"). Weights without this average are the shares of pictures that come out.
 */
function meanLogLikelihood(
  grid: Grid,
  modes: LowModes,
  spectrum: Float64Array,
  mean: Float32Array,
  sigma: number,
): number {
  let sum = 0;
  spectrum.forEach((power, k) => {
    const total = power + sigma ** 2;
    sum -= grid.shellSizes[k] * (Math.log(total) + sigma ** 2 / total);
  });
  modes.shells.forEach((k, i) => {
    sum -= (mean[2 * i] ** 2 + mean[2 * i + 1] ** 2) / (2 * (spectrum[k] + sigma ** 2));
  });
  return sum;
}

/**
 * Power by shell: P(k) ~ (1 + (k / knee)^2)^(-slope / 2), scaled so that
 * its integral over the plane of wave numbers is the variance, `deviation` squared.
 */
function powerSpectrum({ slope, knee, deviation }: Spectrum, shellCount: number): Float64Array {
  const atZero = (REFERENCE_SIDE ** 2 * deviation ** 2 * (slope - 2)) / (2 * Math.PI * knee ** 2);
  return Float64Array.from({ length: shellCount }, (_, k) => atZero * (1 + (k / knee) ** 2) ** (-slope / 2));
}
