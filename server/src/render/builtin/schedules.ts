/** Schedules: the noise levels a sampler stops at, from the noisiest down to 0. */

import type { ScheduleName } from './names.ts';

export interface SigmaRange {
  readonly max: number;
  readonly min: number;
}

/** `steps` + 1 noise levels, falling strictly from `range.max`; the last is 0. One step goes from `range.max` to 0. */
export type Schedule = (steps: number, range: SigmaRange) => Float64Array;

/** Levels for the shares 0, 1/(n-1), ..., 1 of the way, then 0. */
function spaced(steps: number, levelAt: (share: number) => number): Float64Array {
  return Float64Array.from({ length: steps + 1 }, (_, i) =>
    i === steps ? 0 : levelAt(steps === 1 ? 0 : i / (steps - 1)),
  );
}

/** Number of timesteps that models of the `normal`, `simple` and `sgm_uniform` schedules are trained on. */
const TRAINED_TIMESTEPS = 1000;

/**
 * sigma of a time 0 < t <= 1 under the variance-preserving schedule of Song et al. 2021 (section 3.4):
 * sigma^2 = exp(beta_d t^2 / 2 + beta_min t) - 1, with the betas that give `range.max` at t = 1
 * and `range.min` at t = 1/1000, the first trained timestep.
 */
export function timeToSigma(range: SigmaRange): (time: number) => number {
  const first = 1 / TRAINED_TIMESTEPS;
  const atEnd = Math.log1p(range.max ** 2);
  const atFirst = Math.log1p(range.min ** 2);
  const halfBetaD = (atEnd - atFirst / first) / (1 - first);
  const betaMin = atEnd - halfBetaD;
  return (time) => Math.sqrt(Math.expm1((halfBetaD * time + betaMin) * time));
}

/** Equal steps in time, first to last trained timestep inclusive (ComfyUI `normal`; diffusers "linspace"). */
const normal: Schedule = (steps, range) => {
  const sigmaAt = timeToSigma(range);
  return spaced(steps, (share) => sigmaAt(1 - share * (1 - 1 / TRAINED_TIMESTEPS)));
};

/** Equal steps in sigma^(1/rho), rho = 7 (Karras et al. 2022, equation 5). */
const karras: Schedule = (steps, range) => {
  const rho = 7;
  const [from, to] = [range.max ** (1 / rho), range.min ** (1 / rho)];
  return spaced(steps, (share) => (from + share * (to - from)) ** rho);
};

/** Equal steps in log sigma (k-diffusion `get_sigmas_exponential`). */
const exponential: Schedule = (steps, range) => spaced(steps, (share) => range.max * (range.min / range.max) ** share);

/**
 * Every (1000 / steps)-th trained timestep, counted from the noisiest (ComfyUI `simple`).
 * Places between two timesteps are interpolated, not cut off, so that more than 1000 steps do not stand still.
 */
const simple: Schedule = (steps, range) => {
  const sigmaAt = timeToSigma(range);
  return Float64Array.from({ length: steps + 1 }, (_, i) => (i === steps ? 0 : sigmaAt(1 - i / steps)));
};

/** Equal steps in time, of which the last is left out, as 0 takes its place (Stability's generative-models; "trailing"). */
const sgmUniform: Schedule = (steps, range) => {
  const sigmaAt = timeToSigma(range);
  const span = 1 - 1 / TRAINED_TIMESTEPS;
  return Float64Array.from({ length: steps + 1 }, (_, i) => (i === steps ? 0 : sigmaAt(1 - (i / steps) * span)));
};

/** Every schedule this backend knows, by its canonical id. */
const METHODS: Readonly<Record<ScheduleName, Schedule>> = {
  normal,
  karras,
  exponential,
  simple,
  sgm_uniform: sgmUniform,
};
export const schedules: ReadonlyMap<string, Schedule> = new Map(Object.entries(METHODS));
