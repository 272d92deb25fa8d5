/** The mixture, its prompt and its guidance. */
import { describe, expect, it } from 'vitest';
import { createDenoiser } from '../../server/src/render/builtin/denoiser.ts';
import { toFields } from '../../server/src/render/builtin/grid.ts';
import type { Prior } from '../../server/src/render/builtin/prior.ts';
import { componentWeights } from '../../server/src/render/builtin/prompt.ts';
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

const { max } = scenes.sigma;
const karras = scheduleOf('karras');
const names = Object.keys(scenes.components);

/** Which land comes of a prompt, by name. */
function landOf(
  prior: Prior,
  seed: bigint,
  prompt: string,
  negativePrompt: string,
  guidance: number,
  steps: number,
): string {
  const denoiser = createDenoiser(prior, {
    positive: componentWeights(prompt, scenes),
    negative: componentWeights(negativePrompt, scenes),
    guidance,
  });
  sample('euler', denoiser.denoise, noiseOf(prior, seed, max), karras(steps, scenes.sigma));
  const composition = denoiser.composition();
  return known(names[composition.indexOf(Math.max(...composition))]);
}

/** How often each land comes of the seeds 0 .. count - 1. */
function tally(
  prior: Prior,
  count: number,
  prompt: string,
  negativePrompt: string,
  guidance: number,
  steps = 20,
): Map<string, number> {
  const found = new Map<string, number>();
  for (let seed = 0; seed < count; seed++) {
    const land = landOf(prior, BigInt(seed), prompt, negativePrompt, guidance, steps);
    found.set(land, (found.get(land) ?? 0) + 1);
  }
  return found;
}

describe('one component', () => {
  const prior = priorOf(48, 'coast');
  const { spectrum, mean } = known(prior.components[0]);

  it('has the variance its recipe leaves to chance', () => {
    const variance =
      spectrum.reduce((sum, power, k) => sum + power * prior.grid.shellSizes[k], 0) * prior.grid.unit ** 2;
    const { deviation } = known(scenes.spectra[scenes.components.coast.spectrum]);
    expect(Math.abs(variance / deviation ** 2 - 1)).toBeLessThan(0.06);
  });

  it('is denoised coefficient by coefficient: D = m + S / (S + sigma^2) (x - m)', () => {
    const x = noiseOf(prior, 5n, 3);
    const out = new Float32Array(x.length);
    denoiserOf(prior).denoise(x, 2, out);
    const low = new Map([...prior.modes.indices].map((index, i) => [index, i]));
    for (let index = 0; index < prior.grid.shells.length; index++) {
      const power = spectrum[prior.grid.shells[index]];
      const i = low.get(index);
      const m = i === undefined ? 0 : mean[2 * i];
      const expected = m + (power / (power + 4)) * (x[2 * index] - m);
      expect(Math.abs(out[2 * index] - expected)).toBeLessThan(1e-5 * (1 + Math.abs(m)));
    }
  });

  it('draws its recipe: the coast has sea in the north-west and land in the south-east', () => {
    const x = new Float32Array(2 * prior.grid.shells.length);
    prior.modes.indices.forEach((index, i) => {
      x[2 * index] = mean[2 * i];
      x[2 * index + 1] = mean[2 * i + 1];
    });
    const { values, width } = toFields(x, prior.grid);
    expect(values[2 * (4 * width + 4)]).toBeLessThan(-1);
    expect(values[2 * (43 * width + 43)]).toBeGreaterThan(1);
    // Moisture is level there.
    expect(values[2 * (20 * width + 20) + 1]).toBeCloseTo(0.2, 2);
  });
});

describe('lands of typical size', () => {
  it.each(names)('%s: heights are in standard deviations, or thereabouts', (name) => {
    const prior = priorOf(96, name);
    const { spectrum, mean } = known(prior.components[0]);
    const chance = spectrum.reduce((sum, power, k) => sum + power * prior.grid.shellSizes[k], 0);
    const recipe = mean.reduce((sum, value) => sum + value ** 2, 0) / 2;
    const second = prior.grid.unit ** 2 * (chance + recipe);
    expect(second).toBeGreaterThan(0.2);
    expect(second).toBeLessThan(2.5);
  });
});

describe('the mixture', () => {
  const prior = priorOf(48);

  it('samplers agree on where it leads, the better the more steps', () => {
    const start = noiseOf(prior, 11n, max);
    const { denoise } = denoiserOf(prior);
    const run = (name: string, steps: number): Float32Array =>
      sample(name, denoise, start, karras(steps, scenes.sigma));
    const reference = run('heun', 400);
    expect(fieldDistance(prior, run('dpmpp_2m', 100), reference)).toBeLessThan(0.01);
    expect(fieldDistance(prior, run('uni_pc', 100), reference)).toBeLessThan(0.01);
    const [coarse, fine] = [50, 200].map((steps) => fieldDistance(prior, run('euler', steps), reference));
    expect(coarse / fine).toBeGreaterThan(3);
  });

  // Distances to the converged picture, in heights: the story the settings guide tells.
  it.each([
    ['euler', 4, 0.26],
    ['euler', 8, 0.13],
    ['euler', 25, 0.04],
    ['euler', 50, 0.02],
    ['heun', 25, 0.006],
  ])('%s misses about as much at %i steps as its prototype did: %f', (name, steps, expected) => {
    const wide = priorOf(96);
    const start = noiseOf(wide, 3n, max);
    const { denoise } = denoiserOf(wide);
    const converged = sample('heun', denoise, start, karras(200, scenes.sigma));
    const missed = fieldDistance(wide, sample(name, denoise, start, karras(steps, scenes.sigma)), converged);
    expect(missed / expected).toBeGreaterThan(0.6);
    expect(missed / expected).toBeLessThan(1.4);
  });

  it('draws every land about as often as its weight says when nothing is asked for', () => {
    const count = 240;
    const found = tally(prior, count, '', '', 1, 12);
    const total = Object.values(scenes.components).reduce((sum, { weight }) => sum + weight, 0);
    for (const [name, { weight }] of Object.entries(scenes.components)) {
      const expected = (count * weight) / total;
      // A render is not an exact draw: half and twice are near enough for a land to be neither rare nor everywhere.
      expect(found.get(name) ?? 0, name).toBeGreaterThan(expected / 2);
      expect(found.get(name) ?? 0, name).toBeLessThan(expected * 2);
    }
  });
});

describe('prompt and guidance', () => {
  const prior = priorOf(48);

  it.each([
    ['an island', 'island'],
    ['volcano erupting', 'volcano'],
    ['Norwegian fjord', 'fjords'],
    ['sand dunes', 'dunes'],
    ['river delta, mangrove', 'delta'],
  ])('"%s" gives %s, whatever the seed', (prompt, land) => {
    expect(tally(prior, 12, prompt, '', 4).get(land)).toBeGreaterThanOrEqual(11);
  });

  it('guidance makes a weak word count for more', () => {
    const dry = (guidance: number): number => {
      const found = tally(prior, 30, 'tropical', '', guidance);
      return (found.get('archipelago') ?? 0) + (found.get('atoll') ?? 0) + (found.get('bay') ?? 0);
    };
    const [off, on] = [dry(1), dry(8)];
    expect(on).toBeGreaterThan(off + 4);
  });

  it('a negative prompt drives its land out, by guidance only', () => {
    const lakes = (negativePrompt: string, guidance: number): number =>
      tally(prior, 30, 'hill', negativePrompt, guidance).get('lake') ?? 0;
    expect(lakes('', 4)).toBeGreaterThan(5);
    expect(lakes('lake', 4)).toBeLessThan(lakes('', 4) / 2);
    expect(lakes('lake', 1)).toBe(lakes('', 1));
  });

  it('guidance 1 is the conditional model, 0 the unconditional one', () => {
    const x = noiseOf(prior, 4n, max);
    const answer = (prompt: string, guidance: number): Float32Array => {
      const out = new Float32Array(x.length);
      const conditions = {
        positive: componentWeights(prompt, scenes),
        negative: componentWeights('', scenes),
        guidance,
      };
      createDenoiser(prior, conditions).denoise(x, max, out);
      return out;
    };
    const [none, plain, guided, off] = [answer('', 1), answer('island', 1), answer('island', 3), answer('island', 0)];
    const linear = none.map((value, i) => value + 3 * (plain[i] - value));
    expect(fieldDistance(prior, guided, linear)).toBeLessThan(1e-4);
    expect(fieldDistance(prior, off, none)).toBeLessThan(1e-6);
    expect(fieldDistance(prior, plain, none)).toBeGreaterThan(0.01);
  });
});
