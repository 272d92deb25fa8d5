/**
 * The search against what is true. The built-in model's lands are Gaussians, for which the flow that every sampler follows has an
 * exact solution. So the true sweet spot is known: the first count of the ladder from which on every picture is like enough to the
 * exact one, all of them rendered. The search knows nothing of it, renders a few counts only, and must be within one rung.
 */
import { describe, expect, it } from 'vitest';
import { type Pixels, paint } from '../../server/src/render/builtin/decoder.ts';
import { createEngine, type Engine } from '../../server/src/render/builtin/engine.ts';
import { createGrid, toFields } from '../../server/src/render/builtin/grid.ts';
import { preparePalette } from '../../server/src/render/builtin/palette.ts';
import { toPicture } from '../../server/src/render/builtin/picture.ts';
import { createPrior } from '../../server/src/render/builtin/prior.ts';
import type { Scenes } from '../../server/src/render/builtin/scenes-schema.ts';
import { findSweetSpot, ladderFor, type Rendered } from '../../server/src/render/sweet-spot/index.ts';
import { toImage } from '../../server/src/render/sweet-spot/pixels.ts';
import { similarityOf } from '../../server/src/render/sweet-spot/similarity.ts';
import { knowledge } from '../support/knowledge.ts';
import { noiseOf, scenes } from '../unit/builtin/support.ts';

const SIDE = 80;
const SEEDS = Array.from({ length: 20 }, (_, i) => BigInt(1000 + i));
/** Of those that the built-in model has, all that add no noise. */
const DETERMINISTIC = ['euler', 'ddim', 'heun', 'dpm_2', 'dpmpp_2m', 'uni_pc'];
/** The one in use, and another: were the search right at one by luck, it would not be at both. */
const THRESHOLDS = [0.9, knowledge.data.sweetSpot.enough.similarity];

const ladder = ladderFor(knowledge.data.sweetSpot, { current: null, distilledFor: null, most: null });
const names = Object.keys(scenes.components);

/** The lands of one component alone; another one for each seed, in turn. */
function landsOf(seed: bigint): Scenes {
  const name = names[Number(seed) % names.length];
  return { ...scenes, components: { [name]: scenes.components[name] } };
}

/** Where the flow takes a seed's noise, without any sampler: x(0) = m + sqrt(S / (S + sigma_max^2)) (x_T - m). */
function exactPixels(lands: Scenes, seed: bigint): Pixels {
  const prior = createPrior(lands, createGrid(SIDE, SIDE));
  const { grid, modes, components } = prior;
  const [{ spectrum, mean }] = components;
  const { max } = lands.sigma;
  const means = new Float32Array(2 * grid.shells.length);
  modes.indices.forEach((index, i) => {
    means.set(mean.subarray(2 * i, 2 * i + 2), 2 * index);
  });
  const end = noiseOf(prior, seed, max).map((value, i) => {
    const power = spectrum[grid.shells[i >> 1]];
    return means[i] + Math.sqrt(power / (power + max ** 2)) * (value - means[i]);
  });
  const [{ palette }] = Object.values(lands.components);
  return paint(toFields(end, grid), preparePalette(lands.palettes[palette]), lands.lights[lands.defaultLight]);
}

function rendered(engine: Engine, sampler: string, schedule: string, steps: number, seed: bigint): Rendered {
  const request = { prompt: '', negativePrompt: '', guidance: 1, schedule, image: 0 };
  const run = engine.render({ ...request, width: SIDE, height: SIDE, sampler, steps, seed });
  for (;;) {
    const turn = run.next();
    if (turn.done === true)
      return { picture: toPicture(turn.value.pixels, ''), seconds: turn.value.modelEvaluations / 100 };
  }
}

/** Place on the ladder; past its end for "nowhere on it". */
function rungOf(steps: number | null): number {
  return steps === null ? ladder.length : ladder.indexOf(steps);
}

// Karras is the built-in model's own schedule. Simple makes Euler converge more slowly, which the search has to notice.
const CASES = [...DETERMINISTIC.map((sampler) => [sampler, 'karras'] as const), ['euler', 'simple'] as const];

describe.each(CASES)('%s, %s', (sampler, schedule) => {
  it('the place found is the true one within a rung, for 20 seeds at both thresholds', async () => {
    const away: number[] = [];
    let renders = 0;
    for (const seed of SEEDS) {
      const lands = landsOf(seed);
      const engine = createEngine(lands);
      const pictures = new Map(ladder.map((steps) => [steps, rendered(engine, sampler, schedule, steps, seed)]));
      const exact = await toImage(toPicture(exactPixels(lands, seed), ''));
      const likeness: number[] = [];
      for (const { picture } of pictures.values()) likeness.push(await similarityOf(await toImage(picture), exact));

      for (const similarity of THRESHOLDS) {
        const truth = 1 + likeness.findLastIndex((found) => found < similarity);
        const result = await findSweetSpot({
          ladder,
          seeds: [seed],
          sampler: { converges: true },
          facts: { ...knowledge.data.sweetSpot, enough: { similarity, detail: 1 } },
          signal: new AbortController().signal,
          render: async (steps) => {
            renders++;
            return pictures.get(steps) ?? null;
          },
        });
        expect(result).not.toBeNull();
        away.push(rungOf(result?.steps ?? null) - truth);
      }
    }
    // About half of the ladder: it does not pass by rendering everything.
    expect(renders / away.length).toBeLessThan(7);
    expect(away).toHaveLength(SEEDS.length * THRESHOLDS.length);
    expect(away.filter((rungs) => Math.abs(rungs) > 1)).toEqual([]);
  }, 120_000);
});
