import { describe, expect, test } from 'vitest';
import { settingOf } from '../../../server/src/dialects/generation.ts';
import { analyse, steps } from '../../support/knowledge.ts';

type Edge = [from: string, output: string, to: string, input: string];

/** A workflow of nodes in short: `[type, inputs]` by id. */
function workflow(nodes: Record<string, [string, Record<string, unknown>]>, edges: Edge[]): string {
  return JSON.stringify({
    name: 'test',
    nodes: Object.entries(nodes).map(([id, [type, inputs]]) => ({
      id,
      type: 'invocation',
      data: {
        id,
        type,
        inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, { name, label: '', value }])),
      },
    })),
    edges: edges.map(([source, sourceHandle, target, targetHandle]) => ({
      type: 'default',
      source,
      sourceHandle,
      target,
      targetHandle,
    })),
  });
}

const denoise = { steps: 32, cfg_scale: 6, scheduler: 'dpmpp_2m_sde_k', denoising_start: 0, denoising_end: 1 };

describe('a text-to-image workflow', () => {
  const source = workflow(
    {
      loader: ['sdxl_model_loader', { model: { key: 'a', name: 'sd_xl_base_1.0', base: 'sdxl', type: 'main' } }],
      lora: ['sdxl_lora_loader', { lora: { name: 'sdxl_lightning_4step_lora', base: 'sdxl' }, weight: 0.8 }],
      yes: ['sdxl_compel_prompt', { prompt: '' }],
      words: ['string', { value: 'a tiger' }],
      no: ['sdxl_compel_prompt', { prompt: 'a photo' }],
      noise: ['noise', { seed: 3, width: 1024, height: 768 }],
      denoise: ['denoise_latents', denoise],
    },
    [
      ['loader', 'unet', 'lora', 'unet'],
      ['lora', 'unet', 'denoise', 'unet'],
      ['words', 'value', 'yes', 'prompt'],
      ['yes', 'conditioning', 'denoise', 'positive_conditioning'],
      ['no', 'conditioning', 'denoise', 'negative_conditioning'],
      ['noise', 'noise', 'denoise', 'noise'],
    ],
  );
  const { dialect, generations } = analyse(source).reading;
  const [generation] = generations;

  test('is one generation of its denoise node', () => {
    expect(dialect).toBe('invokeai-workflow');
    expect(generations).toHaveLength(1);
    expect(generation).toMatchObject({ id: 'denoise', pointer: '/nodes/6', tool: 'invokeai' });
  });
  test('its count is the value of an input', () =>
    expect(settingOf(generation, 'inference_steps')).toMatchObject({
      pointer: '/nodes/6/data/inputs/steps/value',
      key: 'steps',
      value: 32,
      via: null,
    }));
  test('model and LoRA are the names of descriptions', () => {
    expect(generation.model).toMatchObject({
      text: 'sd_xl_base_1.0',
      pointer: '/nodes/0/data/inputs/model/value/name',
    });
    expect(generation.loras).toMatchObject([{ text: 'sdxl_lightning_4step_lora', weight: 0.8 }]);
  });
  test.each([
    ['sampler', 'dpmpp_2m_sde_k'],
    ['guidance_scale', 6],
    ['seed', 3],
    ['width', 1024],
    ['height', 768],
    ['prompt', 'a tiger'],
    ['negative_prompt', 'a photo'],
  ])('its %s is %s', (setting, value) => expect(settingOf(generation, setting)?.value).toBe(value));
});

describe('other workflows', () => {
  test('the model is not there in the ones that come with the program', () => {
    const source = workflow(
      { loader: ['flux_model_loader', {}], denoise: ['flux_denoise', { num_steps: 4, guidance: 4, width: 512 }] },
      [['loader', 'transformer', 'denoise', 'transformer']],
    );
    const [generation] = analyse(source).reading.generations;
    expect(generation.model).toBeNull();
    expect(steps(source)).toEqual(['/nodes/1/data/inputs/num_steps/value: 4']);
    expect(settingOf(generation, 'distilled_guidance')?.value).toBe(4);
    expect(settingOf(generation, 'width')?.value).toBe(512);
  });

  test.each([
    ['an integer', ['integer', { value: 12 }], { pointer: '/nodes/1/data/inputs/value/value', value: 12, via: 'link' }],
    ['arithmetic', ['integer_math', { a: 3, value: 4 }], { value: null, via: 'link' }],
    ['chance', ['rand_int', { low: 0, high: 9 }], { value: null, via: 'link' }],
  ] as [string, [string, Record<string, unknown>], object][])(
    'an edge from %s overrides the value',
    (_, node, expected) => {
      const source = workflow({ denoise: ['denoise_latents', denoise], node }, [['node', 'value', 'denoise', 'steps']]);
      expect(settingOf(analyse(source).reading.generations[0], 'inference_steps')).toMatchObject(expected);
    },
  );

  test.each([
    ['parts of a picture are no counts', ['controlnet', { begin_step_percent: 0, end_step_percent: 0.5 }]],
    ['nor is the length of a curve', ['step_param_easing', { easing: 'Linear', num_steps: 20, seed: 1 }]],
    ['nor steps of nothing', ['float_range', { start: 5, stop: 10, steps: 2 }]],
  ] as [string, [string, Record<string, unknown>]][])('%s', (_, node) =>
    expect(steps(workflow({ node }, []))).toEqual([]),
  );

  test('any part may be of a wrong type', () => {
    const good = JSON.parse(workflow({ denoise: ['denoise_latents', denoise] }, [['a', 'b', 'denoise', 'steps']]));
    for (const wrong of [null, 1, 'x', [], {}, [[]]]) {
      for (const key of ['nodes', 'edges'])
        expect(() => analyse(JSON.stringify({ ...good, [key]: wrong }))).not.toThrow();
      for (const key of ['id', 'data'])
        expect(() => analyse(JSON.stringify({ ...good, nodes: [{ ...good.nodes[0], [key]: wrong }] }))).not.toThrow();
    }
  });
});
