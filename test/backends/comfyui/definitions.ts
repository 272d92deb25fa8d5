/** Definitions of nodes as `GET /object_info` gives them, by hand: the inputs that the tests' graphs use. */

type Inputs = Record<string, unknown[]>;
interface Definition {
  readonly required?: Inputs;
  readonly optional?: Inputs;
  readonly output?: readonly string[];
  readonly isOutput?: boolean;
  readonly isPaid?: boolean;
  /** Where its class is from. */
  readonly module?: string;
}

export const MODELS = ['fox/sd15.safetensors', 'sdxl.safetensors'];
export const SAMPLERS = ['euler', 'dpmpp_2m', 'dpm_adaptive'];
const SCHEDULERS = ['normal', 'karras'];

const steps = ['INT', { default: 20, min: 1, max: 10000 }];
const seed = ['INT', { default: 0, min: 0, max: Number.MAX_SAFE_INTEGER, control_after_generate: true }];
const pixels = ['INT', { default: 512, min: 16, max: 16384, step: 8 }];
const prefix = ['STRING', { default: 'ComfyUI' }];
const sampling = {
  sampler_name: [SAMPLERS],
  scheduler: [SCHEDULERS],
  positive: ['CONDITIONING'],
  negative: ['CONDITIONING'],
};

const CLASSES: Readonly<Record<string, Definition>> = {
  KSampler: {
    required: {
      model: ['MODEL'],
      seed,
      steps,
      cfg: ['FLOAT', { min: 0, max: 100 }],
      ...sampling,
      latent_image: ['LATENT'],
      denoise: ['FLOAT'],
    },
    output: ['LATENT'],
  },
  KSamplerAdvanced: {
    required: {
      model: ['MODEL'],
      noise_seed: seed,
      steps,
      ...sampling,
      latent_image: ['LATENT'],
      start_at_step: ['INT', {}],
      end_at_step: ['INT', {}],
    },
    output: ['LATENT'],
  },
  SamplerCustomAdvanced: {
    required: {
      noise: ['NOISE'],
      guider: ['GUIDER'],
      sampler: ['SAMPLER'],
      sigmas: ['SIGMAS'],
      latent_image: ['LATENT'],
    },
    output: ['LATENT', 'LATENT'],
  },
  BasicScheduler: { required: { model: ['MODEL'], scheduler: [SCHEDULERS], steps }, output: ['SIGMAS'] },
  CheckpointLoaderSimple: { required: { ckpt_name: [MODELS, {}] }, output: ['MODEL', 'CLIP', 'VAE'] },
  UNETLoader: { required: { unet_name: ['COMBO', { options: ['flux1-schnell.safetensors'] }] }, output: ['MODEL'] },
  LoraLoader: {
    required: { model: ['MODEL'], clip: ['CLIP'], lora_name: [['detail.safetensors']], strength_model: ['FLOAT'] },
    output: ['MODEL', 'CLIP'],
  },
  CLIPTextEncode: { required: { text: ['STRING', { multiline: true }], clip: ['CLIP'] }, output: ['CONDITIONING'] },
  EmptyLatentImage: {
    required: { width: pixels, height: pixels, batch_size: ['INT', { min: 1 }] },
    output: ['LATENT'],
  },
  EmptyImage: {
    required: { width: pixels, height: pixels, batch_size: ['INT', {}], color: ['INT', {}] },
    output: ['IMAGE'],
  },
  LoadImage: { required: { image: [['fox.png'], { image_upload: true }] }, output: ['IMAGE', 'MASK'] },
  ImageScaleBy: {
    required: { image: ['IMAGE'], upscale_method: [['nearest-exact', 'lanczos']], scale_by: ['FLOAT'] },
    output: ['IMAGE'],
  },
  PackScaleBy: {
    required: { image: ['IMAGE'], upscale_method: [['nearest-exact', 'lanczos']] },
    output: ['IMAGE'],
    module: 'custom_nodes.pack',
  },
  VAEEncode: { required: { pixels: ['IMAGE'], vae: ['VAE'] }, output: ['LATENT'] },
  VAEDecode: { required: { samples: ['LATENT'], vae: ['VAE'] }, output: ['IMAGE'] },
  VAEDecodeTiled: { required: { samples: ['LATENT'], vae: ['VAE'], tile_size: ['INT', {}] }, output: ['IMAGE'] },
  CreateVideo: { required: { images: ['IMAGE'], fps: ['FLOAT'] }, optional: { audio: ['AUDIO'] }, output: ['VIDEO'] },
  GetVideoComponents: { required: { video: ['VIDEO'] }, output: ['IMAGE', 'AUDIO', 'FLOAT'] },
  LoadVideo: { required: { file: [['fox.mp4'], { video_upload: true }] }, output: ['VIDEO'] },
  VAEDecodeAudio: { required: { samples: ['LATENT'], vae: ['VAE'] }, output: ['AUDIO'] },
  PreviewAudio: { required: { audio: ['AUDIO'] }, output: ['AUDIO'], isOutput: true },
  ImageToVideoNode: { required: { first_frame: ['IMAGE'], seed }, output: ['VIDEO'] },
  ImageToMeshNode: { required: { image: ['IMAGE'], seed }, output: ['MESH'] },
  SaveGLB: { required: { mesh: ['MESH'], filename_prefix: prefix }, isOutput: true },
  PrimitiveInt: { required: { value: ['INT', {}] }, output: ['INT'] },
  PreviewImage: { required: { images: ['IMAGE'] }, isOutput: true },
  SaveImage: { required: { images: ['IMAGE'], filename_prefix: prefix }, isOutput: true },
  SaveImageWebsocket: { required: { images: ['IMAGE'] }, isOutput: true },
  SaveVideo: { required: { video: ['VIDEO'], filename_prefix: prefix }, isOutput: true },
  SaveLatent: { required: { samples: ['LATENT'], filename_prefix: prefix }, isOutput: true },
  SaveAndPass: { required: { images: ['IMAGE'], filename_prefix: prefix }, output: ['IMAGE'], isOutput: true },
  FluxProUltraImageNode: { required: { prompt: ['STRING', {}], seed }, output: ['IMAGE'], isPaid: true },
};

/** The answer of `GET /object_info`, or of `GET /object_info/{class}`. */
export function definitions(only?: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(CLASSES)
      .filter(([name]) => only === undefined || name === only)
      .map(
        ([name, { required = {}, optional = {}, output = [], isOutput = false, isPaid = false, module = 'nodes' }]) => [
          name,
          {
            input: { required, optional },
            input_order: { required: Object.keys(required), optional: Object.keys(optional) },
            output,
            name,
            display_name: name,
            output_node: isOutput,
            python_module: module,
            ...(isPaid && { api_node: true }),
          },
        ],
      ),
  );
}

/** Text to picture, as people have it in their files; each test changes what it is about. */
export function txt2img(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const sampler = { seed: 5, steps: 30, cfg: 7, sampler_name: 'euler', scheduler: 'normal', denoise: 1 };
  const links = { model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] };
  return {
    '3': { class_type: 'KSampler', inputs: { ...sampler, ...links } },
    '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: MODELS[0] } },
    '5': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
    '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a fox', clip: ['4', 1] } },
    '7': { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['4', 1] } },
    '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
    '9': { class_type: 'SaveImage', inputs: { images: ['8', 0], filename_prefix: 'fox' }, _meta: { title: 'Result' } },
    ...changes,
  };
}
