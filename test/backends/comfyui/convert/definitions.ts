/** Node definitions of a made-up server, in the form of `GET /object_info`: core nodes as far as tests need them, and odd ones. */
import { parseObjectInfo } from '../../../../server/src/render/backends/comfyui/graph.ts';

type Spec = readonly unknown[];

function node(required: Record<string, Spec>, output: readonly unknown[], optional: Record<string, Spec> = {}) {
  return {
    input: { required, optional },
    input_order: { required: Object.keys(required), optional: Object.keys(optional) },
    output,
    output_node: output.length === 0,
  };
}

export const SAMPLERS = ['euler', 'euler_ancestral', 'dpmpp_2m', 'lcm', 'res_multistep', 'uni_pc'];
export const SCHEDULES = ['simple', 'sgm_uniform', 'karras', 'normal', 'beta'];
const seed: Spec = ['INT', { default: 0, min: 0, max: 18446744073709551615n, control_after_generate: true }];
const steps: Spec = ['INT', { default: 20, min: 1, max: 10000 }];
const cfg: Spec = ['FLOAT', { default: 8, min: 0, max: 100 }];
const denoise: Spec = ['FLOAT', { default: 1, min: 0, max: 1 }];
const prompt: Spec = ['STRING', { multiline: true, dynamicPrompts: true }];
const batch: Spec = ['INT', { default: 1, min: 1, max: 4096 }];
const side = (step: number): Spec => ['INT', { default: 512, min: 16, max: 16384, step }];
const latentSize = (step: number) => ({ width: side(step), height: side(step), batch_size: batch });
const frames: Spec = ['INT', { default: 25, min: 1, max: 16384 }];
const number = (value: number): Spec => ['FLOAT', { default: value, min: 0, max: 100 }];

/** The files on the made-up server. */
export const FILES = {
  checkpoints: ['sd15.safetensors', 'sdxl\\base.safetensors', 'sd3.5_large.safetensors', 'flux1-dev-fp8.safetensors'],
  diffusion: ['flux1-dev.safetensors', 'z_image_turbo_bf16.safetensors', 'flux2_dev_fp8mixed.safetensors'],
  gguf: ['flux1-schnell-Q4_K_S.gguf'],
  encoders: [
    'clip_l.safetensors',
    'clip_g.safetensors',
    't5xxl_fp16.safetensors',
    'qwen_3_4b.safetensors',
    'mistral_3_small_flux2_bf16.safetensors',
  ],
  vaes: ['ae.safetensors', 'flux2-vae.safetensors', 'vae-ft-mse.safetensors'],
  loras: ['detail.safetensors', 'styles/ink-v2.safetensors'],
};

export const objectInfoJson = {
  KSampler: node(
    {
      model: ['MODEL'],
      seed,
      steps,
      cfg,
      sampler_name: [SAMPLERS, {}],
      scheduler: [SCHEDULES, {}],
      positive: ['CONDITIONING'],
      negative: ['CONDITIONING'],
      latent_image: ['LATENT'],
      denoise,
    },
    ['LATENT'],
  ),
  KSamplerAdvanced: node(
    {
      model: ['MODEL'],
      add_noise: [['enable', 'disable']],
      noise_seed: seed,
      steps,
      cfg,
      sampler_name: [SAMPLERS],
      scheduler: [SCHEDULES],
      positive: ['CONDITIONING'],
      negative: ['CONDITIONING'],
      latent_image: ['LATENT'],
      start_at_step: ['INT', { default: 0 }],
      end_at_step: ['INT', { default: 10000 }],
      return_with_leftover_noise: [['disable', 'enable']],
    },
    ['LATENT'],
  ),
  CheckpointLoaderSimple: node({ ckpt_name: [FILES.checkpoints] }, ['MODEL', 'CLIP', 'VAE']),
  UNETLoader: node({ unet_name: [FILES.diffusion], weight_dtype: [['default', 'fp8_e4m3fn']] }, ['MODEL']),
  UnetLoaderGGUF: node({ unet_name: ['COMBO', { options: FILES.gguf }] }, ['MODEL']),
  CLIPLoader: node(
    {
      clip_name: [FILES.encoders],
      type: [
        [
          'stable_diffusion',
          'lumina2',
          'qwen_image',
          'chroma',
          'flux2',
          'ovis',
          'cosmos',
          'omnigen2',
          'pixart',
          'wan',
          'ltxv',
        ],
      ],
    },
    ['CLIP'],
    { device: [['default', 'cpu']] },
  ),
  DualCLIPLoader: node(
    {
      clip_name1: [FILES.encoders],
      clip_name2: [FILES.encoders],
      type: [['sdxl', 'sd3', 'flux', 'hunyuan_image', 'hunyuan_video', 'hunyuan_video_15']],
    },
    ['CLIP'],
  ),
  TripleCLIPLoader: node({ clip_name1: [FILES.encoders], clip_name2: [FILES.encoders], clip_name3: [FILES.encoders] }, [
    'CLIP',
  ]),
  QuadrupleCLIPLoader: node(
    {
      clip_name1: [FILES.encoders],
      clip_name2: [FILES.encoders],
      clip_name3: [FILES.encoders],
      clip_name4: [FILES.encoders],
    },
    ['CLIP'],
  ),
  VAELoader: node({ vae_name: [FILES.vaes] }, ['VAE']),
  LoraLoader: node(
    {
      model: ['MODEL'],
      clip: ['CLIP'],
      lora_name: [FILES.loras],
      strength_model: number(1),
      strength_clip: number(1),
    },
    ['MODEL', 'CLIP'],
  ),
  LoraLoaderModelOnly: node({ model: ['MODEL'], lora_name: [FILES.loras], strength_model: number(1) }, ['MODEL']),
  ModelSamplingAuraFlow: node({ model: ['MODEL'], shift: number(1.73) }, ['MODEL']),
  CFGNorm: node({ model: ['MODEL'], strength: number(1) }, ['MODEL']),
  ModelSamplingSD3: node({ model: ['MODEL'], shift: number(3) }, ['MODEL']),
  CLIPTextEncode: node({ text: prompt, clip: ['CLIP'] }, ['CONDITIONING']),
  CLIPSetLastLayer: node({ clip: ['CLIP'], stop_at_clip_layer: ['INT', { default: -1, min: -24, max: -1 }] }, ['CLIP']),
  T5TokenizerOptions: node({ clip: ['CLIP'], min_padding: ['INT', {}], min_length: ['INT', {}] }, ['CLIP']),
  ConditioningZeroOut: node({ conditioning: ['CONDITIONING'] }, ['CONDITIONING']),
  ConditioningCombine: node({ conditioning_1: ['CONDITIONING'], conditioning_2: ['CONDITIONING'] }, ['CONDITIONING']),
  CLIPTextEncodeLumina2: node(
    { system_prompt: [['superior', 'alignment']], user_prompt: ['STRING', {}], clip: ['CLIP'] },
    ['CONDITIONING'],
  ),
  StableCascade_EmptyLatentImage: node({ ...latentSize(8), compression: ['INT', { default: 42, min: 4, max: 128 }] }, [
    'LATENT',
    'LATENT',
  ]),
  StableCascade_StageB_Conditioning: node({ conditioning: ['CONDITIONING'], stage_c: ['LATENT'] }, ['CONDITIONING']),
  EmptyHunyuanLatentVideo: node({ ...latentSize(16), length: frames }, ['LATENT']),
  EmptyHunyuanVideo15Latent: node({ ...latentSize(16), length: frames }, ['LATENT']),
  EmptyLTXVLatentVideo: node({ ...latentSize(32), length: frames }, ['LATENT']),
  Wan22ImageToVideoLatent: node({ ...latentSize(32), vae: ['VAE'], length: frames }, ['LATENT']),
  LTXVConditioning: node(
    { positive: ['CONDITIONING'], negative: ['CONDITIONING'], frame_rate: ['FLOAT', { default: 25, min: 0 }] },
    ['CONDITIONING', 'CONDITIONING'],
  ),
  LTXVScheduler: node(
    {
      steps,
      max_shift: ['FLOAT', {}],
      base_shift: ['FLOAT', {}],
      stretch: ['BOOLEAN', {}],
      terminal: ['FLOAT', {}],
      latent: ['LATENT'],
    },
    ['SIGMAS'],
  ),
  FluxGuidance: node({ conditioning: ['CONDITIONING'], guidance: number(3.5) }, ['CONDITIONING']),
  BasicGuider: node({ model: ['MODEL'], conditioning: ['CONDITIONING'] }, ['GUIDER']),
  CFGGuider: node({ model: ['MODEL'], positive: ['CONDITIONING'], negative: ['CONDITIONING'], cfg }, ['GUIDER']),
  RandomNoise: node({ noise_seed: seed }, ['NOISE']),
  KSamplerSelect: node({ sampler_name: [SAMPLERS] }, ['SAMPLER']),
  Flux2Scheduler: node({ steps, width: side(1), height: side(1) }, ['SIGMAS']),
  SDTurboScheduler: node({ model: ['MODEL'], steps: ['INT', { default: 1, min: 1, max: 10 }], denoise }, ['SIGMAS']),
  SamplerCustom: node(
    {
      model: ['MODEL'],
      add_noise: ['BOOLEAN', { default: true }],
      noise_seed: seed,
      cfg,
      positive: ['CONDITIONING'],
      negative: ['CONDITIONING'],
      sampler: ['SAMPLER'],
      sigmas: ['SIGMAS'],
      latent_image: ['LATENT'],
    },
    ['LATENT', 'LATENT'],
  ),
  SamplerCustomAdvanced: node(
    { noise: ['NOISE'], guider: ['GUIDER'], sampler: ['SAMPLER'], sigmas: ['SIGMAS'], latent_image: ['LATENT'] },
    ['LATENT', 'LATENT'],
  ),
  EmptyLatentImage: node(latentSize(8), ['LATENT']),
  EmptySD3LatentImage: node(latentSize(16), ['LATENT']),
  EmptyFlux2LatentImage: node(latentSize(16), ['LATENT']),
  EmptyHunyuanImageLatent: node(latentSize(32), ['LATENT']),
  VAEDecode: node({ samples: ['LATENT'], vae: ['VAE'] }, ['IMAGE']),
  VAEEncode: node({ pixels: ['IMAGE'], vae: ['VAE'] }, ['LATENT']),
  SaveImage: node({ images: ['IMAGE'], filename_prefix: ['STRING', { default: 'ComfyUI' }] }, []),
  PreviewImage: node({ images: ['IMAGE'] }, []),
  LoadImage: node({ image: [['a.png', 'b.png'], { image_upload: true }] }, ['IMAGE', 'MASK']),
  PrimitiveInt: node({ value: ['INT', { control_after_generate: true }] }, ['INT']),
  CustomCombo: node({ choice: ['COMBO', { options: [] }] }, ['STRING', 'INT']),
  ImageCompare: node({ compare_view: ['IMAGECOMPARE', { socketless: true }] }, [], { image_a: ['IMAGE'] }),
  Load3D: node({ model_file: [['none', 'toy.glb']], image: ['LOAD_3D', {}], width: side(1), height: side(1) }, [
    'IMAGE',
  ]),
  // Odd ones.
  Dial: node(
    { angle: ['PACKS_OWN_DIAL', { socketless: true }], turned: ['PACKS_OWN_DIAL', { socketless: true, default: 7 }] },
    ['IMAGE'],
  ),
  'Power Lora Loader (rgthree)': node({}, ['MODEL', 'CLIP'], { model: ['MODEL'], clip: ['CLIP'] }),
  Picks: node(
    { style: [['ink', 'oil', 'pastel'], { control_after_generate: true }], amount: ['FLOAT', { default: 0.5 }] },
    ['STRING'],
  ),
  Socketed: node(
    { image: ['IMAGE'], strength: ['FLOAT', { default: 1, forceInput: true }], amount: ['INT', { default: 3 }] },
    ['IMAGE'],
    { text: ['STRING', { forceInput: true }], mode: [['fast', 'slow']] },
  ),
  Points: node({ points: ['STRING', { default: '[]' }], curve: ['CURVE', {}] }, ['MASK']),
  Tuned: node(
    {
      sampling: [
        'COMFY_DYNAMICCOMBO_V3',
        {
          options: [
            { key: 'plain', inputs: { required: {} } },
            {
              key: 'custom',
              inputs: { required: { strength: number(0.3), seed: ['INT', {}] }, optional: { fast: ['BOOLEAN', {}] } },
            },
          ],
        },
      ],
      amount: ['INT', { default: 4 }],
    },
    ['SIGMAS'],
  ),
  Grown: node(
    {
      images: [
        'COMFY_AUTOGROW_V3',
        { template: { input: { required: { image: ['IMAGE', {}] } }, prefix: 'image', min: 1 } },
      ],
      scale: ['FLOAT', { default: 2 }],
    },
    ['IMAGE'],
  ),
  VideoOut: node(
    { images: ['IMAGE'], frame_rate: ['FLOAT', { default: 8 }], format: [['image/gif', 'video/h264']] },
    [],
  ),
};

export const objectInfo = parseObjectInfo(objectInfoJson);
