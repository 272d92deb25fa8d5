import { describe, expect, test } from 'vitest';
import type { RenderMode } from '../../../server/src/protocol/render.ts';
import type { Bounds } from '../../../server/src/render/plan/bounds.ts';
import { PlanError } from '../../../server/src/render/plan/error.ts';
import { planRender } from '../../../server/src/render/plan/index.ts';
import { askedOf, type Overrides } from '../../../server/src/run/asked.ts';
import { runOf } from '../../../server/src/run/index.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

const bounds: Bounds = {
  side: { most: 2048, says: 'the most' },
  steps: { most: 100, says: 'as many as it takes' },
  seed: { most: 2n ** 64n - 1n, name: 'It' },
};

function plan(text: string, mode: RenderMode = 'configured', overrides: Overrides = {}) {
  const [generation] = analyse(text).reading.generations;
  return planRender(runOf(askedOf(generation, { overrides }), knowledge), knowledge, {
    file: runOf(generation, knowledge),
    mode,
    randomSeed: () => 77n,
    bounds,
    asGraph: false,
  });
}

const from = (text: string, label: string, mode?: RenderMode) =>
  plan(text, mode).settings.find((setting) => setting.label === label);

test('a full config is rendered as it says', () => {
  const text =
    'model: sdxl\nprompt: a cat\nnegative_prompt: a dog\nsteps: 30\nguidance_scale: 6.5\nwidth: 768\nheight: 512\nseed: 42\nsampler: DPM++ 2M\nscheduler: Karras\n';
  const { request, warnings } = plan(text);
  expect(request).toEqual({
    prompt: 'a cat',
    negativePrompt: 'a dog',
    steps: 30,
    guidance: 6.5,
    width: 768,
    height: 512,
    seed: 42n,
    distilledGuidance: null,
    sampler: { id: 'dpmpp_2m', written: 'DPM++ 2M' },
    schedule: { id: 'karras', written: 'Karras' },
    model: 'sdxl',
    family: 'sdxl',
    loras: [],
    clipSkip: null,
    graph: null,
    paidNodesAllowed: false,
  });
  expect(warnings).toEqual([]);
});

describe('steps', () => {
  test('a draft takes the count of the model', () => {
    expect(from('model: sdxl\nprompt: a\nsteps: 80\n', 'Steps', 'draft')).toEqual({
      label: 'Steps',
      value: '12',
      from: 'draft',
    });
    expect(from('model: FLUX.1-schnell\nprompt: a\nsteps: 28\n', 'Steps', 'draft')?.value).toBe('2');
    expect(from('prompt: a\nsteps: 80\n', 'Steps', 'draft')?.value).toBe('8');
  });
  test('a draft never takes more than the file', () =>
    expect(from('model: sdxl\nprompt: a\nsteps: 5\n', 'Steps', 'draft')).toMatchObject({ value: '5', from: 'file' }));
  test('as configured takes the count of the file', () =>
    expect(plan('prompt: a\nsteps: 80\n').request.steps).toBe(80));
  test('a placeholder leaves the default', () =>
    expect(from('model: sdxl\nprompt: a\nsteps: ${N}\n', 'Steps')).toEqual({
      label: 'Steps',
      value: '25',
      from: 'default',
    }));
  test('nonsense is refused with what to do', () =>
    expect(() => plan('prompt: a\nguidance_scale: 7\nnum_inference_steps: few\n')).toThrow(PlanError));
});

describe('size', () => {
  test.each([
    ['size: 640x384', 640, 384],
    ['size: "1280*720"', 1280, 720],
    ['resolution: 768', 768, 768],
    ['width: 640\nheight: "320"', 640, 320],
    ['seed: 1', 512, 512],
  ])('%s', (line, width, height) =>
    expect(plan(`prompt: a\nsteps: 4\n${line}\n`).request).toMatchObject({ width, height }),
  );
  test("without one, the model's own", () =>
    expect(plan('model: sdxl\nprompt: a\nsteps: 4\n').request).toMatchObject({ width: 1024, height: 1024 }));
  test('too large a one is fitted, and that is said', () => {
    const { request, warnings } = plan('prompt: a\nsteps: 4\nwidth: 4096\nheight: 2048\n');
    expect(request).toMatchObject({ width: 2048, height: 1024 });
    expect(warnings).toEqual(['Drawn at 2048 × 1024 instead of 4096 × 2048: 2048 is the most.']);
  });
});

describe('bounds of a backend', () => {
  test('more steps than it takes are cut, and that is said', () => {
    const { request, warnings } = plan('prompt: a\nsteps: 500\n');
    expect(request.steps).toBe(100);
    expect(warnings).toEqual(['Rendered in 100 steps instead of 500: as many as it takes.']);
  });
  test('a seed beyond what it keeps is reduced, and that is said', () => {
    const [generation] = analyse('prompt: a\nsteps: 5\nseed: 4294967298\n').reading.generations;
    const { request, warnings } = planRender(runOf(generation, knowledge), knowledge, {
      mode: 'configured',
      randomSeed: () => 77n,
      bounds: { ...bounds, seed: { most: 2n ** 32n - 1n, name: 'It' } },
      asGraph: false,
    });
    expect(request.seed).toBe(2n);
    expect(warnings).toEqual(['It keeps seeds up to 4294967295: rendered with 2, the remainder of 4294967298.']);
  });
});

test.each([
  ['as A1111 counts', 'override_settings: {CLIP_stop_at_last_layers: 2}\nsampler_name: Euler\ncfg_scale: 7', 2],
  ['not said', 'seed: 1', null],
])('CLIP skip, %s', (_, lines, counted) =>
  expect(plan(`prompt: a\nsteps: 4\n${lines}\n`).request.clipSkip).toBe(counted),
);

describe('seed', () => {
  test('keeps all digits', () =>
    expect(plan('{"prompt": "a", "steps": 4, "seed": 18446744073709551615}').request.seed).toBe(18446744073709551615n));
  test('a random one is drawn and shown', () =>
    expect(from('prompt: a\nsteps: 4\nseed: -1\n', 'Seed')).toEqual({ label: 'Seed', value: '77', from: 'drawn' }));
  test('too large a one is refused', () =>
    expect(() => plan('{"prompt": "a", "steps": 4, "seed": 18446744073709551616}')).toThrow('below 2^64'));
});

describe('samplers', () => {
  const choices = (lines: string) => {
    const { sampler, schedule } = plan(`prompt: a\nsteps: 4\n${lines}\n`).request;
    return [sampler, schedule];
  };
  const heun = { id: 'heun', written: 'HeunDiscreteScheduler' };
  const both = 'DPM++ 2M Karras';
  test.each([
    [
      'by their ids',
      'sampler: DPM++ 3M SDE\nscheduler: beta',
      { id: 'dpmpp_3m_sde', written: 'DPM++ 3M SDE' },
      { id: 'beta', written: 'beta' },
    ],
    [
      'unknown, as written',
      'sampler: warp9\nscheduler: ten',
      { id: null, written: 'warp9' },
      { id: null, written: 'ten' },
    ],
    ['not said, left to the backend', 'seed: 1', null, null],
    ['a class of diffusers is a sampler', 'scheduler: HeunDiscreteScheduler', heun, null],
    [
      'a schedule behind the sampler',
      `sampler: ${both}`,
      { id: 'dpmpp_2m', written: both },
      { id: 'karras', written: both },
    ],
    [
      'its own word for the schedule first',
      `sampler: ${both}\nscheduler: beta`,
      { id: 'dpmpp_2m', written: both },
      { id: 'beta', written: 'beta' },
    ],
  ])('%s', (_, lines, sampler, schedule) => expect(choices(lines)).toEqual([sampler, schedule]));
  test('what is left out is the backend’s', () =>
    expect(from('prompt: a\nsteps: 4\n', 'Sampler')).toEqual({
      label: 'Sampler',
      value: 'its own choice',
      from: 'server',
    }));
});

describe('guidance', () => {
  const guidance = (text: string) => {
    const { guidance, distilledGuidance } = plan(`prompt: a\nsteps: 4\n${text}\n`).request;
    return [guidance, distilledGuidance];
  };
  test.each([
    ['0 means off', 'guidance_scale: 0', 1, null],
    ['of a distilled model is its input', 'model: FLUX.1-dev\nguidance_scale: 4', 1, 4],
    ["of a distilled model without any, the model's", 'model: FLUX.1-dev', 1, 3.5],
    ['distilled by its own name', 'model: FLUX.1-dev\ndistilled_cfg_scale: 2.5\ncfg_scale: 2', 2, 2.5],
    ["without any, the model's", 'model: sdxl', 7, null],
    ['of a model without it is off', 'model: FLUX.1-schnell', 1, null],
  ])('%s', (_, text, real, distilled) => expect(guidance(text)).toEqual([real, distilled]));
});

describe('what is asked for on the spot goes first', () => {
  const text = 'model: sdxl\nprompt: a\nsteps: 30\nseed: 3\nsampler: euler\n';
  test('and is shown as asked', () => {
    const overrides = {
      inference_steps: '4',
      seed: '18446744073709551615',
      width: '640',
      sampler: 'heun',
      prompt: 'b',
    };
    const { request, settings } = plan(text, 'configured', overrides);
    expect(request).toMatchObject({ steps: 4, seed: 18446744073709551615n, width: 640, height: 1024, prompt: 'b' });
    expect(request.sampler).toEqual({ id: 'heun', written: 'heun' });
    expect(settings.filter((setting) => setting.from === 'override').map(({ label }) => label)).toEqual([
      'Steps',
      'Size',
      'Sampler',
      'Seed',
      'Prompt',
    ]);
  });
  test.each([
    [{ inference_steps: 'many' }, 'many is not a step count'],
    [{ inference_steps: '0' }, '0 is not a step count'],
    [{ width: '12.5' }, '12.5 is no side of a picture'],
    [{ seed: '1.5' }, '1.5 is no seed'],
  ])('nonsense is refused: %o', (overrides, message) =>
    expect(() => plan(text, 'configured', overrides)).toThrow(message),
  );
  test('-1 asks for a random seed', () =>
    expect(plan(text, 'configured', { seed: '-1' })).toMatchObject({ request: { seed: 77n }, seedIsDrawn: true }));
});

test('LoRAs keep their weight; those at 0 are off', () =>
  expect(
    plan('prompt: "a <lora:one:0.5> <lora:two:0> <lora:three>"\nsteps: 4\nguidance_scale: 5\n').request.loras,
  ).toEqual([
    { name: 'one', weight: 0.5 },
    { name: 'three', weight: 1 },
  ]));

test('the draft of a video is as long as its model can make it at most, one as configured has all', () => {
  const text = 'model: Wan-AI/Wan2.1-T2V-1.3B\nsteps: 30\nprompt: a cat\nnum_frames: 81\n';
  expect(plan(text, 'draft').request.frames).toBe(17);
  expect(plan(text, 'draft').changes).toContainEqual({ setting: 'frames', label: 'frames', from: '81', to: 17 });
  expect(plan(text, 'draft').settings).toContainEqual({ label: 'Frames', value: '17', from: 'draft' });
  expect(plan(text).request.frames).toBe(81);
  expect(plan(text.replace('81', '9'), 'draft').request.frames).toBe(9);
  expect(plan(text, 'draft', { frames: '33' }).request.frames).toBe(33);
  expect(() => plan(text, 'draft', { frames: '1.5' })).toThrow(PlanError);
});

test('what a model makes only in counts that nobody knows keeps them', () => {
  expect(plan('model: unknown-video\nsteps: 30\nprompt: a cat\nnum_frames: 81\n', 'draft').request.frames).toBe(81);
  expect(plan('model: sdxl\nsteps: 30\nprompt: a cat\n', 'draft').request).not.toHaveProperty('frames');
});
