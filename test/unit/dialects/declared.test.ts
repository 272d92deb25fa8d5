/** Each declared format in a small file of our own: what is found, and what stays alone. */
import { describe, expect, test } from 'vitest';
import { analyse, data } from '../../support/knowledge.ts';

interface Example {
  readonly dialect: string;
  readonly text: string;
  /** `pointer: value` of every step count. */
  readonly steps: readonly string[];
  readonly model?: string | null;
  readonly sampler?: string;
}

const EXAMPLES: readonly Example[] = [
  {
    dialect: 'a1111-ui-config',
    text: '{"txt2img/Sampling steps/value": 20, "txt2img/Sampling steps/maximum": 150, "txt2img/Sampling steps/step": 1, "txt2img/Hires steps/value": 0, "img2img/Sampling steps/value": 30, "txt2img/ADetailer steps/value": 28}',
    steps: [
      '/txt2img~1Sampling steps~1value: 20',
      '/txt2img~1Hires steps~1value: 0',
      '/img2img~1Sampling steps~1value: 30',
    ],
    model: null,
  },
  {
    dialect: 'a1111-payload',
    text: '[{"prompt": "a", "steps": 20, "sampler_name": "Euler a", "enable_hr": true, "hr_second_pass_steps": 12, "override_settings": {"sd_model_checkpoint": "sd_xl_base_1.0.safetensors"}}]',
    steps: ['/0/steps: 20', '/0/hr_second_pass_steps: 12'],
    model: 'sd_xl_base_1.0.safetensors',
    sampler: 'Euler a',
  },
  {
    dialect: 'sdnext-cli',
    text: '{"generate": {"steps": 30, "sampler_name": "Euler"}, "options": {"sd_model_checkpoint": "sd-v15"}}',
    steps: ['/generate/steps: 30'],
    model: 'sd-v15',
    sampler: 'Euler',
  },
  {
    dialect: 'invoke-metadata',
    text: '{"app_id": "invoke-ai/InvokeAI", "model": "sd-1.5", "image": {"steps": 40, "sampler": "k_euler", "cfg_scale": 7}}',
    steps: ['/image/steps: 40'],
    model: 'sd-1.5',
    sampler: 'k_euler',
  },
  {
    dialect: 'ai-toolkit',
    text: 'job: extension\nconfig:\n  process:\n    - model: {name_or_path: black-forest-labs/FLUX.1-dev}\n      train: {steps: 2000, max_denoising_steps: 40, lr: 1e-4}\n      save: {save_every: 250}\n      sample: {sampler: flowmatch, sample_every: 250, sample_steps: 20, guidance_scale: 4}\n',
    steps: ['/config/process/0/sample/sample_steps: 20'],
    model: 'black-forest-labs/FLUX.1-dev',
    sampler: 'flowmatch',
  },
  {
    dialect: 'simpletuner',
    text: '{"--model_family": "flux", "--pretrained_model_name_or_path": "black-forest-labs/FLUX.1-dev", "--validation_steps": 100, "--validation_num_inference_steps": "20", "--max_train_steps": 1000}',
    steps: ['/--validation_num_inference_steps: 20'],
    model: 'black-forest-labs/FLUX.1-dev',
  },
  {
    dialect: 'onetrainer-samples',
    text: '[{"prompt": "a", "diffusion_steps": 30, "cfg_scale": 7, "noise_scheduler": "DDIM"}]',
    steps: ['/0/diffusion_steps: 30'],
    sampler: 'DDIM',
  },
  {
    dialect: 'mflux-train',
    text: '{"model": "dev", "steps": 20, "guidance": 3, "training_loop": {"num_epochs": 50, "timestep_low": 4}, "optimizer": {"learning_rate": 1e-4}}',
    steps: ['/steps: 20'],
    model: 'dev',
  },
  {
    dialect: 'localai-model',
    text: 'name: pictures\nbackend: diffusers\nstep: 25\nparameters: {model: stable-diffusion-v1-5}\n',
    steps: ['/step: 25'],
    model: 'stable-diffusion-v1-5',
  },
  {
    dialect: 'localai-config-file',
    text: 'name: flux\nconfig_file: |\n  backend: diffusers\n  step: 25\n  cfg_scale: 1\n',
    steps: ['/config_file: 25'],
  },
  {
    dialect: 'draw-things',
    text: '[{"configuration": {"batchCount": 1, "seedMode": 2, "hiresFix": false, "model": "flux_1_schnell_q5p.ckpt", "sampler": 10, "steps": 4, "teaCacheMaxSkipSteps": 3}}]',
    steps: ['/0/configuration/steps: 4'],
    model: 'flux_1_schnell_q5p.ckpt',
    sampler: 'Euler A Trailing',
  },
  {
    dialect: 'swarmui-parameters',
    text: '{"images": 1, "prompt": "a", "model": "flux1-dev", "steps": 20, "cfgscale": 1, "refinersteps": 10}',
    steps: ['/steps: 20', '/refinersteps: 10'],
    model: 'flux1-dev',
  },
  {
    dialect: 'fooocus-preset',
    text: '{"default_model": "juggernautXL.safetensors", "default_performance": "Speed", "default_overwrite_step": -1, "default_sampler": "dpmpp_2m_sde_gpu", "default_cfg_scale": 4.0, "default_loras": [[true, "None", 1.0]]}',
    steps: ['/default_overwrite_step: -1'],
    model: 'juggernautXL.safetensors',
    sampler: 'dpmpp_2m_sde_gpu',
  },
  {
    dialect: 'krita-style',
    text: '{"architecture": "auto", "checkpoints": ["flux1-schnell-fp8.safetensors"], "sampler": "Flux", "sampler_steps": 4, "live_sampler_steps": 3}',
    steps: ['/sampler_steps: 4', '/live_sampler_steps: 3'],
    model: 'flux1-schnell-fp8.safetensors',
  },
  {
    dialect: 'krita-sampler-presets',
    text: '{"Fast/one": {"sampler": "uni_pc_bh2", "scheduler": "gits", "steps": 12, "minimum_steps": 4, "cfg": 4.0}}',
    steps: ['/Fast~1one/steps: 12'],
    sampler: 'uni_pc_bh2',
  },
  {
    dialect: 'horde-styles',
    text: '{"pack": {"styles": {"dusk": {"prompt": "{p}, dusk###{np}", "model": "Deliberate", "steps": 25, "sampler_name": "k_euler"}}}}',
    steps: ['/pack/styles/dusk/steps: 25'],
    model: 'Deliberate',
    sampler: 'k_euler',
  },
  {
    dialect: 'ltx-video',
    text: 'pipeline_type: multi-scale\ncheckpoint_path: ltxv-13b-0.9.8-dev.safetensors\nstg_mode: attention_values\nfirst_pass: {num_inference_steps: 30, skip_final_inference_steps: 3}\nsecond_pass: {num_inference_steps: 20, skip_initial_inference_steps: 17}\n',
    steps: ['/first_pass/num_inference_steps: 30', '/second_pass/num_inference_steps: 20'],
    model: 'ltxv-13b-0.9.8-dev.safetensors',
  },
  {
    dialect: 'ltx-trainer',
    text: 'model: {model_source: LTXV_13B}\noptimization: {steps: 2000}\nvalidation: {inference_steps: 50, interval: 250}\n',
    steps: ['/validation/inference_steps: 50'],
    model: 'LTXV_13B',
  },
  {
    dialect: 'wan2gp',
    text: '{"model": {"name": "Wan2.1 Text2video 14B", "architecture": "t2v", "URLs": ["x"]}, "num_inference_steps": 30}',
    steps: ['/num_inference_steps: 30'],
    model: 'Wan2.1 Text2video 14B',
  },
  {
    dialect: 'lightx2v',
    text: '{"infer_steps": 4, "self_attn_1_type": "flash_attn3", "target_video_length": 81, "boundary_step_index": 2, "high_noise_original_ckpt": "wan2.2_high_4step.safetensors", "denoising_step_list": [1000, 750]}',
    steps: ['/infer_steps: 4'],
    model: 'wan2.2_high_4step.safetensors',
  },
  {
    dialect: 'lightx2v-train',
    text: 'model: {pretrained_model_name_or_path: models/Wan2.1}\ntraining: {dmd: {num_inference_steps: 4}, max_train_steps: 900}\ninference: {num_inference_steps: 5}\n',
    steps: ['/inference/num_inference_steps: 5'],
    model: 'models/Wan2.1',
  },
  {
    dialect: 'fastvideo',
    text: 'generator:\n  model_path: FastVideo/LTX\n  pipeline: {preset_overrides: {refine: {num_inference_steps: 2}}}\nrequest: {prompt: a, sampling: {num_inference_steps: 5}}\n',
    steps: [
      '/generator/pipeline/preset_overrides/refine/num_inference_steps: 2',
      '/request/sampling/num_inference_steps: 5',
    ],
    model: 'FastVideo/LTX',
  },
  {
    dialect: 'maxdiffusion',
    text: 'pretrained_model_name_or_path: stabilityai/sdxl\ndiffusion_scheduler_config: {_class_name: FlaxEulerDiscreteScheduler}\nmesh_axes: [data]\nmax_train_steps: 1500\nprofiler_steps: 5\nnum_inference_steps: 20\n',
    steps: ['/num_inference_steps: 20'],
    model: 'stabilityai/sdxl',
    sampler: 'FlaxEulerDiscreteScheduler',
  },
  {
    dialect: 'kandinsky',
    text: 'model: {checkpoint_path: k5.safetensors, num_steps: 50, guidance_weight: 5.0, dit_params: {in_visual_dim: 16}}\n',
    steps: ['/model/num_steps: 50'],
    model: 'k5.safetensors',
  },
  {
    dialect: 'sgm',
    text: 'model:\n  params:\n    sampler_config:\n      target: sgm.modules.diffusionmodules.sampling.EulerEDMSampler\n      params:\n        num_steps: 50\n        guider_config: {params: {scale: 5, num_steps: 50}}\n        discretization_config: {params: {num_idx: 1000}}\n',
    steps: ['/model/params/sampler_config/params/num_steps: 50'],
    model: null,
    sampler: 'EulerEDMSampler',
  },
  {
    dialect: 'animatediff-prompts',
    text: '- {motion_module: mm_sd_v15.ckpt, dreambooth_path: toonyou.safetensors, steps: 25, prompt: [a, b], seed: [1, 2]}\n',
    steps: ['/0/steps: 25'],
    model: 'toonyou.safetensors',
  },
  {
    dialect: 'animatediff-prompts',
    text: '{"path": "toonyou.safetensors", "motion_module": "mm.ckpt", "steps": 8, "scheduler": "euler_a", "prompt_map": {"0": "a"}, "upscale_config": {"scheduler": "k_dpmpp_sde", "steps": 20}}',
    steps: ['/steps: 8', '/upscale_config/steps: 20'],
    model: 'toonyou.safetensors',
    sampler: 'euler_a',
  },
  {
    dialect: 'animatediff-train',
    text: 'pretrained_model_path: sd15\ntrain_data: {sample_stride: 4}\nvalidation_data: {prompts: [a], num_inference_steps: 25}\nvalidation_steps: 100\nmax_train_steps: 500\n',
    steps: ['/validation_data/num_inference_steps: 25'],
    model: 'sd15',
  },
  {
    dialect: 'cog-safe-push',
    text: 'model: replicate/flux-schnell\npredict:\n  test_cases:\n    - inputs: {prompt: a, num_inference_steps: 4}\n    - inputs: {prompt: b, num_inference_steps: 1}\n',
    steps: [
      '/predict/test_cases/0/inputs/num_inference_steps: 4',
      '/predict/test_cases/1/inputs/num_inference_steps: 1',
    ],
    model: 'replicate/flux-schnell',
  },
  {
    dialect: 'truss',
    text: 'model_name: Magic Animate\nmodel_metadata: {example_model_input: {guidance_scale: 7.5, seed: 1, steps: 10}}\n',
    steps: ['/model_metadata/example_model_input/steps: 10'],
    model: 'Magic Animate',
  },
  {
    dialect: 'replicate-input',
    text: '{"model": "black-forest-labs/flux-dev", "input": {"prompt": "a", "num_inference_steps": 28}}',
    steps: ['/input/num_inference_steps: 28'],
    model: 'black-forest-labs/flux-dev',
  },
  {
    dialect: 'wrapped-input',
    text: '{"model": "my-model", "endpoint": "x", "input": {"prompt": "a", "num_inference_steps": 28}}',
    steps: ['/input/num_inference_steps: 28'],
    model: 'my-model',
  },
  {
    dialect: 'fal-input',
    text: '{"endpoint": "fal-ai/flux/schnell", "arguments": {"prompt": "a", "num_inference_steps": 28}}',
    steps: ['/arguments/num_inference_steps: 28'],
    model: 'fal-ai/flux/schnell',
  },
  {
    dialect: 'sdcpp-server',
    text: '{"prompt": "a", "sample_params": {"sample_steps": 20, "sample_method": "euler"}, "high_noise_sample_params": {"sample_steps": -1}}',
    steps: ['/sample_params/sample_steps: 20', '/high_noise_sample_params/sample_steps: -1'],
    sampler: 'euler',
  },
  {
    dialect: 'chroma-train',
    text: '{"training": {"lr": 1e-5, "warmup_steps": 1}, "inference": {"inference_every": 2, "steps": 20, "prompts": ["a"]}, "model": {"chroma_path": "chroma.safetensors"}}',
    steps: ['/inference/steps: 20'],
    model: 'chroma.safetensors',
  },
  {
    dialect: 'mochi-train',
    text: 'init_checkpoint_path: dit.safetensors\ntraining: {num_steps: 2000}\nsample: {interval: 200, kwargs: {num_inference_steps: 64}}\n',
    steps: ['/sample/kwargs/num_inference_steps: 64'],
    model: 'dit.safetensors',
  },
  {
    dialect: 'diffusers-arguments',
    text: 'pipeline: StableDiffusionXLPipeline\nmodel: sdxl\nsteps: 30\n',
    steps: ['/steps: 30'],
    model: 'sdxl',
  },
  {
    dialect: 'infotext',
    text: '{"parameters": "a cat\\nNegative prompt: dog\\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 512x768, Model: v1-5"}',
    steps: ['/parameters: 20'],
    model: 'v1-5',
    sampler: 'Euler a',
  },
  {
    dialect: 'prompt-line',
    text: 'sample_prompts:\n  - "a cat --w 512 --h 512 --s 28 --l 4"\n',
    steps: ['/sample_prompts/0: 28'],
  },
];

describe.each(EXAMPLES)('$dialect', ({ dialect, text, steps, model, sampler }) => {
  const { reading } = analyse(text);
  const counts = reading.generations.flatMap(({ settings }) =>
    settings.filter(({ setting }) => setting === 'inference_steps'),
  );
  test('is recognised', () => expect(reading.generations.map((generation) => generation.dialect)).toContain(dialect));
  test('has its step counts and no other number', () =>
    expect(counts.map(({ pointer, value }) => `${pointer}: ${value}`)).toEqual(steps));
  test('places are those of the literals', () => {
    for (const { range, source, keyRange, key } of counts) {
      expect(text.slice(range.start, range.end)).toBe(source);
      if (keyRange) expect(text.slice(keyRange.start, keyRange.end)).toContain(key);
    }
  });
  if (model !== undefined)
    test('names its model', () =>
      expect(reading.generations.map((generation) => generation.model?.text ?? null)).toContain(model));
  if (sampler !== undefined) {
    test('names its sampler', () => {
      const names = reading.generations.flatMap(({ settings }) =>
        settings.filter(({ setting }) => setting === 'sampler' || setting === 'scheduler'),
      );
      expect(names.map(({ value }) => value)).toContain(sampler);
    });
  }
});

test('every declared dialect and form has an example here', () => {
  const shown = new Set(EXAMPLES.map(({ dialect }) => dialect));
  // These recognise files so that nothing in them is taken for a count.
  const silent = ['a1111-config', 'draw-things-api', 'kohya-config'];
  const all = [...data.dialects, ...data.embeddedForms].map(({ id }) => id);
  expect(all.filter((id) => !shown.has(id) && !silent.includes(id))).toEqual([]);
});

describe('what looks like a declared format and is not', () => {
  test.each([
    [
      'labels of a form',
      '{"labels": {"steps": "Steps", "sampler": "Sampler", "scheduler": "Scheduler", "cfg": "Guidance"}}',
    ],
    [
      'settings of a web interface',
      '{"samples_save": true, "outdir_samples": "", "sd_model_checkpoint": "x", "show_progress_every_n_steps": 10, "ldsr_steps": 100}',
    ],
    ['a table of argument names', '{"remote_api_model_config": {"mapping": {"num_inference_steps": "steps"}}}'],
    ['prose with a colon', '{"text": "Follow these steps: 1, then 2"}'],
    [
      'a kohya training',
      'sample_prompts: prompts.txt\nsample_every_n_steps: 100\nnetwork_dim: 16\nmax_train_steps: 1600\n',
    ],
  ])('%s', (_, text) => {
    const { generations } = analyse(text).reading;
    expect(
      generations.flatMap(({ settings }) => settings.filter(({ setting }) => setting === 'inference_steps')),
    ).toEqual([]);
  });
});

describe('LoRA tags in prompts', () => {
  const text = '{"prompt": "a cat <lora:sdxl_lightning_4step_lora:0.8> <lora:style>", "steps": 25, "model": "sdxl"}';
  const [{ loras }] = analyse(text).reading.generations;
  test('are LoRAs of the generation, with weights and places', () => {
    expect(loras.map((lora) => [lora.text, lora.weight])).toEqual([
      ['sdxl_lightning_4step_lora', 0.8],
      ['style', 1],
    ]);
    expect(text.slice(loras[0].range.start, loras[0].range.end)).toBe('sdxl_lightning_4step_lora');
    expect(text.slice(loras[0].weightRange?.start, loras[0].weightRange?.end)).toBe('0.8');
  });
});

describe('LoRA lists of all shapes', () => {
  test.each([
    [
      'loras: [a.safetensors, b.safetensors]',
      [
        ['a.safetensors', null],
        ['b.safetensors', null],
      ],
    ],
    ['loras: [{path: a.safetensors, scale: 0.5}]', [['a.safetensors', 0.5]]],
    ['loras: [[true, a.safetensors, 0.5], [false, b.safetensors, 1.0], [true, None, 1.0]]', [['a.safetensors', 0.5]]],
    ['loras: {a.safetensors: 0.5}', [['a.safetensors', 0.5]]],
    ['lora: a.safetensors', [['a.safetensors', null]]],
  ])('%s', (line, expected) => {
    const [{ loras }] = analyse(`prompt: x\nsteps: 20\n${line}\n`).reading.generations;
    expect(loras.map((lora) => [lora.text, lora.weight])).toEqual(expected);
  });
});
