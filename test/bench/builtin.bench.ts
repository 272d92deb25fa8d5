/** What the built-in backend costs: processor time by stage, one core. Run with `npx tsx test/bench/builtin.bench.ts`. */
import { readFile } from 'node:fs/promises';
import { parse as parseValid } from 'valibot';
import { parse as parseYaml } from 'yaml';
import { paint } from '../../server/src/render/builtin/decoder.ts';
import { createDenoiser } from '../../server/src/render/builtin/denoiser.ts';
import { createEngine } from '../../server/src/render/builtin/engine.ts';
import { createGrid, toFields } from '../../server/src/render/builtin/grid.ts';
import { preparePalette } from '../../server/src/render/builtin/palette.ts';
import { toPicture } from '../../server/src/render/builtin/picture.ts';
import { createPrior } from '../../server/src/render/builtin/prior.ts';
import { normalSource } from '../../server/src/render/builtin/random.ts';
import { type SamplerRun, samplers } from '../../server/src/render/builtin/samplers.ts';
import { ScenesSchema } from '../../server/src/render/builtin/scenes-schema.ts';
import { schedules } from '../../server/src/render/builtin/schedules.ts';

const RUNS = 9;
const SIZES = [
  [256, 256],
  [512, 512],
  [832, 1216],
  [1024, 1024],
] as const;
const STEPS = 25;

/** Processor milliseconds (user and system, this process) of the least disturbed run of a task, after two to warm up. */
function cpu(task: () => void): number {
  task();
  task();
  const times = Array.from({ length: RUNS }, () => {
    const before = process.cpuUsage();
    task();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the benchmark names something that is gone');
  return value;
}

async function main(): Promise<void> {
  const scenes = parseValid(ScenesSchema, parseYaml(await readFile('data/builtin/scenes.yaml', 'utf8')));
  const palette = preparePalette(found(Object.values(scenes.palettes)[0]));
  const light = found(scenes.lights[scenes.defaultLight]);
  const schedule = found(schedules.get('karras'));
  const rows: Record<string, Record<string, string>> = {};

  for (const [width, height] of SIZES) {
    const grid = createGrid(width, height);
    const prior = createPrior(scenes, grid);
    const flat = new Float64Array(prior.components.length);
    const x = new Float32Array(2 * grid.shells.length);
    const sample = (name: string): void => {
      const noise = normalSource(1n);
      noise(x);
      const sigmas = schedule(STEPS, scenes.sigma);
      for (let i = 0; i < x.length; i++) x[i] *= sigmas[0];
      const { denoise } = createDenoiser(prior, { positive: flat, negative: flat, guidance: 5 });
      const run: SamplerRun = { denoise, x, sigmas, noise };
      for (const _ of found(samplers.get(name))(run));
    };
    const engine = createEngine(scenes);
    const request = { prompt: 'island', negativePrompt: '', steps: STEPS, guidance: 5, width, height, seed: 1n };
    const whole = cpu(() => {
      const render = engine.render({ ...request, sampler: 'euler', schedule: 'karras', image: 0 });
      while (render.next().done !== true);
    });
    sample('euler');
    const pixels = paint(toFields(x, grid), palette, light);
    rows[`${width} x ${height}`] = {
      'model, once a size': cpu(() => createPrior(scenes, createGrid(width, height))).toFixed(1),
      noise: cpu(() => normalSource(1n)(x)).toFixed(1),
      [`euler ${STEPS}`]: cpu(() => sample('euler')).toFixed(1),
      [`heun ${STEPS}`]: cpu(() => sample('heun')).toFixed(1),
      [`dpmpp_2m_sde ${STEPS}`]: cpu(() => sample('dpmpp_2m_sde')).toFixed(1),
      'inverse FFT': cpu(() => toFields(x, grid)).toFixed(1),
      painting: cpu(() => paint(toFields(x, grid), palette, light)).toFixed(1),
      'request to RGB': whole.toFixed(1),
      PNG: cpu(() => toPicture(pixels, '')).toFixed(1),
      'PNG KiB': (toPicture(pixels, '').bytes.length / 1024).toFixed(0),
    };
  }
  console.log(
    'Processor milliseconds, best of',
    RUNS,
    'runs; euler, heun and dpmpp_2m_sde with their noise; painting with its FFT',
  );
  console.table(rows);
}

await main();
