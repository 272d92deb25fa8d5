import { describe, expect, test } from 'vitest';
import { countOf, settingOf } from '../../../server/src/dialects/generation.ts';
import { analyse, steps } from '../../support/knowledge.ts';

/** A graph from short-hand nodes: `[class, inputs]` by id. */
function graph(nodes: Record<string, [string, object]>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(nodes).map(([id, [class_type, inputs]]) => [id, { class_type, inputs }])),
  );
}

const loader: [string, object] = ['CheckpointLoaderSimple', { ckpt_name: 'sd_xl_base_1.0.safetensors' }];
const text = (words: string): [string, object] => ['CLIPTextEncode', { text: words, clip: ['4', 1] }];

describe('a plain text-to-image graph', () => {
  const source = graph({
    '3': [
      'KSampler',
      {
        seed: 5,
        steps: 20,
        cfg: 7,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
        model: ['12', 0],
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['5', 0],
      },
    ],
    '4': loader,
    '5': ['EmptyLatentImage', { width: 1024, height: 768, batch_size: 1 }],
    '6': text('a cat'),
    '7': text('a dog'),
    '11': ['LoraLoader', { lora_name: 'style.safetensors', strength_model: 1, model: ['4', 0], clip: ['4', 1] }],
    '12': ['ModelSamplingDiscrete', { sampling: 'lcm', model: ['11', 0] }],
  });
  const { dialect, generations } = analyse(source).reading;

  test('is one generation of its sampler node', () => {
    expect(dialect).toBe('comfyui-api');
    expect(generations.map(({ id, pointer }) => [id, pointer])).toEqual([['3', '/3']]);
  });
  test('its model is found through LoRA and patch nodes', () => {
    expect(generations[0].model).toMatchObject({ text: 'sd_xl_base_1.0.safetensors', pointer: '/4/inputs/ckpt_name' });
    expect(generations[0].loras.map((lora) => lora.text)).toEqual(['style.safetensors']);
  });
  test.each([
    ['prompt', 'a cat'],
    ['negative_prompt', 'a dog'],
    ['width', 1024],
    ['height', 768],
    ['seed', 5],
    ['guidance_scale', 7],
    ['sampler', 'euler'],
    ['scheduler', 'normal'],
  ])('its %s is %s', (setting, value) => expect(settingOf(generations[0], setting)?.value).toBe(value));
});

describe('graphs of other shapes', () => {
  test('SamplerCustomAdvanced: count on the scheduler node, the rest on its neighbours', () => {
    const source = graph({
      '1': [
        'SamplerCustomAdvanced',
        { noise: ['2', 0], guider: ['3', 0], sampler: ['4', 0], sigmas: ['5', 0], latent_image: ['6', 0] },
      ],
      '2': ['RandomNoise', { noise_seed: 99 }],
      '3': ['BasicGuider', { model: ['7', 0], conditioning: ['8', 0] }],
      '4': ['KSamplerSelect', { sampler_name: 'heun' }],
      '5': ['BasicScheduler', { model: ['7', 0], scheduler: 'simple', steps: 28, denoise: 1 }],
      '6': ['EmptySD3LatentImage', { width: 512, height: 640, batch_size: 1 }],
      '7': ['UNETLoader', { unet_name: 'flux1-dev.safetensors', weight_dtype: 'default' }],
      '8': ['FluxGuidance', { guidance: 3.5, conditioning: ['9', 0] }],
      '9': text('a lake'),
    });
    const [generation, ...others] = analyse(source).reading.generations;
    expect(others).toEqual([]);
    expect(generation.model?.text).toBe('flux1-dev.safetensors');
    const value = (setting: string) => settingOf(generation, setting)?.value;
    expect(
      ['inference_steps', 'sampler', 'seed', 'scheduler', 'distilled_guidance', 'width', 'prompt'].map(value),
    ).toEqual([28, 'heun', 99, 'simple', 3.5, 512, 'a lake']);
  });

  test('a linked count is read one hop away', () => {
    const source = graph({
      '1': ['KSampler', { steps: ['2', 0], model: ['4', 0] }],
      '2': ['PrimitiveInt', { value: 12 }],
      '4': loader,
    });
    const [{ settings }] = analyse(source).reading.generations;
    expect(settings[0]).toMatchObject({ pointer: '/2/inputs/value', value: 12, via: 'link' });
  });

  test('a linked count is read past bundles that carry it', () => {
    const source = graph({
      '1': ['KSampler', { steps: ['2', 8], model: ['2', 1] }],
      '2': ['Context Big (rgthree)', { model: ['4', 0], steps: ['3', 0], cfg: ['3', 2] }],
      '3': ['KSampler Config (rgthree)', { steps_total: 30, refiner_step: 24, cfg: 8, sampler_name: 'euler' }],
      '4': loader,
    });
    const { generations } = analyse(source).reading;
    expect(generations.map(({ id }) => id)).toEqual(['1']);
    expect(steps(source)).toEqual(['/3/inputs/steps_total: 30']);
    expect(generations[0].model?.text).toBe('sd_xl_base_1.0.safetensors');
  });

  test('a computed count has no value', () => {
    const source = graph({
      '1': ['KSampler', { steps: ['2', 0], model: ['4', 0] }],
      '2': ['MathExpression', { a: 3, b: 4, expression: 'a*b' }],
      '4': loader,
    });
    const [{ settings }] = analyse(source).reading.generations;
    expect(settings[0]).toMatchObject({ value: null, via: 'link' });
    expect(countOf(settings[0])).toBeNull();
  });

  test('two samplers are two generations', () => {
    const source = graph({
      '1': ['KSamplerAdvanced', { steps: 25, start_at_step: 0, end_at_step: 20, model: ['4', 0] }],
      '2': [
        'KSamplerAdvanced',
        { steps: 25, start_at_step: 20, end_at_step: 10000, model: ['5', 0], latent_image: ['1', 0] },
      ],
      '4': loader,
      '5': ['CheckpointLoaderSimple', { ckpt_name: 'sd_xl_refiner_1.0.safetensors' }],
    });
    expect(steps(source)).toEqual(['/1/inputs/steps: 25', '/2/inputs/steps: 25']);
    expect(analyse(source).reading.generations.map(({ model }) => model?.text)).toEqual([
      'sd_xl_base_1.0.safetensors',
      'sd_xl_refiner_1.0.safetensors',
    ]);
  });

  test('a wrapped graph is found, its neighbours stay plain', () => {
    const wrapped = JSON.stringify({
      input: { workflow: JSON.parse(graph({ '1': ['KSampler', { steps: 20, model: ['4', 0] }], '4': loader })) },
    });
    expect(steps(wrapped)).toEqual(['/input/workflow/1/inputs/steps: 20']);
  });

  test('several graphs in one file have ids of their own', () => {
    const one = JSON.parse(graph({ '1': ['KSampler', { steps: 20, model: ['4', 0] }], '4': loader }));
    const ids = analyse(JSON.stringify({ tests: [{ workflow: one }, { workflow: one }] })).reading.generations.map(
      ({ id }) => id,
    );
    expect(ids).toEqual(['/tests/0/workflow#1', '/tests/1/workflow#1']);
  });

  test('the second pass of a script is a generation of the sampler that runs it', () => {
    const source = graph({
      '1': ['KSampler (Efficient)', { steps: 20, script: ['2', 0], model: ['4', 0], latent_image: ['5', 0] }],
      '2': ['HighRes-Fix Script', { upscale_by: 1.5, hires_steps: 12, denoise: 0.5 }],
      '4': loader,
      '5': ['EmptyLatentImage', { width: 512, height: 512 }],
    });
    expect(steps(source)).toEqual(['/1/inputs/steps: 20', '/2/inputs/hires_steps: 12']);
    expect(analyse(source).reading.generations[1].model?.text).toBe('sd_xl_base_1.0.safetensors');
  });

  test('a node that a model is linked to patches it, whatever files it names', () => {
    const source = graph({
      '1': ['KSampler', { steps: 20, model: ['2', 0] }],
      '2': ['LoadAndApplyICLightUnet', { model_path: 'iclight_sd15_fc_unet_ldm.safetensors', model: ['4', 0] }],
      '4': loader,
    });
    expect(analyse(source).reading.generations[0].model?.text).toBe('sd_xl_base_1.0.safetensors');
  });

  test('numbered LoRAs, each with its strength, those that are on', () => {
    const source = graph({
      '1': ['KSampler', { steps: 20, model: ['2', 0] }],
      '2': ['Some Loader', { ckpt_name: 'base.safetensors', lora_stack: ['3', 0] }],
      '3': [
        'CR LoRA Stack',
        {
          switch_1: 'On',
          lora_name_1: 'a.safetensors',
          model_weight_1: 0.5,
          switch_2: 'Off',
          lora_name_2: 'b.safetensors',
          model_weight_2: 1,
          switch_3: 'On',
          lora_name_3: 'None',
          lora_stack: ['5', 0],
        },
      ],
      '5': ['Lora Loader (LoraManager)', { loras: { __value__: [{ name: 'c', strength: 0.9, active: true }] } }],
    });
    expect(analyse(source).reading.generations[0].loras.map(({ text, weight }) => [text, weight])).toEqual([
      ['a.safetensors', 0.5],
      ['c', 0.9],
    ]);
  });

  test.each([
    ['training', { '1': ['TrainLoraNode', { steps: 100, model: ['4', 0] }], '4': loader }],
    ['a multiplier between sigmas', { '1': ['ExtendIntermediateSigmas', { steps: 2, sigmas: ['4', 0] }], '4': loader }],
    ['a paid service', { '1': ['FluxProFillNode', { steps: 50, seed: 1, image: ['4', 0] }], '4': loader }],
    ['a node without links', { '1': ['StepCounter', { steps: 100 }], '4': loader }],
    ['positions', { '1': ['SplitSigmas', { step: 10, sigmas: ['4', 0] }], '4': loader }],
  ] as [string, Record<string, [string, object]>][])('%s is no step count', (_, nodes) =>
    expect(steps(graph(nodes))).toEqual([]),
  );

  test('a ring of links ends', () => {
    const source = graph({
      '1': ['KSampler', { steps: 20, model: ['2', 0] }],
      '2': ['Patch', { model: ['3', 0] }],
      '3': ['Patch', { model: ['2', 0] }],
    });
    expect(analyse(source).reading.generations[0].model).toBeNull();
  });
});

test('frame rate and CLIP skip are found on the way of the prompt', () => {
  const source = graph({
    '1': [
      'KSampler',
      { steps: 20, seed: 1, cfg: 3, sampler_name: 'euler', model: ['4', 0], positive: ['2', 0], negative: ['2', 1] },
    ],
    '2': ['LTXVConditioning', { frame_rate: 25, positive: ['3', 0], negative: ['3', 0] }],
    '3': ['CLIPTextEncode', { text: 'a cat', clip: ['5', 0] }],
    '4': ['CheckpointLoaderSimple', { ckpt_name: 'ltx-video-2b-v0.9.safetensors' }],
    '5': ['CLIPSetLastLayer', { stop_at_clip_layer: -2, clip: ['4', 1] }],
  });
  const [generation] = analyse(source).reading.generations;
  expect([settingOf(generation, 'fps')?.value, settingOf(generation, 'clip_skip')?.value]).toEqual([25, -2]);
});

test('the frame rate of the node that writes the video is found', () => {
  const source = graph({
    '1': ['KSampler', { steps: 20, seed: 1, cfg: 3, sampler_name: 'euler', model: ['4', 0] }],
    '2': ['VAEDecode', { samples: ['1', 0], vae: ['4', 2] }],
    '3': ['VHS_VideoCombine', { images: ['2', 0], frame_rate: 16, format: 'video/h264-mp4' }],
    '4': ['CheckpointLoaderSimple', { ckpt_name: 'wan.safetensors' }],
  });
  expect(settingOf(analyse(source).reading.generations[0], 'fps')).toMatchObject({
    value: 16,
    pointer: '/3/inputs/frame_rate',
  });
});
