/** Graphs for requests that have none: what is in them, that a server would take them, and what is refused. */
import { describe, expect, test } from 'vitest';
import type { RenderRequest } from '../../../../server/src/render/backend.ts';
import { type ObjectInfo, parseObjectInfo } from '../../../../server/src/render/backends/comfyui/graph.ts';
import { buildGraph } from '../../../../server/src/render/backends/comfyui/templates/index.ts';
import { BackendError, type BackendProblem } from '../../../../server/src/render/problem.ts';
import { knowledge } from '../../../support/knowledge.ts';
import { objectInfo, objectInfoJson } from '../convert/definitions.ts';
import { faultsOf } from './validate.ts';

const plain: RenderRequest = {
  prompt: 'a cat',
  negativePrompt: 'blurry',
  steps: 12,
  guidance: 7,
  distilledGuidance: null,
  width: 512,
  height: 768,
  seed: 2n ** 63n,
  sampler: null,
  schedule: null,
  model: 'sd15.safetensors',
  family: 'sd15',
  loras: [],
  clipSkip: null,
  graph: null,
  paidNodesAllowed: false,
};

/** Builds, and has the result checked as a server would. */
function built(change: Partial<RenderRequest>, info: ObjectInfo = objectInfo) {
  const made = buildGraph({ ...plain, ...change }, info, knowledge);
  expect(faultsOf(made.graph, info)).toEqual([]);
  const byClass = new Map(Object.entries(made.graph).map(([id, node]) => [node.class_type, { id, ...node.inputs }]));
  return { ...made, of: (className: string): Record<string, unknown> | undefined => byClass.get(className) };
}

function refused(change: Partial<RenderRequest>, info: ObjectInfo = objectInfo): BackendProblem {
  try {
    buildGraph({ ...plain, ...change }, info, knowledge);
  } catch (error) {
    if (error instanceof BackendError) return error.problem;
    throw error;
  }
  throw new Error('it was not refused');
}

/** The made-up server without a class, or with a file fewer. */
const without = (className: string) =>
  parseObjectInfo(Object.fromEntries(Object.entries(objectInfoJson).filter(([name]) => name !== className)));
const withoutFile = (file: string) =>
  parseObjectInfo(
    JSON.parse(
      JSON.stringify(objectInfoJson, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
      (_, value) => (Array.isArray(value) ? value.filter((entry) => entry !== file) : value),
    ),
  );

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

describe('models in parts', () => {
  const flux: Partial<RenderRequest> = {
    model: 'flux1-dev.safetensors',
    family: 'flux1-dev',
    guidance: 1,
    distilledGuidance: 3,
    width: 1024,
    height: 1024,
  };

  test('FLUX.1 dev: encoders and VAE of the server, guidance as an input', () => {
    const { of, graph } = built(flux);
    expect(of('UNETLoader')).toMatchObject({ unet_name: 'flux1-dev.safetensors', weight_dtype: 'default' });
    expect(of('DualCLIPLoader')).toMatchObject({
      clip_name1: 'clip_l.safetensors',
      clip_name2: 't5xxl_fp16.safetensors',
      type: 'flux',
    });
    expect(of('VAELoader')).toMatchObject({ vae_name: 'ae.safetensors' });
    expect(of('FluxGuidance')).toMatchObject({ guidance: 3 });
    expect(of('KSampler')).toMatchObject({ cfg: 1, sampler_name: 'euler', scheduler: 'simple' });
    expect(graph.negative.class_type).toBe('ConditioningZeroOut');
    expect(of('EmptySD3LatentImage')).toMatchObject({ width: 1024 });
  });

  test('FLUX.1 dev as a whole checkpoint', () => {
    const { of } = built({ ...flux, model: 'flux1-dev-fp8.safetensors', distilledGuidance: null });
    expect(of('DualCLIPLoader')).toBeUndefined();
    expect(of('FluxGuidance')).toMatchObject({ guidance: 3.5 });
  });

  test('FLUX.1 schnell from GGUF, without its guidance', () => {
    const { of, warnings } = built({ ...flux, model: 'flux1-schnell-Q4_K_S.gguf', family: 'flux1-schnell' });
    expect(of('UnetLoaderGGUF')).toMatchObject({ unet_name: 'flux1-schnell-Q4_K_S.gguf' });
    expect(of('FluxGuidance')).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('distilled guidance was left out')]);
  });

  test('Stable Diffusion 3.5: the encoders that its checkpoint lacks, where the server has them', () => {
    const large = { model: 'sd3.5_large.safetensors', family: 'sd35-large', clipSkip: 2 };
    const { of, graph, warnings } = built(large);
    expect(of('TripleCLIPLoader')).toBeDefined();
    expect(graph.positive.inputs.clip).toEqual(['text', 0]);
    expect(graph.decode.inputs.vae).toEqual(['model', 2]);
    expect(warnings).toEqual([expect.stringContaining('CLIP skip was left out')]);
    const alone = built(large, withoutFile('clip_g.safetensors'));
    expect(alone.of('TripleCLIPLoader')).toBeUndefined();
    expect(alone.graph.positive.inputs.clip).toEqual(['model', 1]);
  });

  test('Z-Image: what the model goes through, and a LoRA on the model alone before it', () => {
    const { graph } = built({
      model: 'z_image_turbo_bf16.safetensors',
      family: 'z-image-turbo',
      guidance: 1,
      loras: [{ name: 'detail', weight: 0.5 }],
    });
    expect(graph).toMatchObject({
      lora1: { class_type: 'LoraLoaderModelOnly', inputs: { strength_model: 0.5 } },
      patch1: { class_type: 'ModelSamplingAuraFlow', inputs: { shift: 3, model: ['lora1', 0] } },
      sampler: { inputs: { model: ['patch1', 0], sampler_name: 'res_multistep' } },
    });
  });

  test('FLUX.2: its own schedule, told the size', () => {
    const { of, sampler } = built({
      model: 'flux2_dev_fp8mixed.safetensors',
      family: 'flux2-dev',
      guidance: 1,
      distilledGuidance: 4,
    });
    expect(of('Flux2Scheduler')).toMatchObject({ id: sampler, steps: 12, width: 512, height: 768 });
    expect(of('RandomNoise')).toMatchObject({ noise_seed: 2n ** 63n });
  });
});

describe('refused, with what to do', () => {
  test('no model', () => expect(refused({ model: null })).toMatchObject({ code: 'missing-model' }));

  test('a model that the server lacks: near names are told', () => {
    const { code, message } = refused({ model: 'sd15-pruned.safetensors' });
    expect(code).toBe('missing-model');
    expect(message).toContain('sd15.safetensors');
  });

  test('a LoRA that the server lacks', () => {
    const { code, message } = refused({ loras: [{ name: 'details', weight: 1 }] });
    expect(code).toBe('missing-model');
    expect(message).toMatch(/no LoRA details\. Nearest to it: detail\.safetensors/);
  });

  test('an encoder that the server lacks', () => {
    const { code, message } = refused(
      { model: 'flux1-dev.safetensors', family: 'flux1-dev' },
      withoutFile('t5xxl_fp16.safetensors'),
    );
    expect(code).toBe('missing-model');
    expect(message).toContain('T5-XXL');
  });

  test.each([
    ['a family without a template', { family: 'kolors' }],
    ['parts of a family that nobody knows', { model: 'flux1-dev.safetensors', family: null }],
    ['parts of a family that is whole', { model: 'flux1-dev.safetensors', family: 'sdxl' }],
  ])('%s', (_, change) => expect(refused(change)).toMatchObject({ code: 'invalid' }));

  test('a node that the server lacks', () => {
    const z = { model: 'z_image_turbo_bf16.safetensors', family: 'z-image-turbo' };
    const { code, message } = refused(z, without('ModelSamplingAuraFlow'));
    expect(code).toBe('missing-node');
    expect(message).toContain('ModelSamplingAuraFlow');
  });

  test('a server too old for a kind of encoder', () => {
    const z = { model: 'z_image_turbo_bf16.safetensors', family: 'z-image-turbo' };
    expect(refused(z, withoutFile('lumina2'))).toMatchObject({ code: 'missing-node' });
  });
});

/** A made-up server that has every file which templates name, and one model for each of its loaders. */
function fullServer(model: string): ObjectInfo {
  const { files, loaders } = knowledge.data.comfyTemplates;
  const names = Object.values(files).map(({ says }) => /[\w.-]+\.safetensors/.exec(says)?.[0]);
  const models = new Set(loaders.map(({ input }) => input));
  const filled = new Map(
    [...objectInfo].map(([className, definition]) => {
      const inputs = definition.inputs.map((input) => {
        if (models.has(input.name)) return { ...input, choices: [model, ...names] };
        return /^(clip_name\d?|vae_name)$/.test(input.name) ? { ...input, choices: names } : input;
      });
      return [className, { ...definition, inputs }] as const;
    }),
  );
  filled.delete('CheckpointLoaderSimple');
  return filled;
}

describe('every template', () => {
  test('every file is found by the name that people are told', () => {
    for (const [id, { match, says }] of Object.entries(knowledge.data.comfyTemplates.files)) {
      const name = /[\w.-]+(?=\.safetensors)/.exec(says)?.[0] ?? '';
      const found = Object.entries(knowledge.data.comfyTemplates.files).filter(([, file]) =>
        new RegExp(file.match).test(name),
      );
      expect(
        found.map(([other]) => other),
        `${id}: ${match}`,
      ).toEqual([id]);
    }
  });

  test.each(
    knowledge.data.comfyTemplates.templates.flatMap((template) =>
      template.families.map((family) => [family, template] as const),
    ),
  )('%s is a known family of pictures, or of videos of which one frame is drawn', (family, { note }) => {
    const kind = note?.startsWith('One frame') ? 'video' : 'image';
    expect(knowledge.data.models.find(({ id }) => id === family)).toMatchObject({ kind });
  });

  test('Stable Cascade: the second stage takes what the first has drawn, and its VAE decodes', () => {
    const [model, other] = ['c', 'b'].map((stage) => `stable_cascade_stage_${stage}.safetensors`);
    const both = new Map(objectInfo);
    const loader = objectInfo.get('CheckpointLoaderSimple');
    if (loader)
      both.set(loader.name, {
        ...loader,
        inputs: loader.inputs.map((input) => ({ ...input, choices: [model, other] })),
      });
    const { graph, sampler } = built({ model, family: 'stable-cascade', width: 1024, height: 1024 }, both);
    expect(sampler).toBe('sampler');
    expect(graph).toMatchObject({
      sampler: { inputs: { latent_image: ['latent', 0], steps: 12 } },
      given: { inputs: { stage_c: ['sampler', 0] } },
      large: { inputs: { model: ['stage-b', 0], latent_image: ['latent', 1], steps: 10 } },
      decode: { inputs: { samples: ['large', 0], vae: ['stage-b', 2] } },
    });
  });

  test('of a video one frame is drawn, and that is said', () => {
    const model = 'wan2.1_t2v_1.3B_fp16.safetensors';
    const { of, warnings } = built({ model, family: 'wan21', width: 832, height: 480 }, fullServer(model));
    expect(of('EmptyHunyuanLatentVideo')).toMatchObject({ length: 1, width: 832, height: 480 });
    expect(warnings).toEqual([expect.stringMatching(/^One frame is drawn/)]);
  });

  test('Wan 2.2: each expert runs half of the steps, both with the LoRAs and the shift of the file', () => {
    const model = 'wan2.2_t2v_low_noise_14B_fp8_scaled.safetensors';
    const loras = [{ name: 'detail', weight: 0.8 }];
    const { graph } = built({ model, family: 'wan22-a14b', steps: 15, flowShift: 12, loras }, fullServer(model));
    expect(graph).toMatchObject({
      model: { inputs: { unet_name: 'wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors' } },
      finisher: { inputs: { unet_name: model } },
      lora1: { inputs: { model: ['model', 0] } },
      'finisher-lora1': { inputs: { model: ['finisher', 0], strength_model: 0.8 } },
      patch1: { inputs: { model: ['lora1', 0], shift: 12 } },
      'finisher-patch1': { inputs: { model: ['finisher-lora1', 0], shift: 12 } },
      sampler: { inputs: { model: ['patch1', 0], steps: 15, start_at_step: 0, end_at_step: 8 } },
      finish: { inputs: { model: ['finisher-patch1', 0], latent_image: ['sampler', 0], start_at_step: 8 } },
      decode: { inputs: { samples: ['finish', 0] } },
    });
  });

  const inParts = knowledge.data.comfyTemplates.templates.filter(({ parts }) => parts);
  test.each(
    inParts.flatMap((template) =>
      template.families.map((family) => [`${family} ${template.named ?? ''}`, family, template] as const),
    ),
  )('%s: from parts, with and without guidance', (_, family, { named = '' }) => {
    const model = `model-${named}.safetensors`;
    for (const guidance of [1, 4]) built({ model, family, guidance, width: 1024, height: 1024 }, fullServer(model));
  });
});
