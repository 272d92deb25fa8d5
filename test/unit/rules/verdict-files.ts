/** Files that the hover is asked about, setting by setting. */

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

/** Setting, file, verdict. */
export type Case = readonly [setting: string, file: string, verdict: string];
