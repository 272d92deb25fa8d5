/** What the tests of the built-in model share: its data, small priors, and ways to run a sampler to its end. */
import { readFileSync } from 'node:fs';
import { parse as parseValid } from 'valibot';
import { parse as parseYaml } from 'yaml';
import { createDenoiser } from '../../../server/src/render/builtin/denoiser.ts';
import { createGrid } from '../../../server/src/render/builtin/grid.ts';
import { createPrior, type Prior } from '../../../server/src/render/builtin/prior.ts';
import { normalSource } from '../../../server/src/render/builtin/random.ts';
import type { LandRequest } from '../../../server/src/render/builtin/request.ts';
import { type Denoise, type SamplerRun, samplers } from '../../../server/src/render/builtin/samplers.ts';
import { type Scenes, ScenesSchema } from '../../../server/src/render/builtin/scenes-schema.ts';
import { type Schedule, schedules } from '../../../server/src/render/builtin/schedules.ts';

const root = new URL('../../../', import.meta.url);

export const scenes: Scenes = parseValid(
  ScenesSchema,
  parseYaml(readFileSync(new URL('data/builtin/scenes.yaml', root), 'utf8')),
);

/** The source file of the worker, for esbuild. */
export const workerSource = new URL('server/src/render/builtin/worker.ts', root).pathname;

export const aRequest: LandRequest = {
  prompt: 'an island',
  negativePrompt: '',
  steps: 8,
  guidance: 4,
  width: 96,
  height: 64,
  seed: 7n,
  sampler: 'euler',
  schedule: 'karras',
  image: 0,
};

/** A table's entry that a test relies on. */
export function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the test names something that does not exist');
  return value;
}

export function scheduleOf(name: string): Schedule {
  return known(schedules.get(name));
}

/** The prior of scenes.yaml, or only the named components of it. */
export function priorOf(size: number, ...names: string[]): Prior {
  const prior = createPrior(scenes, createGrid(size, size));
  if (names.length === 0) return prior;
  const components = names.map((name) => known(prior.components.find((component) => component.name === name)));
  return { ...prior, components };
}

/** The plain denoiser of a prior: no prompt, no guidance. */
export function denoiserOf(prior: Prior) {
  const nothing = new Float64Array(prior.components.length);
  return createDenoiser(prior, { positive: nothing, negative: nothing, guidance: 1 });
}

/** Noise of standard deviation sigma for a grid. */
export function noiseOf(prior: Prior, seed: bigint, sigma: number): Float32Array {
  const x = new Float32Array(2 * prior.grid.shells.length);
  normalSource(seed)(x);
  return x.map((value) => sigma * value);
}

/** Runs a sampler to its end; the answer is the sample. `x` is left as it is. */
export function sample(
  name: string,
  denoise: Denoise,
  x: Float32Array,
  sigmas: ArrayLike<number>,
  seed = 99n,
): Float32Array {
  const run: SamplerRun = { denoise, x: x.slice(), sigmas, noise: normalSource(seed) };
  const steps = known(samplers.get(name))(run);
  while (steps.next().done !== true);
  return run.x;
}

/** Root mean square difference of two fields, in heights, from their coefficients. */
export function fieldDistance(prior: Prior, a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return prior.grid.unit * Math.sqrt(sum / 2);
}
