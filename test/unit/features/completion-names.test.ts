/** Names of samplers and schedules are offered in the words of the file's format; where nobody knows them, none is. */
import { describe, expect, test } from 'vitest';
import { NOTHING, offered, shown, taken } from './completing.ts';

describe('the first of the list', () => {
  test.each([
    ['keys of diffusers', 'prompt: a\nnum_inference_steps: 25\nscheduler: ‸\n', 'EulerDiscreteScheduler'],
    ['half typed', 'prompt: a\nnum_inference_steps: 25\nscheduler: Eu‸\n', 'EulerDiscreteScheduler'],
    ['flow style', '{prompt: a, num_inference_steps: 25, scheduler: ‸}\n', 'EulerDiscreteScheduler'],
    ['json', '{"prompt": "a", "guidance_scale": 5, "steps": 25, "scheduler": "‸"}', 'EulerDiscreteScheduler'],
    [
      'a flow model',
      'model: FLUX.1-dev\nprompt: a\nnum_inference_steps: 25\nscheduler: ‸\n',
      'FlowMatchEulerDiscreteScheduler · FLUX.1 dev',
    ],
    ['a sampler of ComfyUI', 'prompt: a\nsteps: 25\nsampler: euler\nscheduler: ‸\n', 'normal'],
    ['a sampler of A1111', 'prompt: a\nsteps: 25\nsampler: Euler a\nscheduler: ‸\n', 'Normal'],
    [
      'stable-diffusion.cpp, the schedule',
      '{"prompt": "a", "sample_params": {"sample_steps": 20, "sample_method": "euler", "scheduler": "‸"}}',
      'discrete',
    ],
    [
      'stable-diffusion.cpp, the sampler',
      '{"prompt": "a", "sample_params": {"sample_steps": 20, "sample_method": "‸", "scheduler": "karras"}}',
      'euler',
    ],
    [
      'numbers of Draw Things',
      '{"prompt": "a", "steps": 20, "guidanceScale": 4, "model": "sdxl", "sampler": ‸, "hiresFix": false, "seedMode": 2}',
      '0 · DPM++ 2M Karras, SDXL',
    ],
  ])('%s', (_, source, first) => expect(shown(source.startsWith('{"') ? 'json' : 'yaml', source)[0]).toBe(first));

  test('a number is written as one, and what is not made for flow models comes last', () => {
    const source = (model: string) =>
      `{"steps": 20, "guidanceScale": 4, "model": "${model}", "sampler": ‸, "hiresFix": false, "seedMode": 2}`;
    expect(taken('json', source('sdxl'), '10')).toBe(source('sdxl').replace('‸', '10'));
    const flow = shown('json', source('wan2.1_t2v_14b.ckpt'));
    expect(flow.slice(0, 2).join()).not.toContain('Karras');
    expect(flow.slice(-2).join()).toContain('Karras');
  });
});

describe('none', () => {
  test.each([
    // The word is a schedule for one program and a sampler for the next.
    ['words of nobody', 'yaml', 'model: sdxl\nprompt: a\nsteps: 25\nscheduler: ‸\n'],
    [
      'a format whose names are not known',
      'json',
      '{"prompt": "a", "diffusion_steps": 20, "cfg_scale": 4, "noise_scheduler": "‸", "seed": 1, "random_seed": false}',
    ],
  ])('%s', (_, language, source) => expect(shown(language, source)).toEqual([]));

  test('schedules that only another program has', () => {
    const comfy = shown('yaml', 'prompt: a\nsteps: 25\nsampler: euler\nscheduler: ‸\n');
    expect(comfy).toContain('kl_optimal');
    expect(comfy.filter((name) => /automatic|polyexp|align_your/i.test(name))).toEqual([]);
    expect(shown('json', '{"prompt": "a", "steps": 20, "enable_hr": false, "scheduler": "‸"}')).toContain('Automatic');
  });
  test('but what the chosen backend has', () => {
    const backend = { ...NOTHING, schedules: ['karras', 'bong_tangent'] };
    expect(shown('yaml', 'model: sdxl\nprompt: a\nsteps: 25\nscheduler: ‸\n', { backend })).toEqual([
      'karras',
      'bong_tangent',
    ]);
  });
  test('a graph keeps the names that packs have added to its server', () => {
    const backend = { ...NOTHING, schedules: ['karras', 'bong_tangent', 'linear_quadratic'] };
    const graph = '{"1": {"class_type": "KSampler", "inputs": {"steps": 20, "scheduler": "‸"}}}';
    expect(shown('json', graph, { backend })).toEqual(['karras', 'bong_tangent', 'linear_quadratic']);
  });
});

test('the key of the sampler is offered as diffusers has it, with the best of its classes', () => {
  const keys = offered('yaml', 'model: FLUX.1-dev\nprompt: a\nnum_inference_steps: 28\n‸\n');
  const scheduler = keys.find(({ label }) => label === 'scheduler');
  expect(scheduler?.labelDetails?.description).toBe('FlowMatchEulerDiscreteScheduler · FLUX.1 dev');
});
