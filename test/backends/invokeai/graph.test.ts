/** Graphs of InvokeAI, from the templates of data/backends/invokeai. Version 6.14.2 took all of these. */
import { describe, expect, test } from 'vitest';
import { buildGraph, type Graph } from '../../../server/src/render/backends/invokeai/graph.ts';
import type { InvokeModel } from '../../../server/src/render/backends/invokeai/models.ts';
import { BackendError } from '../../../server/src/render/problem.ts';
import { knowledge } from '../../support/knowledge.ts';
import { renderRequest } from '../support.ts';

const model = (key: string, base: string, type: string, name = key): InvokeModel => ({
  key,
  hash: 'h',
  name,
  base,
  type,
});
const MAIN = {
  'sd-1': model('k1', 'sd-1', 'main'),
  sdxl: model('kx', 'sdxl', 'main'),
  flux: model('kf', 'flux', 'main'),
};
const PARTS = [
  model('t5', 'any', 't5_encoder'),
  model('clip', 'any', 'clip_embed'),
  model('vae-x', 'sdxl', 'vae'),
  model('vae', 'flux', 'vae'),
];
const LORAS = [
  model('l1', 'sd-1', 'lora', 'detail'),
  model('lx', 'sdxl', 'lora', 'detail'),
  model('lf', 'flux', 'lora', 'warm'),
];
const ALL = [...Object.values(MAIN), ...PARTS, ...LORAS];

const build = (base: keyof typeof MAIN, changes = {}, models: readonly InvokeModel[] = ALL) =>
  buildGraph(renderRequest(changes), MAIN[base], models, knowledge);
const edgesOf = ({ edges }: Graph) =>
  edges.map(
    ({ source, destination }) => `${source.node_id}.${source.field} -> ${destination.node_id}.${destination.field}`,
  );

describe('Stable Diffusion 1', () => {
  test('every value is in its node, and all nodes are intermediate', () => {
    const { graph, seed, warnings } = build('sd-1', { schedule: { id: 'karras', written: 'karras' }, clipSkip: 1 });
    expect(graph.nodes).toEqual({
      model: { id: 'model', type: 'main_model_loader', is_intermediate: true, model: MAIN['sd-1'] },
      positive: { id: 'positive', type: 'compel', is_intermediate: true, prompt: 'a fox in the snow' },
      negative: { id: 'negative', type: 'compel', is_intermediate: true, prompt: 'blurry' },
      noise: { id: 'noise', type: 'noise', is_intermediate: true, seed: 1234n, width: 64, height: 64, use_cpu: true },
      denoise: {
        id: 'denoise',
        type: 'denoise_latents',
        is_intermediate: true,
        steps: 4,
        cfg_scale: 6,
        scheduler: 'euler_k',
        denoising_start: 0,
        denoising_end: 1,
      },
      picture: { id: 'picture', type: 'l2i', is_intermediate: true, use_cache: false },
    });
    expect([seed, warnings]).toEqual([1234n, []]);
  });

  test('CLIP skip and LoRAs go between the loader and what it feeds', () => {
    const { graph } = build('sd-1', { clipSkip: 2, prompt: 'a fox <lora:detail:0.5>', loras: [] });
    expect(graph.nodes.positive.prompt).toBe('a fox');
    expect(graph.nodes.clip_skip).toMatchObject({ type: 'clip_skip', skipped_layers: 1 });
    expect(graph.nodes.lora_1).toMatchObject({ type: 'lora_loader', weight: 0.5, lora: LORAS[0] });
    expect(edgesOf(graph)).toEqual([
      'model.clip -> clip_skip.clip',
      'model.unet -> lora_1.unet',
      'clip_skip.clip -> lora_1.clip',
      'lora_1.unet -> denoise.unet',
      'lora_1.clip -> positive.clip',
      'lora_1.clip -> negative.clip',
      'model.vae -> picture.vae',
      'positive.conditioning -> denoise.positive_conditioning',
      'negative.conditioning -> denoise.negative_conditioning',
      'noise.noise -> denoise.noise',
      'denoise.latents -> picture.latents',
    ]);
  });

  test('a LoRA that the server lacks for this base is asked for', () => {
    expect(() => build('sd-1', { loras: [{ name: 'warm', weight: 1 }] })).toThrow('InvokeAI has no LoRA "warm"');
  });

  test.each([
    ['dpmpp_2m', 'karras', 'dpmpp_2m_k', []],
    ['dpmpp_2m', 'normal', 'dpmpp_2m', []],
    ['lcm', 'normal', 'lcm', []],
    ['uni_pc', 'karras', 'unipc_k', []],
    ['euler_ancestral', 'karras', 'euler_a', ["InvokeAI can't be told to use the Karras schedule here."]],
    ['euler', 'exponential', 'euler', ["InvokeAI can't be told to use the Exponential schedule here."]],
  ])('%s with %s is %s', (sampler, schedule, scheduler, said) => {
    const { graph, warnings } = build('sd-1', {
      sampler: { id: sampler, written: sampler },
      schedule: { id: schedule, written: schedule },
    });
    expect(graph.nodes.denoise.scheduler).toBe(scheduler);
    expect(warnings).toEqual(said);
  });

  test('no sampler asked for: the node keeps its own', () => {
    expect(build('sd-1', { sampler: null, schedule: null }).graph.nodes.denoise).not.toHaveProperty('scheduler');
  });

  test('sizes and seeds are brought into its range, and said', () => {
    const { graph, seed, width, height, warnings } = build('sd-1', { width: 513, height: 60, seed: 2n ** 32n + 3n });
    expect([width, height, seed]).toEqual([512, 64, 3n]);
    expect(graph.nodes.noise).toMatchObject({ width: 512, height: 64, seed: 3n });
    expect(warnings).toHaveLength(2);
  });
});

describe('SDXL', () => {
  test('gives the prompt as the style too, for a picture of this size', () => {
    const { graph } = build('sdxl', { width: 1024, height: 768 });
    expect(graph.nodes.positive).toMatchObject({
      prompt: 'a fox in the snow',
      style: 'a fox in the snow',
      original_width: 1024,
      target_height: 768,
    });
    expect(edgesOf(graph)).toContain('model.clip2 -> negative.clip2');
  });

  test('both text encoders go through a LoRA; CLIP skip is said to be missing', () => {
    const { graph, warnings } = build('sdxl', { clipSkip: 2, loras: [{ name: 'detail.safetensors', weight: 0.7 }] });
    expect(edgesOf(graph)).toEqual(
      expect.arrayContaining(['lora_1.clip2 -> positive.clip2', 'lora_1.unet -> denoise.unet']),
    );
    expect(graph.nodes).not.toHaveProperty('clip_skip');
    expect(warnings).toEqual(['InvokeAI has no CLIP skip for SDXL.']);
  });
});

describe('FLUX.1', () => {
  const plain = { guidance: 1, distilledGuidance: 3.5, negativePrompt: '', schedule: null };

  test('takes its encoders and VAE from what the server has', () => {
    const { graph, warnings } = build('flux', plain);
    expect(graph.nodes.model).toMatchObject({
      t5_encoder_model: PARTS[0],
      clip_embed_model: PARTS[1],
      vae_model: PARTS[3],
    });
    expect(graph.nodes.denoise).toMatchObject({
      num_steps: 4,
      guidance: 3.5,
      cfg_scale: 1,
      seed: 1234n,
      scheduler: 'euler',
    });
    expect(graph.nodes).not.toHaveProperty('negative');
    expect(warnings).toEqual([]);
  });

  test('has a negative prompt with real guidance only', () => {
    expect(build('flux', { ...plain, guidance: 3, negativePrompt: 'blurry' }).graph.nodes.negative).toMatchObject({
      prompt: 'blurry',
    });
    expect(build('flux', { ...plain, negativePrompt: 'blurry' }).warnings).toEqual([
      'A negative prompt has no effect on FLUX.1 without guidance above 1.',
    ]);
  });

  test('two LoRAs stand in a row', () => {
    const { graph } = build('flux', {
      ...plain,
      loras: [
        { name: 'warm', weight: 1 },
        { name: 'warm.gguf', weight: 0.5 },
      ],
    });
    expect(edgesOf(graph).slice(0, 5)).toEqual([
      'model.transformer -> lora_1.transformer',
      'model.clip -> lora_1.clip',
      'lora_1.transformer -> lora_2.transformer',
      'lora_1.clip -> lora_2.clip',
      'lora_2.transformer -> denoise.transformer',
    ]);
  });

  test('a sampler that its denoiser does not take is replaced, and said', () => {
    const { graph, warnings } = build('flux', { ...plain, sampler: { id: 'dpmpp_2m', written: 'dpmpp_2m' } });
    expect([undefined, 'euler', 'heun', 'lcm']).toContain(graph.nodes.denoise.scheduler);
    expect(warnings).toHaveLength(1);
  });

  test.each([
    ['t5', 'a T5 text encoder'],
    ['clip', 'a CLIP-L text encoder'],
    ['vae', 'a FLUX VAE'],
  ])('without %s it says what to install', (key, name) => {
    const without = ALL.filter((each) => each.key !== key);
    expect(() => build('flux', plain, without)).toThrow(`FLUX.1 needs ${name}, which InvokeAI does not have.`);
  });
});

test('edges of every template join nodes that it has', () => {
  for (const { name, nodes, edges, guided } of knowledge.data.invokeGraphs)
    for (const edge of [...edges, ...(guided?.edges ?? [])])
      for (const place of edge.split(' -> '))
        expect({ ...nodes, ...guided?.nodes }, name).toHaveProperty(place.split('.')[0]);
});

test('a family without a template is no protocol error', () => {
  const odd = model('k', 'cogview4', 'main', 'cog');
  expect(() => buildGraph(renderRequest(), odd, [odd], knowledge)).toThrow(BackendError);
});
