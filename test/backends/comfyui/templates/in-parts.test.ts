/** Graphs for models in parts: which files of the server they load, and that every template can be drawn. */
import { describe, expect, test } from 'vitest';
import type { RenderRequest } from '../../../../server/src/render/backend.ts';
import { knowledge } from '../../../support/knowledge.ts';
import { objectInfo } from '../convert/definitions.ts';
import { built, fullServer, withoutFile } from './building.ts';

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
