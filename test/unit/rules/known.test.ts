/** Rules and data together, over texts as people write them: what must be reported, and what must not. */
import { describe, expect, test } from 'vitest';
import { find } from '../../support/knowledge.ts';

const say = (text: string) =>
  find(text).map(({ code, severity, fixes }) => `${code} ${severity} ${fixes[0]?.value ?? '-'}`);
const job = (entries: Readonly<Record<string, string | number>>) =>
  say(JSON.stringify({ prompt: 'a cat', ...entries }));

describe('reported', () => {
  test.each([
    [
      'Z-Image-Turbo at 25 in LocalAI',
      'backend: stablediffusion-ggml\nname: z\nstep: 25\ncfg_scale: 1\nparameters:\n  model: z_image_turbo-Q4_0.gguf\n',
      ['steps-wasteful warning 8'],
    ],
    [
      'SDXL Turbo with guidance',
      'pipeline: StableDiffusionXLPipeline\nmodel: stabilityai/sdxl-turbo\nprompt: a\nnum_inference_steps: 4\nguidance_scale: 7.5\n',
      ['guidance-distilled warning 1'],
    ],
    [
      'Qwen-Image with guidance that diffusers passes over',
      'pipeline: QwenImagePipeline\nmodel: Qwen/Qwen-Image\nprompt: a\nnum_inference_steps: 50\nguidance_scale: 4\n',
      ['guidance-ignored information true_cfg_scale'],
    ],
    [
      'an LCM LoRA with usual guidance',
      'pipeline: StableDiffusionPipeline\nmodel: runwayml/stable-diffusion-v1-5\nlora: latent-consistency/lcm-lora-sdv1-5\nprompt: a\nnum_inference_steps: 4\nguidance_scale: 7.5\n',
      ['guidance-distilled warning 1'],
    ],
    [
      'SDXL at half its size',
      'model: stabilityai/stable-diffusion-xl-base-1.0\nprompt: a\nsteps: 25\nwidth: 512\nheight: 512\n',
      ['size-far-from-native information -'],
    ],
    [
      'SD 1.5 at twice its size',
      'model: runwayml/stable-diffusion-v1-5\nprompt: a\nsteps: 25\nwidth: 1024\nheight: 1024\n',
      ['size-far-from-native information -'],
    ],
    [
      'Wan with a frame too few',
      'model: Wan-AI/Wan2.1-T2V-14B\nprompt: a\nsteps: 40\nnum_frames: 80\n',
      ['frames-form information 81'],
    ],
  ])('%s', (_, text, expected) => expect(say(text)).toEqual(expected));

  test('a graph with four things wrong', () => {
    const graph = {
      '1': {
        class_type: 'KSampler',
        inputs: {
          steps: 20,
          cfg: 7,
          seed: -1,
          sampler_name: 'k_euler_a',
          scheduler: 'simple',
          denoise: 1,
          model: ['2', 0],
          latent_image: ['3', 0],
        },
      },
      '2': {
        class_type: 'LoraLoaderModelOnly',
        inputs: { lora_name: 'Hyper-FLUX.1-dev-8steps-lora.safetensors', strength_model: 1, model: ['4', 0] },
      },
      '3': { class_type: 'EmptyLatentImage', inputs: { width: 1001, height: 1024, batch_size: 1 } },
      '4': { class_type: 'UNETLoader', inputs: { unet_name: 'flux1-dev.safetensors' } },
    };
    expect(say(JSON.stringify(graph)).sort()).toEqual([
      'guidance-distilled warning 1',
      'lora-weight warning 0.125',
      'sampler-unknown warning euler_ancestral',
      'seed-out-of-range warning 0',
      'size-multiple warning 1000',
      'steps-accelerated warning 8',
    ]);
  });
});

describe('not reported', () => {
  test.each([
    [
      'distilled for guidance, not for steps',
      { model: 'hunyuanvideo1.5_720p_t2v_cfg_distilled', num_inference_steps: 50, guidance_scale: 1, num_frames: 121 },
    ],
    [
      'FLUX.1 dev with its embedded guidance',
      { model: 'black-forest-labs/FLUX.1-dev', num_inference_steps: 28, guidance_scale: 3.5 },
    ],
    [
      'FLUX.1 schnell, which passes guidance_scale over',
      { model: 'black-forest-labs/FLUX.1-schnell', num_inference_steps: 4, guidance_scale: 3.5 },
    ],
    [
      'the same in diffusers',
      {
        pipeline: 'FluxPipeline',
        model: 'black-forest-labs/FLUX.1-schnell',
        num_inference_steps: 4,
        guidance_scale: 3.5,
      },
    ],
    ['MiniMax H3 at 20', { model: 'MiniMax-H3', num_inference_steps: 20, guidance_scale: 1, num_frames: 124 }],
    [
      'a TCD LoRA, whose count is free',
      {
        model: 'stabilityai/stable-diffusion-xl-base-1.0',
        lora: 'h1t/TCD-SDXL-LoRA',
        num_inference_steps: 30,
        guidance_scale: 0,
      },
    ],
    ['Z-Image-Turbo at 9', { model: 'Tongyi-MAI/Z-Image-Turbo', num_inference_steps: 9, guidance_scale: 0 }],
    [
      'and at 16, of which half run',
      { model: 'Tongyi-MAI/Z-Image-Turbo', num_inference_steps: 16, strength: 0.5, guidance_scale: 0 },
    ],
    ['sound, which takes many', { model: 'cvssp/audioldm2', num_inference_steps: 200, guidance_scale: 3.5 }],
    [
      'a base model beside its distilled siblings',
      { model: 'black-forest-labs/FLUX.2-klein-base-4B', num_inference_steps: 50, guidance_scale: 4 },
    ],
    [
      'a Hyper LoRA that keeps its guidance',
      {
        model: 'stabilityai/stable-diffusion-xl-base-1.0',
        lora: 'Hyper-SDXL-8steps-CFG-lora.safetensors',
        num_inference_steps: 8,
        guidance_scale: 5,
      },
    ],
    [
      'SDXL in any of its shapes',
      { model: 'stabilityai/stable-diffusion-xl-base-1.0', num_inference_steps: 25, width: 1536, height: 640 },
    ],
    ['keys that look like SwarmUI’s but are anyone’s', { steps: 25, cfg_scale: 7, seed: -5, strength: 0.01 }],
  ])('%s', (_, entries) => expect(job(entries)).toEqual([]));
});
