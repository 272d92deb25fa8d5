import { describe, expect, test } from 'vitest';
import { PlanError, planRender, type RenderMode } from '../../../server/src/render/plan.ts';
import { subjectOf } from '../../../server/src/rules/subject.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

function plan(text: string, mode: RenderMode = 'configured') {
  const [generation] = analyse(text).reading.generations;
  return planRender(generation, subjectOf(generation, knowledge), knowledge, {
    mode,
    randomSeed: () => 77n,
    maxSide: 2048,
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
    sampler: 'dpmpp_2m',
    schedule: 'karras',
    model: 'sdxl',
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
    expect(warnings).toEqual(['Drawn at 2048 × 1024 instead of 4096 × 2048, the largest this backend draws.']);
  });
});

describe('seed', () => {
  test('keeps all digits', () =>
    expect(plan('{"prompt": "a", "steps": 4, "seed": 18446744073709551615}').request.seed).toBe(18446744073709551615n));
  test('a random one is drawn and shown', () =>
    expect(from('prompt: a\nsteps: 4\nseed: -1\n', 'Seed')).toEqual({ label: 'Seed', value: '77', from: 'default' }));
  test('too large a one is refused', () =>
    expect(() => plan('{"prompt": "a", "steps": 4, "seed": 18446744073709551616}')).toThrow('below 2^64'));
});

describe('samplers', () => {
  test('a known one that the backend lacks is replaced, and that is said', () => {
    const { request, warnings } = plan('prompt: a\nsteps: 4\nsampler: DPM++ 3M SDE\nscheduler: beta\n');
    expect(request).toMatchObject({ sampler: 'dpmpp_2m_sde', schedule: 'simple' });
    expect(warnings).toHaveLength(2);
  });
  test('an unknown one goes to the backend, which lists what it knows', () =>
    expect(plan('prompt: a\nsteps: 4\nsampler: warp9\n').request.sampler).toBe('warp9'));
  test('a diffusers scheduler class is a sampler', () =>
    expect(plan('prompt: a\nsteps: 4\nscheduler: HeunDiscreteScheduler\n').request).toMatchObject({
      sampler: 'heun',
      schedule: 'karras',
    }));
});

test('guidance of 0 means off', () =>
  expect(plan('prompt: a\nsteps: 4\nguidance_scale: 0\n').request.guidance).toBe(1));
