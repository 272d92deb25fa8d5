/** What the built-in model has "learned": lands as a mixture of Gaussians, on the Fourier coefficients of one grid. */
import { type Grid, REFERENCE_SIDE } from './grid.ts';
import { type LowModes, lowModes, meanCoefficients } from './recipe.ts';
import type { Scenes } from './scenes-schema.ts';

export interface PriorComponent {
  readonly name: string;
  /** Logarithm of the weight without a prompt; the weights need not sum to 1. */
  readonly logWeight: number;
  /** Variance of the real and of the imaginary part of a coefficient, by shell. */
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
  const components = Object.entries(scenes.components).map(([name, component]) => ({
    name,
    logWeight: Math.log(component.weight),
    spectrum: powerSpectrum(scenes.spectra[component.spectrum], component.detail, grid.shellSizes.length),
    mean: meanCoefficients(component, grid, modes),
  }));
  return { grid, modes, components };
}

/**
 * Power by shell of a field of standard deviation `deviation`: P(k) ~ (1 + (k / knee)^2)^(-slope / 2), scaled so that
 * its integral over the plane of wave numbers is the variance.
 */
export function powerSpectrum(
  shape: { readonly slope: number; readonly knee: number },
  deviation: number,
  shellCount: number,
): Float64Array {
  const { slope, knee } = shape;
  const atZero = (REFERENCE_SIDE ** 2 * deviation ** 2 * (slope - 2)) / (2 * Math.PI * knee ** 2);
  return Float64Array.from({ length: shellCount }, (_, k) => atZero * (1 + (k / knee) ** 2) ** (-slope / 2));
}
