/** Which nodes run, samplers in parts, LoRAs. */
import { describe, expect, test } from 'vitest';
import { type Draft, loader, read, sampler, values, workflow } from './workflow-drafts.ts';

describe('nodes that do not run', () => {
  test.each([
    ['muted', 2],
    ['bypassed', 4],
  ])('a %s sampler is no generation', (_, mode) =>
    expect(read(workflow({ 3: sampler({ mode }), 4: loader }))).toEqual([]),
  );

  test('a bypassed LoRA is passed through and does not count', () => {
    const lora = (mode: number): Draft => ({
      type: 'LoraLoader',
      values: ['sdxl_lightning_4step_lora.safetensors', 1, 1],
      from: { model: [4], clip: [4, 1] },
      outputs: ['MODEL', 'CLIP'],
      mode,
    });
    const [on] = read(workflow({ 2: lora(0), 3: sampler({ from: { model: [2] } }), 4: loader }));
    const [off] = read(workflow({ 2: lora(4), 3: sampler({ from: { model: [2] } }), 4: loader }));
    expect([on, off].map(({ model }) => model?.text)).toEqual([
      'sd_xl_base_1.0.safetensors',
      'sd_xl_base_1.0.safetensors',
    ]);
    expect([on, off].map(({ loras }) => loras.length)).toEqual([1, 0]);
  });

  test('a bypassed node passes on the input of the same type', () => {
    const text = workflow({
      2: { type: 'Merge', mode: 4, from: { clip: [4, 1], model: [4] }, outputs: ['MODEL'] },
      3: sampler({ from: { model: [2] } }),
      4: loader,
    });
    expect(read(text)[0].model?.text).toBe('sd_xl_base_1.0.safetensors');
  });
});

describe('samplers in parts', () => {
  test('SamplerCustomAdvanced: the count is on the scheduler node, the rest around the sampler', () => {
    const [generation, ...others] = read(
      workflow({
        1: {
          type: 'SamplerCustomAdvanced',
          from: { noise: [2], guider: [3], sampler: [4], sigmas: [10], latent_image: [6] },
        },
        2: { type: 'RandomNoise', values: [99, 'fixed'] },
        3: { type: 'BasicGuider', from: { model: [7], conditioning: [8] } },
        4: { type: 'KSamplerSelect', values: ['heun'] },
        5: { type: 'BasicScheduler', values: ['simple', 28, 1], from: { model: [7] }, outputs: ['SIGMAS'] },
        6: { type: 'EmptySD3LatentImage', values: [512, 640, 1] },
        7: { type: 'UNETLoader', values: ['flux1-dev.safetensors', 'default'] },
        8: { type: 'FluxGuidance', values: [3.5], from: { conditioning: [9] } },
        9: { type: 'CLIPTextEncode', values: ['a lake'] },
        10: { type: 'SplitSigmas', values: [4], from: { sigmas: [5] }, outputs: ['SIGMAS', 'SIGMAS'] },
      }),
    );
    expect(others).toEqual([]);
    expect(generation.model?.text).toBe('flux1-dev.safetensors');
    expect(values(generation)).toMatchObject({
      inference_steps: 28,
      scheduler: 'simple',
      sampler: 'heun',
      seed: 99,
      distilled_guidance: 3.5,
      width: 512,
      height: 640,
      prompt: 'a lake',
    });
    expect(values(generation)).not.toHaveProperty('negative_prompt');
  });

  test('a chain that shares one schedule: each part with its bounds and its own model', () => {
    const part = (seed: number, start: number, end: number, from: NonNullable<Draft['from']>): Draft => ({
      type: 'KSamplerAdvanced',
      values: ['enable', seed, 'fixed', 20, 3.5, 'euler', 'simple', start, end, 'enable'],
      from,
    });
    const found = read(
      workflow({
        1: part(5, 0, 10, { model: [3], latent_image: [5] }),
        2: part(0, 10, 10000, { model: [4], latent_image: [1] }),
        3: { type: 'UNETLoader', values: ['wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors', 'default'] },
        4: { type: 'UNETLoader', values: ['wan2.2_t2v_low_noise_14B_fp8_scaled.safetensors', 'default'] },
        5: { type: 'EmptyHunyuanLatentVideo', values: [832, 480, 81, 1] },
      }),
    );
    expect(found.map(values)).toMatchObject([
      { inference_steps: 20, start_step: 0, end_step: 10, frames: 81, width: 832 },
      { inference_steps: 20, start_step: 10, end_step: 10000, frames: 81, width: 832 },
    ]);
    expect(found.map(({ model }) => model?.text.includes('high'))).toEqual([true, false]);
  });

  test('pipes, and a prompt that is emptied', () => {
    const [generation] = read(
      workflow({
        1: {
          type: 'FaceDetailerPipe',
          values: [256, true, 768, 0, 'fixed', 20, 8, 'euler', 'normal', 0.5],
          from: { detailer_pipe: [2] },
        },
        2: { type: 'ToDetailerPipe', values: [''], from: { model: [4], positive: [5], negative: [6] } },
        4: loader,
        5: { type: 'CLIPTextEncode', values: ['a face'] },
        6: { type: 'ConditioningZeroOut', from: { conditioning: [5] } },
      }),
    );
    expect(generation.model?.text).toBe('sd_xl_base_1.0.safetensors');
    expect(values(generation)).toMatchObject({ prompt: 'a face', strength: 0.5 });
    expect(values(generation)).not.toHaveProperty('negative_prompt');
  });
});

describe('LoRAs', () => {
  const lorasOf = (stack: Draft) =>
    read(
      workflow({
        1: stack,
        2: {
          type: 'Efficient Loader',
          values: ['base.safetensors', 'Baked VAE', -1, 'None', 1, 1, 'p', 'n'],
          from: { lora_stack: [1] },
        },
        3: sampler({ from: { model: [2] } }),
      }),
    )[0].loras.map(({ text, weight }) => [text, weight]);

  test('of a stack: as many as it says', () =>
    expect(
      lorasOf({
        type: 'LoRA Stacker',
        values: ['simple', 1, 'a.safetensors', 0.5, 1, 1, 'b.safetensors', 0.5, 1, 1, 'None', 1, 1, 1],
      }),
    ).toEqual([['a.safetensors', 0.5]]));
  test('of a list: those that are on', () =>
    expect(
      lorasOf({
        type: 'Power Lora Loader (rgthree)',
        values: [
          {},
          { type: 'PowerLoraLoaderHeaderWidget' },
          { on: true, lora: 'a.safetensors', strength: 0.8, strengthTwo: null },
          { on: false, lora: 'b.safetensors', strength: 1 },
          { on: true, lora: 'c.safetensors', strength: 0 },
        ],
      }),
    ).toEqual([['a.safetensors', 0.8]]));
});
