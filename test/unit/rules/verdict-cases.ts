/** What the hover says about each setting, case by case. */

const yaml = (model: string) => (more: string) => `prompt: a\nsteps: 20\n${model}${more}\n`;

/** Files of one generation with 20 steps, by model or program; `more` is written into them. */
export const FILES = {
  plain: yaml(''),
  dev: yaml('model: black-forest-labs/FLUX.1-dev\n'),
  schnell: yaml('model: black-forest-labs/FLUX.1-schnell\n'),
  sdxl: yaml('model: stabilityai/stable-diffusion-xl-base-1.0\n'),
  lumina: yaml('model: Alpha-VLLM/Lumina-Next-SFT\n'),
  lcm: yaml('model: latent-consistency/lcm-lora-sdxl\n'),
  hidream: yaml('model: HiDream-ai/HiDream-E1-Full\n'),
  wan: yaml('model: Wan-AI/Wan2.1-T2V-14B\n'),
  hunyuan: yaml('model: tencent/HunyuanVideo\n'),
  ltx: yaml('model: Lightricks/LTX-Video\n'),
  diffusers: (more: string) =>
    `pipeline_class: DiffusionPipeline\nprompt: a\n${more.includes('steps:') ? '' : 'num_inference_steps: 20\n'}${more}\n`,
  a1111: (more: string) => `{"prompt": "a", "steps": 20, "cfg_scale": 7, "enable_hr": false, ${more}}`,
  wan2gp: (more: string) =>
    `settings_version: 2\nflow_shift: 5\nnum_inference_steps: 8\nmodel_type: t2v_2_2
activated_loras: [Wan2.2-Lightning_T2V-A14B-4steps-lora_HIGH_fp16.safetensors]\n${more}\n`,
  predicting: (model: string, type: string) =>
    `{pipeline: StableDiffusionPipeline, model: ${model}, prompt: a, num_inference_steps: 25, prediction_type: ${type}}`,
  causvid: (guidance: string) =>
    `{"1": {"class_type": "KSampler", "inputs": {"steps": 12, "model": ["3", 0], "cfg": ${guidance}}},
      "2": {"class_type": "UNETLoader", "inputs": {"unet_name": "wan2.1_t2v_14B_fp16.safetensors"}},
      "3": {"class_type": "LoraLoaderModelOnly", "inputs": {"lora_name": "Wan21_CausVid_14B_T2V_lora_rank32_v2.safetensors", "strength_model": 0.3, "model": ["2", 0]}}}`,
  swarm: (more: string) => `{"prompt": "a", "steps": 20, "cfgscale": 7, "sigmashift": 3, ${more}}`,
  comfyDev: (more: string) =>
    `{"1": {"class_type": "KSampler", "inputs": {"steps": 20, "model": ["2", 0], ${more}}},
      "2": {"class_type": "UNETLoader", "inputs": {"unet_name": "flux1-dev.safetensors"}}}`,
};

/** Setting, file, verdict. Every sentence of every guide is said by one of these (a test holds it). */
export const CASES: readonly (readonly [string, string, string])[] = [
  [
    'guidance_scale',
    FILES.schnell('guidance_scale: 0'),
    '0 is off, as FLUX.1 schnell wants: it is distilled to run without guidance.',
  ],
  [
    'guidance_scale',
    FILES.schnell('guidance_scale: 3'),
    'FLUX.1 schnell is distilled to run without guidance. 3 spoils the picture or is ignored: use 1.',
  ],
  ['guidance_scale', FILES.sdxl('guidance_scale: 7'), '7 is right for SDXL (4-9).'],
  [
    'guidance_scale',
    'infer_steps: 40\ntransformer_model_name: Wan2.1-T2V-14B\nenable_cfg: false\nsample_guide_scale: 5\n',
    'Guidance is switched off here: 5 is not read.',
  ],
  [
    'guidance_scale',
    FILES.wan2gp('loras_multipliers: "0;1"\nguidance_scale: 3.5'),
    'Wan 2.2 Lightning (4-step) joins in a later phase: until then the plain model runs, with guidance of its own.',
  ],
  [
    'guidance_scale',
    FILES.comfyDev('"cfg": 0.5'),
    '1 turns guidance off; below it the prompt counts for less, and at 0 for nothing.',
  ],
  ['guidance_scale', FILES.sdxl('guidance_scale: 1'), '1 is off. SDXL follows the prompt with 4-9.'],
  [
    'guidance_scale',
    FILES.sdxl('guidance_scale: 2'),
    '2 is below what SDXL is run with (4-9): freer, less true to the prompt.',
  ],
  [
    'guidance_scale',
    FILES.sdxl('guidance_scale: 12'),
    '12 is above what SDXL is run with (4-9): harder contrast, then burnt colours.',
  ],
  ['guidance_scale', FILES.lumina('guidance_scale: 4'), '4 is what Lumina-Next is usually run with.'],
  ['guidance_scale', FILES.lumina('guidance_scale: 5'), 'Lumina-Next is usually run with 4.'],
  ['guidance_scale', FILES.lcm('guidance_scale: 7'), 'LCM works only with guidance near 1 (1-2); 7 burns the picture.'],
  ['guidance_scale', FILES.hidream('guidance_scale: 5'), 'HiDream-E1: Two guidances: text 5 and image 1.5 to 2.'],
  [
    'guidance_scale',
    FILES.comfyDev('"cfg": 1'),
    '1 is off, as FLUX.1 dev wants: its guidance is an input of the model, set elsewhere.',
  ],
  [
    'guidance_scale',
    FILES.comfyDev('"cfg": 4'),
    'FLUX.1 dev has guidance built in. 4 here adds real guidance on top, at twice the cost; usual is 1.',
  ],
  [
    'guidance_scale',
    FILES.diffusers('model_id: Qwen/Qwen-Image\nguidance_scale: 4'),
    'In diffusers Qwen-Image reads true_cfg_scale; guidance_scale does nothing.',
  ],
  [
    'guidance_scale',
    FILES.plain('guidance_scale: 1'),
    '1 is off: right for few-step models, too loose for most others.',
  ],
  [
    'guidance_scale',
    FILES.plain('guidance_scale: 3'),
    '3 is low: usual for FLUX, video and few-step models, loose for Stable Diffusion.',
  ],
  ['guidance_scale', FILES.plain('guidance_scale: 7.5'), '7.5 is usual for Stable Diffusion 1.5 and SDXL (5-9).'],
  [
    'guidance_scale',
    FILES.plain('guidance_scale: 12'),
    '12 is high: strong contrast and little variety on most models.',
  ],
  ['guidance_scale', FILES.plain('guidance_scale: 20'), '20 is so high that most models burn the picture.'],
  [
    'guidance_scale',
    FILES.dev('guidance_scale: 3.5'),
    'FLUX.1 dev takes guidance as an input; 3.5 is its usual value.',
  ],
  [
    'guidance_scale',
    FILES.dev('guidance_scale: 3'),
    'FLUX.1 dev takes guidance as an input; 3 lies in its usual range (2-4).',
  ],
  [
    'guidance_scale',
    FILES.dev('guidance_scale: 4.5'),
    'FLUX.1 dev takes guidance as an input; 3.5 is usual, 4.5 is above.',
  ],
  [
    'guidance_scale',
    FILES.dev('guidance_scale: 7'),
    'FLUX.1 dev takes guidance as an input; 3.5 is usual, 7 is far above.',
  ],
  [
    'guidance_scale',
    FILES.dev('guidance_scale: 1.5'),
    'FLUX.1 dev takes guidance as an input; 3.5 is usual, 1.5 is below.',
  ],
  [
    'distilled_guidance',
    FILES.dev('distilled_guidance_scale: 1'),
    'FLUX.1 dev takes guidance as an input; 3.5 is usual, 1 is far below.',
  ],
  [
    'distilled_guidance',
    FILES.sdxl('embedded_guidance_scale: 6'),
    'SDXL has no such input: it works with the ordinary guidance scale.',
  ],
  [
    'distilled_guidance',
    FILES.schnell('embedded_guidance_scale: 6'),
    'FLUX.1 schnell runs without guidance; 6 changes nothing.',
  ],
  [
    'distilled_guidance',
    FILES.plain('embedded_guidance_scale: 6'),
    'FLUX models are usually run at 2 to 4, HunyuanVideo at 6.',
  ],
  [
    'seed',
    FILES.plain('seed: 18446744073709551615'),
    '18446744073709551615 is fixed: the same settings give the same picture again.',
  ],
  ['seed', FILES.plain('seed: -1'), '-1 asks for a new picture every time.'],
  [
    'seed',
    FILES.plain('seed: 7\nsampler: euler_a'),
    '7 is fixed: the same settings give the same picture again. With Euler ancestral another step count still gives another picture.',
  ],
  ['seed', FILES.plain('variation_seed: 7'), 'A second seed, mixed into the first.'],
  ['seed', FILES.plain('seed: ${SEED}'), 'A placeholder: filled in before the picture is made.'],
  ['width', FILES.sdxl('width: 832\nheight: 1216'), '832 x 1216 is a size SDXL was trained on.'],
  ['width', FILES.sdxl('width: 768\nheight: 1024'), '768 x 1024 suits SDXL, which was trained on 1024 x 1024.'],
  [
    'height',
    FILES.sdxl('width: 512\nheight: 512'),
    'SDXL was trained on 1024 x 1024; 512 x 512 has 27 % of its pixels, and pictures suffer.',
  ],
  [
    'width',
    FILES.sdxl('width: 2048\nheight: 2048'),
    'SDXL was trained on 1024 x 1024; 2048 x 2048 has 4 times its pixels: slow, and things appear twice or edges break.',
  ],
  [
    'height',
    FILES.dev('width: 1000\nheight: 1024'),
    'Of 1000 x 1024 one side is not a multiple of 16, the unit of FLUX.1 dev.',
  ],
  ['width', FILES.plain('width: 512'), 'One side of the picture, in pixels.'],
  [
    'size',
    FILES.plain('size: 768x1024'),
    '768 x 1024 has 0.79 megapixels. Time grows a little faster than the pixels.',
  ],
  [
    'sampler',
    FILES.dev('sampler: euler'),
    'Euler calls the model once a step. More steps refine one picture. FLUX.1 dev is often run with it.',
  ],
  [
    'sampler',
    FILES.wan('sampler: heun'),
    'Heun calls the model twice a step. More steps refine one picture. Wan 2.1 is usually run with UniPC.',
  ],
  [
    'sampler',
    FILES.plain('sampler: euler_a'),
    'Euler ancestral calls the model once a step. It adds noise at every step: each step count gives another picture.',
  ],
  ['sampler', FILES.plain('sampler: lcm'), 'LCM calls the model once a step. It is made for few-step models.'],
  [
    'sampler',
    FILES.plain('sampler: heunpp2'),
    'Heun++ 2 calls the model 3 times a step. More steps refine one picture.',
  ],
  ['sampler', FILES.plain('sampler: none_such'), 'Sweetspot does not know the sampler none_such.'],
  [
    'scheduler',
    FILES.plain('scheduler: DDIMScheduler'),
    'DDIM calls the model once a step. More steps refine one picture.',
  ],
  ['scheduler', FILES.plain('scheduler: kl_optimal'), 'KL optimal: a known noise schedule.'],
  ['scheduler', FILES.plain('scheduler: none_such'), 'Sweetspot does not know the schedule none_such.'],
  ['strength', FILES.plain('strength: 0'), '0 leaves the input picture as it is.'],
  [
    'strength',
    FILES.plain('strength: 0.1'),
    '0.1 hardly changes the picture. Most tools then run only 2 of the 20 steps.',
  ],
  [
    'strength',
    FILES.diffusers('strength: 0.3'),
    '0.3 keeps the picture and redraws its detail. Of the 20 steps 6 run.',
  ],
  [
    'strength',
    FILES.comfyDev('"denoise": 0.5'),
    '0.5 keeps the composition and changes the rest. All 20 steps run, on the last part of a longer schedule.',
  ],
  [
    'strength',
    FILES.plain('strength: 0.9'),
    '0.9 keeps little more than the rough layout. Most tools then run only 18 of the 20 steps.',
  ],
  ['strength', FILES.plain('strength: 1'), '1 starts from pure noise: nothing of an input picture is left.'],
  ['strength', FILES.plain('strength: 2'), 'Strength lies between 0 and 1.'],
  ['negative_prompt', FILES.plain('negative_prompt: ""'), 'Empty: nothing is avoided.'],
  [
    'negative_prompt',
    FILES.schnell('negative_prompt: b'),
    'FLUX.1 schnell runs without guidance, so nothing of this is used.',
  ],
  // Guidance that is on reads it, though the model is made to run without.
  [
    'negative_prompt',
    FILES.a1111('"negative_prompt": "b", "sd_model_checkpoint": "flux1-schnell.safetensors"'),
    'Used: guidance is on (7).',
  ],
  ['negative_prompt', FILES.plain('negative_prompt: b\ncfg: 1'), 'Guidance is off (1), so nothing of this is used.'],
  [
    'negative_prompt',
    FILES.dev('negative_prompt: b'),
    'FLUX.1 dev has guidance built in; a negative prompt works only with real guidance above 1.',
  ],
  ['negative_prompt', FILES.sdxl('negative_prompt: b\nguidance_scale: 7'), 'Used: guidance is on (7).'],
  [
    'negative_prompt',
    FILES.wan2gp('guidance_scale: 1\nnegative_prompt: b\nNAG_scale: 3'),
    'Used: normalised attention guidance (NAG) reads it, whether guidance is on or off.',
  ],
  ['image_count', FILES.plain('num_images: 1'), 'One picture.'],
  ['image_count', FILES.plain('num_images: 4'), '4 pictures of 20 steps are 80 steps.'],
  ['image_count', FILES.diffusers('num_inference_steps: ${N}\nnum_images: 4'), '4 pictures cost 4 times as much.'],
  [
    'clip_skip',
    FILES.plain('clip_skip: 2'),
    'Tools differ: the last but one layer is 2 in A1111, 1 in diffusers and -2 in ComfyUI.',
  ],
  ['clip_skip', FILES.swarm('"clipstopatlayer": -1'), '-1 uses every layer of the text encoder.'],
  [
    'clip_skip',
    FILES.swarm('"clipstopatlayer": 2'),
    'Here layers are counted from the end, so the value is negative: -1 uses all of them.',
  ],
  ['batch_size', FILES.a1111('"batch_size": 2'), '2 at once: a little faster each, and more graphics memory.'],
  ['clip_skip', FILES.a1111('"clip_skip": 1'), '1 uses every layer of the text encoder.'],
  ['clip_skip', FILES.a1111('"clip_skip": 2'), '2 leaves out the last layer, as anime models of SD 1.5 like it.'],
  ['clip_skip', FILES.a1111('"clip_skip": 4'), '4 leaves out the last 3 layers: the prompt is read more loosely.'],
  ['lora_weight', FILES.plain('lora_scale: 0'), '0 switches the LoRA off.'],
  ['lora_weight', FILES.plain('lora_scale: -1'), '-1 takes away what the LoRA has learnt.'],
  ['lora_weight', FILES.plain('lora_scale: 0.2'), '0.2 is weak: the LoRA only colours the picture.'],
  ['lora_weight', FILES.plain('lora_scale: 0.8'), '0.8 is usual for a style LoRA.'],
  ['lora_weight', FILES.plain('lora_scale: 1.3'), '1.3 is more than usual: most style LoRAs are used at 0.5 to 1.'],
  ['lora_weight', FILES.plain('lora_scale: 2'), '2 is strong: the LoRA takes over, and pictures often break.'],
  [
    'lora_weight',
    FILES.dev('lora: Hyper-FLUX.1-dev-8steps-lora\nlora_scale: 0.125'),
    '0.125 is right for Hyper-FLUX (8-step), which brings the steps down to 8.',
  ],
  [
    'lora_weight',
    FILES.dev('lora: Hyper-FLUX.1-dev-8steps-lora\nlora_scale: 1'),
    'Hyper-FLUX (8-step) is made to be loaded at 0.125; 1 spoils the picture or loses the speed.',
  ],
  [
    'prediction',
    FILES.predicting('stabilityai/stable-diffusion-2-1', 'v_prediction'),
    'stabilityai/stable-diffusion-2-1 learned v-prediction: v_prediction is right.',
  ],
  [
    'prediction',
    FILES.predicting('stabilityai/sdxl-turbo', 'epsilon'),
    'It must be what the model learned. Most checkpoints learned epsilon; those named vpred, and Stable Diffusion 2 at 768, v-prediction.',
  ],
  [
    'prediction',
    FILES.predicting('stabilityai/stable-diffusion-2-1', 'sample'),
    'sample belongs to few-step models and to some that are made for one task.',
  ],
  [
    'guidance_scale',
    FILES.causvid('6'),
    'Wan 2.1 CausVid is loaded at a low weight here, which leaves the base model some of its guidance; it is run with 1-3.',
  ],
  ['flow_shift', FILES.hunyuan('flow_shift: 7'), '7 is what HunyuanVideo is run with.'],
  [
    'flow_shift',
    FILES.hunyuan('flow_shift: 9'),
    'HunyuanVideo is run with 7; 9 spends more of the steps on the composition, less on detail.',
  ],
  [
    'flow_shift',
    FILES.hunyuan('flow_shift: 3'),
    'HunyuanVideo is run with 7; 3 spends more of the steps on detail, less on the composition.',
  ],
  ['flow_shift', FILES.plain('flow_shift: 3'), 'Above 1 more steps go to the composition, below 1 to detail.'],
  ['frames', FILES.wan('num_frames: 81'), '81 frames fit Wan 2.1 (4n+1). At 16 a second they last 5.1 s.'],
  ['frames', FILES.plain('num_frames: 30\nfps: 8'), '30 frames. At 8 a second they last 3.8 s.'],
  [
    'frames',
    FILES.ltx('num_frames: 297'),
    'LTX-Video was trained on at most 257 frames; 297 drifts or runs out of memory.',
  ],
  ['frames', FILES.wan('num_frames: 1'), 'One frame: a still picture.'],
  ['fps', FILES.wan('fps: 16'), '16 a second is the frame rate of Wan 2.1.'],
  ['fps', FILES.wan('fps: 24'), 'Wan 2.1 was trained at 16 a second; at 24 everything moves too fast.'],
  ['fps', FILES.wan('fps: 8'), 'Wan 2.1 was trained at 16 a second; at 8 everything moves too slowly.'],
  ['fps', FILES.plain('fps: 8'), '8 pictures a second.'],
  ['split', FILES.plain('high_noise_frac: 0.8'), 'The switch comes after 80 % of the schedule.'],
  ['denoising_end', FILES.plain('denoising_end: 0.8'), 'Runs steps 0 to 16 of 20: 16 of them.'],
  ['denoising_start', FILES.plain('denoising_start: 0.8'), 'Runs from step 16 to the end: 4 of 20.'],
  [
    'boundary',
    FILES.plain('boundary_ratio: 0.875'),
    'The first model works until 87.5 % of the noise is left, then the second takes over.',
  ],
  ['start_step', FILES.plain('start_at_step: 5\nend_at_step: 10000'), 'Runs from step 5 to the end: 15 of 20.'],
  ['end_step', FILES.plain('start_at_step: 0\nend_at_step: 10'), 'Runs steps 0 to 10 of 20: 10 of them.'],
  ['start_step', FILES.plain('start_at_step: 30'), 'Nothing runs: the schedule has only 20 steps.'],
  [
    'start_step',
    FILES.diffusers('num_inference_steps: ${N}\nstart_at_step: 3'),
    'A place in the schedule; the steps beside it say how long that is.',
  ],
  [
    'inference_steps',
    FILES.sdxl('sampler: heun'),
    'Heun calls the model twice a step. 20 of 20 steps run, 39 calls of the model and twice as many with guidance.',
  ],
  [
    'inference_steps',
    FILES.sdxl('sampler: heun\ncfg: 7'),
    'Heun calls the model twice a step. 20 of 20 steps run, 78 calls of the model: guidance doubles them.',
  ],
  [
    'inference_steps',
    FILES.plain('sampler: heunpp2'),
    'Heun++ 2 calls the model 3 times a step. 20 of 20 steps run, 57 calls of the model and twice as many with guidance.',
  ],
  [
    'inference_steps',
    FILES.sdxl('sampler: euler_a\ncfg: 7'),
    '20 of 20 steps run, 40 calls of the model: guidance doubles them. Euler ancestral adds noise at every step: another count gives another picture.',
  ],
  [
    'inference_steps',
    FILES.sdxl('sampler: euler\ncfg: 1'),
    '20 of 20 steps run, 20 calls of the model: guidance is off.',
  ],
  ['inference_steps', FILES.dev('sampler: euler\nguidance_scale: 3.5'), ''],
  ['inference_steps', FILES.plain('guidance_scale: 7'), ''],
];
