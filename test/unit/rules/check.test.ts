import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../server/src/features/analysis.ts';
import { analyse, find, knowledge } from '../../support/knowledge.ts';

const short = (text: string) =>
  find(text).map(({ code, severity, fixes }) => `${code} ${severity} ${fixes[0]?.value ?? '-'}`);
const job = (model: string | null, steps: number | string, more = '') =>
  `${model ? `model: ${model}\n` : ''}prompt: a cat\nnum_inference_steps: ${steps}\n${more}`;

describe('no model named: the guide speaks', () => {
  test.each([
    [1, ['steps-too-few information 25']],
    [10, ['steps-too-few information 25']],
    [11, []],
    [25, []],
    [39, []],
    [40, ['steps-wasteful warning 25']],
    [80, ['steps-wasteful warning 25']],
  ])('%i steps', (steps, expected) => expect(short(job(null, steps))).toEqual(expected));
});

describe('a known model: only its own range speaks', () => {
  test.each([
    ['black-forest-labs/FLUX.1-schnell', 1, []],
    ['black-forest-labs/FLUX.1-schnell', 4, []],
    ['black-forest-labs/FLUX.1-schnell', 20, ['steps-wasteful warning 4']],
    ['black-forest-labs/FLUX.1-schnell', 28, ['steps-wasteful warning 4']],
    ['stabilityai/sdxl-turbo', 1, []],
    ['stabilityai/sdxl-turbo', 25, ['steps-wasteful warning 1']],
    ['Qwen/Qwen-Image', 50, []],
    ['Qwen/Qwen-Image', 60, ['steps-wasteful information 50']],
    ['Qwen/Qwen-Image', 100, ['steps-wasteful warning 50']],
    ['black-forest-labs/FLUX.1-dev', 28, []],
    ['black-forest-labs/FLUX.1-dev', 50, ['steps-wasteful information 28']],
    ['black-forest-labs/FLUX.1-dev', 80, ['steps-wasteful warning 28']],
    ['stabilityai/stable-diffusion-xl-base-1.0', 12, []],
    ['stabilityai/stable-diffusion-xl-base-1.0', 30, []],
    ['stabilityai/stable-diffusion-xl-base-1.0', 80, ['steps-wasteful warning 25']],
    ['stabilityai/stable-diffusion-xl-base-1.0', 4, ['steps-too-few information 25']],
    ['sdxl_lightning_4step_unet.safetensors', 2, ['steps-too-few warning 4']],
    ['stable-diffusion-v1-5', 25, []],
  ])('%s at %i', (model, steps, expected) => expect(short(job(model, steps))).toEqual(expected));
});

describe('a model that is not known: information at most', () => {
  test.each([
    ['myOwnMerge_v7.safetensors', 4, []],
    ['myOwnMerge_v7.safetensors', 30, []],
    ['myOwnMerge_v7.safetensors', 80, ['steps-wasteful information 25']],
  ])('%s at %i', (model, steps, expected) => expect(short(job(model, steps))).toEqual(expected));
});

describe('accelerators', () => {
  test('a LoRA changes the range of its base model', () => {
    expect(
      short(job('stabilityai/stable-diffusion-xl-base-1.0', 25, 'lora: sdxl_lightning_4step_lora.safetensors\n')),
    ).toEqual(['steps-accelerated warning 4']);
    expect(
      short(job('stabilityai/stable-diffusion-xl-base-1.0', 4, 'lora: sdxl_lightning_4step_lora.safetensors\n')),
    ).toEqual([]);
  });
  test('one made for another model changes nothing', () => {
    expect(short(job('black-forest-labs/FLUX.1-dev', 28, 'lora: sdxl_lightning_4step_lora.safetensors\n'))).toEqual([]);
  });
  test('a style LoRA changes nothing', () => {
    expect(short(job('stabilityai/stable-diffusion-xl-base-1.0', 25, 'lora: sdxl_pixel_art.safetensors\n'))).toEqual(
      [],
    );
  });
});

describe('quiet where little is known', () => {
  test.each([
    ['the LCM sampler means few steps', 'prompt: a\nsampler: lcm\nsteps: 4\n'],
    ['low guidance means a few-step model', 'prompt: a\nguidance_scale: 1.5\nsteps: 6\n'],
    ['videos differ', 'prompt: a\nnum_frames: 81\nsteps: 50\n'],
    ['a placeholder', 'prompt: a\nsteps: "{{ steps }}"\n'],
    ['not set', 'prompt: a\nguidance_scale: 4\ndefault_overwrite_step: -1\n'],
    ['empty', 'prompt: a\nnum_inference_steps:\n'],
  ])('%s', (_, text) => expect(short(text)).toEqual([]));
});

describe('values that are no counts', () => {
  test.each([
    ['0', 'error', '0 steps make no picture. Use a whole number from 1.'],
    ['-5', 'error', '-5 is negative; a step count is a whole number from 1.'],
    ['2.5', 'error', '2.5 is not a whole number; tools refuse it or cut it off.'],
    ['many', 'error', 'many is not a number; a step count is a whole number from 1.'],
    ['true', 'error', 'true is not a number; a step count is a whole number from 1.'],
    ['5000', 'warning', '5000 steps is far beyond any model (most want 20-30). Is this the length of a training?'],
    ['.inf', 'warning', '.inf steps is far beyond any model (most want 20-30). Is this the length of a training?'],
  ])('%s', (value, severity, message) => {
    expect(find(job(null, value))).toMatchObject([
      { code: 'steps-not-a-count', severity, message, fixes: [{ value: 25, title: 'Set to 25 (safe default)' }] },
    ]);
  });
  test('a whole number written as 30.0 is a count', () => expect(short(job(null, '30.0'))).toEqual([]));
});

describe('two spellings', () => {
  test('that disagree are a conflict, shown on the second with the first beside it', () => {
    const [finding, ...others] = find('prompt: a\nsteps: 20\nnum_inference_steps: 30\n');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'steps-conflict',
      severity: 'warning',
      message: 'num_inference_steps says 30, but steps says 20 for the same picture. Only one can count.',
      occurrence: { pointer: '/num_inference_steps' },
      related: { occurrence: { pointer: '/steps' } },
      fixes: [{ value: 20, title: 'Set to 20 (as steps says)' }],
    });
  });
  test('that agree are not', () => expect(short('prompt: a\nsteps: 20\nnum_inference_steps: 20\n')).toEqual([]));
  test('of different passes are not', () =>
    expect(short('prompt: a\nsteps: 20\nhr_second_pass_steps: 12\n')).toEqual([]));
});

describe('fixes are left out where they would break something', () => {
  test('a schedule shared by two samplers', () => {
    const graph = {
      '1': {
        class_type: 'KSamplerAdvanced',
        inputs: { steps: 90, start_at_step: 0, end_at_step: 60, model: ['2', 0] },
      },
      '2': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
    };
    expect(short(JSON.stringify(graph))).toEqual(['steps-wasteful warning -']);
  });
  test('a value behind a YAML alias', () =>
    expect(short('n: &n 80\nprompt: a\nsteps: *n\n')).toEqual(['steps-wasteful warning -']));
});

describe("the user's severities", () => {
  const analysis = analyse(job(null, 80));
  test('replace the own one', () =>
    expect(findingsOf(analysis, knowledge, { 'steps-wasteful': 'hint' })).toMatchObject([{ severity: 'hint' }]));
  test('turn a rule off', () => expect(findingsOf(analysis, knowledge, { 'steps-wasteful': 'off' })).toEqual([]));
  test('leave it with default', () =>
    expect(findingsOf(analysis, knowledge, { 'steps-wasteful': 'default' })).toMatchObject([{ severity: 'warning' }]));
});

test('a count shared by a merge is reported once', () => {
  expect(short('a: &a\n  prompt: x\n  steps: 80\nb:\n  <<: *a\n  seed: 1\n')).toEqual(['steps-wasteful warning 25']);
});

test('the verdict says what it costs', () => {
  expect(find(job('black-forest-labs/FLUX.1-schnell', 28))[0].message).toBe(
    'FLUX.1 schnell is distilled for 1-4 steps; 28 costs 7 times as much for no gain.',
  );
  expect(find(job('Qwen/Qwen-Image', 100))[0].message).toBe(
    'Qwen-Image gains little past 50 steps; 100 costs 2 times as much as 50.',
  );
});
