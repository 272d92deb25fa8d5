/** Graphs for requests that have none: what is in them, and that a server would take them. */
import { describe, expect, test } from 'vitest';
import { built } from './building.ts';

describe('Stable Diffusion', () => {
  test('the whole graph', () => {
    expect(built({})).toMatchObject({
      sampler: 'sampler',
      warnings: [],
      graph: {
        model: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd15.safetensors' } },
        latent: { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 768, batch_size: 1 } },
        positive: { class_type: 'CLIPTextEncode', inputs: { text: 'a cat', clip: ['model', 1] } },
        negative: { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['model', 1] } },
        sampler: {
          class_type: 'KSampler',
          inputs: {
            model: ['model', 0],
            seed: 2n ** 63n,
            steps: 12,
            cfg: 7,
            sampler_name: 'euler',
            scheduler: 'normal',
            positive: ['positive', 0],
            negative: ['negative', 0],
            latent_image: ['latent', 0],
            denoise: 1,
          },
        },
        decode: { class_type: 'VAEDecode', inputs: { samples: ['sampler', 0], vae: ['model', 2] } },
        preview: { class_type: 'PreviewImage', inputs: { images: ['decode', 0] } },
      },
    });
  });

  test('sampler and schedule by the names of other programs', () => {
    const { of, warnings } = built({
      sampler: { id: 'dpmpp_2m', written: 'DPM++ 2M' },
      schedule: { id: 'karras', written: 'Karras' },
    });
    expect(of('KSampler')).toMatchObject({ sampler_name: 'dpmpp_2m', scheduler: 'karras' });
    expect(warnings).toEqual([]);
  });

  test('what the server lacks is said', () => {
    const { of, warnings } = built({
      sampler: { id: null, written: 'Sorcery' },
      schedule: { id: null, written: 'Moon' },
    });
    expect(of('KSampler')).toMatchObject({ sampler_name: 'euler', scheduler: 'normal' });
    expect(warnings).toEqual([expect.stringContaining('Sorcery'), expect.stringContaining('Moon')]);
  });

  test('LoRAs, of the request and of the prompt, one behind the other', () => {
    const { graph } = built({
      prompt: 'a cat <lora:ink-v2:0.6>',
      loras: [{ name: 'detail', weight: 0.8 }],
    });
    expect(graph).toMatchObject({
      lora1: {
        inputs: {
          lora_name: 'styles/ink-v2.safetensors',
          strength_model: 0.6,
          strength_clip: 0.6,
          model: ['model', 0],
          clip: ['model', 1],
        },
      },
      lora2: {
        inputs: { lora_name: 'detail.safetensors', strength_model: 0.8, model: ['lora1', 0], clip: ['lora1', 1] },
      },
      sampler: { inputs: { model: ['lora2', 0] } },
      positive: { inputs: { text: 'a cat', clip: ['lora2', 1] } },
    });
  });

  test('CLIP skip, behind the LoRAs', () => {
    const { graph } = built({ clipSkip: 2, loras: [{ name: 'detail', weight: 1 }] });
    expect(graph).toMatchObject({
      skip: { class_type: 'CLIPSetLastLayer', inputs: { stop_at_clip_layer: -2, clip: ['lora1', 1] } },
      positive: { inputs: { clip: ['skip', 0] } },
    });
    expect(built({ clipSkip: 1 }).of('CLIPSetLastLayer')).toBeUndefined();
  });

  test('sides that the latent can not have', () => {
    const { of, warnings } = built({ width: 515, height: 768 });
    expect(of('EmptyLatentImage')).toMatchObject({ width: 512, height: 768 });
    expect(warnings).toEqual([expect.stringContaining('512 × 768 instead of 515 × 768')]);
  });

  test('without guidance the negative prompt is not read', () => {
    const { graph } = built({ guidance: 1 });
    expect(graph.negative).toMatchObject({
      class_type: 'ConditioningZeroOut',
      inputs: { conditioning: ['positive', 0] },
    });
  });

  test('a checkpoint of a family that nobody knows is drawn alike, and it is said', () => {
    const { of, warnings } = built({ family: null });
    expect(of('KSampler')).toBeDefined();
    expect(warnings).toEqual([expect.stringContaining('drawn like Stable Diffusion')]);
  });

  test('SDXL Turbo has a schedule of its own, and ten steps at most', () => {
    const { of, sampler, warnings } = built({
      family: 'sdxl-turbo',
      model: 'base.safetensors',
      guidance: 1,
      steps: 20,
      schedule: { id: 'karras', written: 'Karras' },
    });
    expect(of('CheckpointLoaderSimple')).toMatchObject({ ckpt_name: 'sdxl\\base.safetensors' });
    expect(of('SDTurboScheduler')).toMatchObject({ id: sampler, steps: 10 });
    expect(warnings).toEqual([expect.stringContaining('Karras'), expect.stringContaining('20 steps')]);
  });
});
