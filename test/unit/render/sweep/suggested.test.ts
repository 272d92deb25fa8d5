/** What is offered to compare, for what files and models. */
import { describe, expect, test } from 'vitest';
import type { Offers } from '../../../../server/src/render/backend.ts';
import { planRender } from '../../../../server/src/render/plan/index.ts';
import { comparables } from '../../../../server/src/render/sweep/suggested.ts';
import { runOf } from '../../../../server/src/run/index.ts';
import { apiGraph } from '../../../support/graphs.ts';
import { analyse, knowledge } from '../../../support/knowledge.ts';

const NO_LISTS: Offers = { samplers: null, schedules: null };

function of(text: string, { offers = NO_LISTS, mostSteps = null as number | null, asGraph = false } = {}) {
  const [generation] = analyse(text).reading.generations;
  const run = runOf(generation, knowledge);
  const side = { most: 2048, says: '' };
  const bounds = { side, steps: null, seed: { most: 2n ** 64n - 1n, name: '' } };
  const { request } = planRender(run, knowledge, {
    mode: 'configured',
    randomSeed: () => 1n,
    bounds,
    asGraph,
  });
  const found = comparables({ run, request, asGraph }, offers, mostSteps, knowledge);
  return Object.fromEntries(found.map(({ setting, ...rest }) => [setting, rest]));
}

describe('steps', () => {
  test.each([
    ['the guide’s three', 'prompt: a\nsteps: 25\nsampler: euler\n', ['4', '25', '50']],
    ['with the file’s own', 'prompt: a\nsteps: 30\nsampler: euler\n', ['4', '25', '30', '50']],
    ['few, of a model made for few', 'model: flux1-schnell\nprompt: a\nsteps: 6\n', ['1', '2', '4', '6', '8']],
    [
      'few, with an accelerator',
      'model: sd_xl_base_1.0\nprompt: a\nsteps: 8\nloras: [sdxl_lightning_8step_lora]\n',
      ['1', '2', '4', '8'],
    ],
  ])('%s', (_, text, suggested) => expect(of(text).inference_steps.suggested).toEqual(suggested));
  test('no more than the backend takes', () =>
    expect(of('prompt: a\nsteps: 20\nsampler: euler\n', { mostSteps: 40 }).inference_steps.suggested).toEqual([
      '4',
      '20',
      '25',
    ]));
});

describe('guidance', () => {
  test('around what the model is made for', () => {
    const { guidance_scale } = of('model: sd_xl_base_1.0\nprompt: a\nsteps: 25\ncfg_scale: 9.5\n');
    const { sweet, default: usual } = knowledge.model('sd_xl_base_1.0', 'model')?.guidance ?? {};
    const numbers = [...new Set([...(sweet ?? []), Number(usual), 9.5])].sort((a, b) => a - b);
    expect(guidance_scale).toMatchObject({ current: '9.5', suggested: numbers.map(String), offered: null });
  });
  test('the input of a model that takes it as one', () =>
    expect(of('model: flux1-dev\nprompt: a\nsteps: 20\nguidance: 3\n').guidance_scale.current).toBe('3'));
  test('not of a model that runs without', () =>
    expect(of('model: flux1-schnell\nprompt: a\nsteps: 4\n').guidance_scale).toBeUndefined());
});

describe('samplers', () => {
  test('one of each kind, the file’s own first, in the words of its program', () => {
    const { sampler } = of('prompt: a\nsteps: 20\nsampler_name: DPM++ 2M\ncfg_scale: 7\nhr_second_pass_steps: 0\n');
    expect(sampler.current).toBe('DPM++ 2M');
    expect(sampler.suggested).toEqual(['DPM++ 2M', 'Euler', 'Euler a', 'DPM++ 2M SDE']);
    expect(sampler.offered).toContain('UniPC');
  });
  test('of diffusers, which calls them schedulers', () => {
    const { sampler } = of('prompt: a\nnum_inference_steps: 20\nscheduler: EulerDiscreteScheduler\n');
    expect(sampler.suggested).toEqual([
      'EulerDiscreteScheduler',
      'DPMSolverMultistepScheduler',
      'EulerAncestralDiscreteScheduler',
    ]);
  });
  test('that the backend has, and names that only it knows', () => {
    const offers = { samplers: ['euler', 'heun', 'my_own'], schedules: ['normal', 'karras'] };
    const { sampler, scheduler } = of(apiGraph(), { offers, asGraph: true });
    expect(sampler).toMatchObject({ suggested: ['euler', 'heun', 'my_own'], offered: ['euler', 'heun', 'my_own'] });
    expect(scheduler).toMatchObject({ suggested: ['normal', 'karras'], offered: ['normal', 'karras'] });
  });
});

test('schedules that spoil the model are not suggested', () => {
  const { scheduler } = of('model: z_image_turbo_bf16\nprompt: a\nsteps: 20\nsampler_name: euler\nscheduler: simple\n');
  expect(scheduler.suggested).not.toContain('karras');
  expect(scheduler.suggested[0]).toBe('simple');
});

test('what a graph has no input for can’t be compared', () => {
  const linked = apiGraph().replace('"cfg": 7', '"cfg": ["77", 0]');
  expect(Object.keys(of(linked, { asGraph: true }))).toContain('inference_steps');
  const none = apiGraph().replace('"scheduler": "normal",', '');
  expect(of(none, { asGraph: true }).scheduler).toBeUndefined();
});

test('schedules of a flow model are those that suit one', () => {
  const offers = { samplers: ['euler'], schedules: ['karras', 'normal', 'simple', 'beta', 'sgm_uniform'] };
  const { scheduler } = of('model: flux1-schnell\nprompt: a\nsteps: 4\nsampler: euler\nscheduler: simple\n', {
    offers,
  });
  expect(scheduler.suggested).toEqual(['simple', 'beta', 'sgm_uniform']);
});
