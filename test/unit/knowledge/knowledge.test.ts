import { describe, expect, test } from 'vitest';
import { fill, normaliseKey } from '../../../server/src/knowledge/knowledge.ts';
import { knowledge } from '../../support/knowledge.ts';

describe('model names', () => {
  test.each([
    ['flux1-schnell.safetensors', 'flux1-schnell'],
    ['black-forest-labs/FLUX.1-schnell', 'flux1-schnell'],
    ['flux_schnell_Q4_0.gguf', 'flux1-schnell'],
    ['fal-ai/flux/schnell', 'flux1-schnell'],
    ['black-forest-labs/FLUX.1-dev', 'flux1-dev'],
    ['flux1-dev-Q8_0.gguf', 'flux1-dev'],
    ['sd_xl_base_1.0.safetensors', 'sdxl'],
    ['RealVisXL_V4.0.safetensors', 'sdxl'],
    ['stabilityai/sdxl-turbo', 'sdxl-turbo'],
    ['v1-5-pruned-emaonly.ckpt', 'sd15'],
    ['dreamshaper_8.safetensors', 'sd15'],
    ['Qwen/Qwen-Image', 'qwen-image'],
    ['qwen_image_2512_fp8_e4m3fn.safetensors', 'qwen-image'],
    ['Tongyi-MAI/Z-Image-Turbo', 'z-image-turbo'],
    ['sdxl_lightning_2step_unet.safetensors', 'sdxl-lightning-2'],
    ['Hyper-SD15-8steps-lora.safetensors', 'hyper-sd-8'],
    ['Qwen-Image-Lightning-4steps-V2.0-bf16.safetensors', 'qwen-image-lightning-4'],
    ['latent-consistency/lcm-lora-sdxl', 'lcm'],
    ['sd3.5_large_fp8_scaled.safetensors', 'sd35-large'],
  ])('%s is %s', (name, id) => expect(knowledge.model(name, 'model')?.id).toBe(id));

  test.each([
    'clip_l.safetensors',
    't5xxl_fp16.safetensors',
    'qwen_2.5_vl_7b_fp8_scaled.safetensors',
    'qwen_image_vae.safetensors',
    'qwen_image_layered_bf16.safetensors',
    'qwen_image_edit_2511_bf16.safetensors',
    'sd_xl_refiner_1.0.safetensors',
    'sd3.5_large_turbo.safetensors',
    'black-forest-labs/FLUX.1-Fill-dev',
    'flux1-dev-kontext_fp8_scaled.safetensors',
    'flux2_dev_fp8mixed.safetensors',
    'flux-2-klein-4b-fp8.safetensors',
    'ponyDiffusionV6XL_v6StartWithThisOne.safetensors',
    'juggernautXL_v9Rdphoto2Lightning.safetensors',
    'Hyper-SDXL-8steps-CFG-lora.safetensors',
    'z_image_de_turbo_v1_bf16.safetensors',
    'control_v11p_sd15_openpose.pth',
    '4x-UltraSharp.pth',
    'ubuntu-latest',
    'meta-llama/Llama-3.1-8B-Instruct',
  ])('%s is none of ours', (name) => expect(knowledge.model(name, 'model')).toBeNull());

  test('in a LoRA field only accelerators count', () => {
    expect(knowledge.model('sdxl_pixel_art.safetensors', 'lora')).toBeNull();
    expect(knowledge.model('sdxl_lightning_8step_lora.safetensors', 'lora')?.id).toBe('sdxl-lightning-8');
  });
});

test.each([
  ['DPM++ 2M', 'dpmpp_2m'],
  ['DPMSolverMultistepScheduler', 'dpmpp_2m'],
  ['k_euler_a', 'euler_ancestral'],
  ['Euler a', 'euler_ancestral'],
  ['FlowMatchEulerDiscreteScheduler', 'euler'],
  ['uni_pc_bh2', 'uni_pc'],
])('the sampler %s is %s', (name, id) => expect(knowledge.sampler(name)?.id).toBe(id));

test('a key has one meaning in all its spellings', () => {
  const spellings = [
    'num_inference_steps',
    'numInferenceSteps',
    'num-inference-steps',
    'NUM_INFERENCE_STEPS',
    '--num_inference_steps',
  ];
  expect(new Set(spellings.map(normaliseKey)).size).toBe(1);
  for (const key of spellings)
    expect(knowledge.alias(key)).toMatchObject({ setting: 'inference_steps', certain: true });
});

test('a name missing in a template stays visible', () => expect(fill('{a} {b}', { a: 1 })).toBe('1 {b}'));
