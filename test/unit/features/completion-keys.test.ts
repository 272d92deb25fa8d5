/** Keys that are offered while a config is written, and how they are quoted. */
import { describe, expect, test } from 'vitest';
import { GRAPH, offered, shown, taken } from './completing.ts';

describe('keys of the format', () => {
  test.each([
    ['yaml', 'model: sdxl\nprompt: a\nnum_inference_steps: 25\n‸\n', 'guidance_scale'],
    ['yaml', 'model: sdxl\nprompt: a\nnum_inference_steps: 25\ngui‸\n', 'guidance_scale'],
    ['yaml', 'model: sdxl\nprompt: a\ngui‸\n', 'guidance_scale'],
    ['yaml', 'model: sdxl\nprompt: a\n‸\n', 'num_inference_steps'],
    ['yaml', 'jobs:\n  - prompt: a\n    num_inference_steps: 25\n    ‸\n  - prompt: b\n', 'guidance_scale'],
    ['yaml', 'a: {prompt: a, num_inference_steps: 25, ‸}\n', 'guidance_scale'],
    ['json', '{"prompt": "a", "num_inference_steps": 25, ‸}', 'guidance_scale'],
    ['json', '{"prompt": "a", "num_inference_steps": 25,\n  "gui', 'guidance_scale'],
    ['json', '{"prompt": "a", "num_inference_steps": 25,\n  gui‸\n}', 'guidance_scale'],
    ['json', '{"prompt": "a", "steps": 25, "enable_hr": false, ‸}', 'cfg_scale'],
    ['json', '{"prompt": "a", "steps": 25, "cfgscale": 7, "automaticvae": true, ‸}', 'negativeprompt'],
    ['json', GRAPH('"steps": 20, "‸"'), 'cfg'],
    ['yaml', 'model: Wan2.1-T2V-14B\nprompt: a\nnum_inference_steps: 28\n‸', 'num_frames'],
  ])('%s %s', (language, source, key) => {
    const text = source.includes('‸') ? source : `${source}‸`;
    expect(shown(language, text)).toContain(key);
  });
  test('those that are there are left out, and what the model does not read', () => {
    const keys = shown('yaml', 'model: FLUX.1-dev\nprompt: a\nnum_inference_steps: 28\nseed: 1\n‸\n');
    for (const absent of ['model', 'prompt', 'seed', 'negative_prompt', 'num_frames', 'num_inference_steps'])
      expect(keys).not.toContain(absent);
  });
});

describe('quotes and commas', () => {
  test.each([
    [
      'json',
      '{"prompt": "a", "num_inference_steps": 25, ‸}',
      'width',
      '{"prompt": "a", "num_inference_steps": 25, "width": }',
    ],
    [
      'json',
      '{"prompt": "a",\n  gui‸\n  "steps": 2}',
      'cfg_scale',
      '{"prompt": "a",\n  "cfg_scale": 7,\n  "steps": 2}',
    ],
    ['json', '{"prompt": "a", "steps": 2\n  ‸\n}', 'seed', '{"prompt": "a", "steps": 2,\n  "seed": \n}'],
    ['json', '{"prompt": "a", "steps": 2, "cfg_sc‸": 5}', 'cfg_scale', '{"prompt": "a", "steps": 2, "cfg_scale": 5}'],
    [
      'json',
      '{"model": "sdxl", "prompt": "a", "steps": ‸\n "seed": 1}',
      '25',
      '{"model": "sdxl", "prompt": "a", "steps": 25,\n "seed": 1}',
    ],
    [
      'json',
      '{"prompt": "a", "steps": 2, "enable_hr": false, "sampler_name": "DPM++‸\n}',
      'DPM++ 2M',
      '{"prompt": "a", "steps": 2, "enable_hr": false, "sampler_name": "DPM++ 2M"\n}',
    ],
    ['yaml', 'model: sdxl\nprompt: a\nsteps:‸ # mine\n', '25', 'model: sdxl\nprompt: a\nsteps: 25 # mine\n'],
    [
      'yaml',
      "prompt: a\nsteps: 2\nenable_hr: false\nsampler_name: 'Eu‸'\n",
      'Euler a',
      "prompt: a\nsteps: 2\nenable_hr: false\nsampler_name: 'Euler a'\n",
    ],
    [
      'yaml',
      'prompt: a\nsteps: 2\nenable_hr: false\nsampler_name: Eu‸\n',
      'DPM++ 2M',
      'prompt: a\nsteps: 2\nenable_hr: false\nsampler_name: DPM++ 2M\n',
    ],
    [
      'yaml',
      'a: {model: sdxl, prompt: a, steps: 2, wid‸}',
      'width',
      'a: {model: sdxl, prompt: a, steps: 2, width: 1024}',
    ],
  ])('%s %s', (language, source, label, result) => expect(taken(language, source, label)).toBe(result));
  test('with tab stops, where the client has them', () => {
    const [item] = offered('json', '{"model": "sdxl", "prompt": "a", "num_inference_steps": 25, "guid‸"}', {
      snippets: true,
    }).filter(({ label }) => label === 'guidance_scale');
    expect(item).toMatchObject({
      insertTextFormat: 2,
      filterText: '"guidance_scale',
      textEdit: { newText: `"guidance_scale": \${1:7}` },
    });
  });
});

test('where the file is like no tool, a key is the one that nearly all have', () => {
  const keys = offered('yaml', 'prompt: a\n‸').map(({ label }) => label);
  expect(keys).toContain('seed');
  expect(keys).not.toContain('base_seed');
});
