/** Samplers against the exact solution of one Gaussian component, and the stochastic ones against its statistics. */
import { describe, expect, it } from 'vitest';
import type { Prior } from '../../server/src/render/builtin/prior.ts';
import { normalSource } from '../../server/src/render/builtin/random.ts';
import { type Denoise, samplers } from '../../server/src/render/builtin/samplers.ts';
import {
  denoiserOf,
  fieldDistance,
  known,
  noiseOf,
  priorOf,
  sample,
  scenes,
  scheduleOf,
} from '../unit/builtin/support.ts';

const { max, min } = scenes.sigma;
const prior = priorOf(48, 'island');
const component = known(prior.components[0]);

/** The mean field on every coefficient. */
function fullMean({ modes, grid }: Prior): Float32Array {
  const mean = new Float32Array(2 * grid.shells.length);
  modes.indices.forEach((index, i) => {
    mean[2 * index] = component.mean[2 * i];
    mean[2 * index + 1] = component.mean[2 * i + 1];
  });
  return mean;
}

/** Where the probability flow takes noise at sigma max to: x(sigma) = m + sqrt((S + sigma^2) / (S + sigma_max^2)) (x_T - m). */
function exact(start: Float32Array, sigma: number): Float32Array {
  const mean = fullMean(prior);
  return start.map((value, i) => {
    const power = component.spectrum[prior.grid.shells[i >> 1]];
    return mean[i] + Math.sqrt((power + sigma ** 2) / (power + max ** 2)) * (value - mean[i]);
  });
}

/** Levels spaced evenly in log sigma, from max to min without the 0: the step to 0 has an error of its own, whatever the number of steps. */
function levels(steps: number): Float64Array {
  return Float64Array.from({ length: steps + 1 }, (_, i) => max * (min / max) ** (i / steps));
}

/** Slope of log error over log steps, by least squares. */
function measuredOrder(name: string, counts: readonly number[]): number {
  const start = noiseOf(prior, 1n, max);
  const { denoise } = denoiserOf(prior);
  const points = counts.map((steps) => {
    const error = fieldDistance(prior, sample(name, denoise, start, levels(steps)), exact(start, min));
    return { x: Math.log(steps), y: Math.log(error) };
  });
  const [x, y] = [
    points.reduce((s, p) => s + p.x, 0) / points.length,
    points.reduce((s, p) => s + p.y, 0) / points.length,
  ];
  const covariance = points.reduce((s, p) => s + (p.x - x) * (p.y - y), 0);
  return -covariance / points.reduce((s, p) => s + (p.x - x) ** 2, 0);
}

describe('order of convergence to the exact solution', () => {
  it.each([
    ['euler', 1, 0.1],
    ['ddim', 1, 0.1],
    ['heun', 2, 0.2],
    ['dpm_2', 2, 0.2],
    ['dpmpp_2m', 2, 0.2],
  ])('%s: %i', (name, order, tolerance) => {
    expect(Math.abs(measuredOrder(name, [40, 80, 160, 320]) - order)).toBeLessThan(tolerance);
  });

  it('uni_pc: its corrector makes it 3', () => {
    // At more steps its error is that of 32-bit numbers.
    expect(measuredOrder('uni_pc', [20, 40, 80])).toBeGreaterThan(2.7);
  });
});

it('ddim is the update of its paper, eta = 0, in variance-preserving form', () => {
  const start = noiseOf(prior, 2n, max);
  const { denoise } = denoiserOf(prior);
  const sigmas = levels(6);
  const x = start.slice();
  const clean = new Float32Array(x.length);
  for (let i = 0; i < 6; i++) {
    denoise(x, sigmas[i], clean);
    const [alpha, next] = [sigmas[i], sigmas[i + 1]].map((sigma) => 1 / Math.sqrt(1 + sigma ** 2));
    for (let n = 0; n < x.length; n++) {
      const preserved = alpha * x[n];
      const noise = (preserved - alpha * clean[n]) / Math.sqrt(1 - alpha ** 2);
      x[n] = (next * clean[n] + Math.sqrt(1 - next ** 2) * noise) / next;
    }
  }
  expect(fieldDistance(prior, sample('ddim', denoise, start, sigmas), x)).toBeLessThan(1e-4);
});

describe('what a coarse run misses', () => {
  const start = noiseOf(prior, 3n, max);
  const { denoise } = denoiserOf(prior);
  const miss = (name: string, steps: number): number =>
    fieldDistance(prior, sample(name, denoise, start, scheduleOf('karras')(steps, scenes.sigma)), exact(start, 0));

  it('euler: much at 4 steps, little at 25, half of that at 50', () => {
    expect(miss('euler', 4)).toBeGreaterThan(0.1);
    expect(miss('euler', 25)).toBeLessThan(0.05);
    expect(miss('euler', 4) / miss('euler', 25)).toBeGreaterThan(4);
    expect(miss('euler', 25) / miss('euler', 50)).toBeGreaterThan(1.6);
  });

  it.each(['heun', 'dpm_2', 'dpmpp_2m', 'uni_pc'])('%s is ahead of euler at 25 steps', (name) => {
    expect(miss(name, 25)).toBeLessThan(0.5 * miss('euler', 25));
  });
});

describe('samplers that add noise', () => {
  const seeds = 60;

  /** Mean power of samples about the mean field, by shell, with the standard error of each (as a share of it). */
  function measuredPower(name: string, sigmas: ArrayLike<number>): { power: number; error: number }[] {
    const { denoise } = denoiserOf(prior);
    const mean = fullMean(prior);
    const sums = new Float64Array(prior.grid.shellSizes.length);
    for (let seed = 0; seed < seeds; seed++) {
      const x = sample(name, denoise, noiseOf(prior, BigInt(seed), max), sigmas, BigInt(1000 + seed));
      x.forEach((value, i) => {
        sums[prior.grid.shells[i >> 1]] += (value - mean[i]) ** 2;
      });
    }
    return Array.from(sums, (sum, shell) => {
      const numbers = 2 * prior.grid.shellSizes[shell] * seeds;
      return { power: sum / numbers, error: Math.sqrt(2 / numbers) };
    });
  }

  it.each(['euler_ancestral', 'dpmpp_sde', 'dpmpp_2m_sde'])(
    '%s draws from the field: its power at every wave number',
    (name) => {
      const found = measuredPower(name, scheduleOf('karras')(120, scenes.sigma));
      found.forEach(({ power, error }, shell) => {
        expect(Math.abs(power / component.spectrum[shell] - 1)).toBeLessThan(0.08 + 5 * error);
      });
    },
  );

  it.each([
    ['euler_ancestral', 0.28],
    ['dpmpp_sde', 0.03],
    ['dpmpp_2m_sde', 0.05],
  ])('%s has the power of white fields within %f after 40 steps, whatever their size', (name, tolerance) => {
    for (const power of [0.01, 1, 30]) {
      const denoise: Denoise = (x, sigma, out) => out.set(x.map((value) => (power / (power + sigma ** 2)) * value));
      const start = new Float32Array(100_000);
      normalSource(5n)(start);
      const sigmas = scheduleOf('karras')(40, scenes.sigma).slice(0, -1);
      const end = sample(
        name,
        denoise,
        start.map((value) => max * value),
        sigmas,
      );
      const found = end.reduce((sum, value) => sum + value ** 2, 0) / end.length;
      expect(Math.abs(found / (power + min ** 2) - 1)).toBeLessThan(tolerance);
    }
  });

  it('lcm draws what re-noising its own estimate gives', () => {
    // Of power v, the estimate keeps (S / (S + sigma^2))^2 v; noise of the next level is added to that.
    const sigmas = [max, 6, 1.5, 0.4, 0];
    const found = measuredPower('lcm', sigmas);
    found.forEach(({ power, error }, shell) => {
      const spectrum = component.spectrum[shell];
      let expected = max ** 2;
      for (let i = 0; i + 1 < sigmas.length; i++) {
        expected = (spectrum / (spectrum + sigmas[i] ** 2)) ** 2 * expected + sigmas[i + 1] ** 2;
      }
      expect(Math.abs(power / expected - 1)).toBeLessThan(0.01 + 5 * error);
    });
  });
});

describe('model evaluations', () => {
  it.each([
    ['euler', 10],
    ['euler_ancestral', 10],
    ['heun', 19],
    ['dpm_2', 19],
    ['dpmpp_2m', 10],
    ['dpmpp_sde', 19],
    ['dpmpp_2m_sde', 10],
    ['ddim', 10],
    ['uni_pc', 10],
    ['lcm', 10],
  ])('%s takes %i in 10 steps', (name, expected) => {
    const denoiser = denoiserOf(prior);
    sample(name, denoiser.denoise, noiseOf(prior, 1n, max), scheduleOf('karras')(10, scenes.sigma));
    expect(denoiser.evaluations()).toBe(expected);
  });

  it('are counted for every sampler there is', () => {
    expect([...samplers.keys()].sort()).toEqual([
      'ddim',
      'dpm_2',
      'dpmpp_2m',
      'dpmpp_2m_sde',
      'dpmpp_sde',
      'euler',
      'euler_ancestral',
      'heun',
      'lcm',
      'uni_pc',
    ]);
  });
});

it.each([...samplers.keys()])('%s gives a finite sample in 1, 2 and 3 steps, with one turn for each', (name) => {
  for (const steps of [1, 2, 3]) {
    let turns = 0;
    const run = {
      denoise: denoiserOf(prior).denoise,
      x: noiseOf(prior, 1n, max),
      sigmas: scheduleOf('simple')(steps, scenes.sigma),
      noise: (out: Float32Array) => out.fill(0.5),
    };
    for (const clean of known(samplers.get(name))(run)) {
      expect(clean).toHaveLength(run.x.length);
      turns++;
    }
    expect(turns).toBe(steps);
    expect(run.x.every(Number.isFinite)).toBe(true);
  }
});
