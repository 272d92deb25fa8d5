/** What is offered while a config is written: a text with a cursor, and what stands in the list or in the text afterwards. */
import { describe, expect, test } from 'vitest';
import { startersFor } from '../../../server/src/features/completion/starters.ts';
import { analyse, find, knowledge } from '../../support/knowledge.ts';
import { GRAPH, LIGHTNING, NOTHING, offered, shown, taken } from './completing.ts';

describe('values, the best first', () => {
  test.each([
    ['yaml', 'model: sdxl\nprompt: a\nnum_inference_steps: ‸\n', '25 · SDXL'],
    ['yaml', 'model: sdxl\nprompt: a\nnum_inference_steps:‸\n', '25 · SDXL'],
    ['yaml', 'model: sdxl\nprompt: a\nnum_inference_steps: ‸', '25 · SDXL'],
    ['yaml', 'jobs:\n  - {model: sdxl, prompt: a, steps: ‸}\n', '25 · SDXL'],
    ['yaml', 'prompt: a\nnum_inference_steps: ‸\n', '25 · a safe default'],
    ['yaml', `${LIGHTNING}steps: ‸\n`, '4 · SDXL-Lightning (4-step) loaded'],
    ['json', '{"model": "sdxl", "prompt": "a", "num_inference_steps": ‸}', '25 · SDXL'],
    ['json', '{"model": "sdxl", "prompt": "a", "num_inference_steps":‸\n "seed": 1}', '25 · SDXL'],
    ['jsonc', '// mine\n{"model": "sdxl", "prompt": "a", "num_inference_steps": ‸', '25 · SDXL'],
    ['json', GRAPH('"cfg": 7, "steps": ‸'), '25 · SDXL'],
    ['json', GRAPH('"steps": 20, "cfg": ‸'), '7 · SDXL'],
    ['json', GRAPH('"steps": 20, "sampler_name": "‸"'), 'dpmpp_2m_sde · SDXL'],
    ['json', '{"prompt": "a", "steps": 20, "enable_hr": false, "sampler_name": "‸', 'Euler'],
    ['json', '{"prompt": "a", "steps": 20, "enable_hr": false, "scheduler": "‸"}', 'Normal'],
    [
      'yaml',
      'pipeline: FluxPipeline\nmodel: FLUX.1-dev\nprompt: a\nsteps: 28\nguidance_scale: ‸\n',
      '3.5 · FLUX.1 dev',
    ],
    [
      'yaml',
      'pipeline: FluxPipeline\nmodel: FLUX.1-dev\nprompt: a\nsteps: 28\nscheduler: ‸\n',
      'FlowMatchEulerDiscreteScheduler · FLUX.1 dev',
    ],
    ['yaml', 'model: Wan2.1-T2V-14B\nprompt: a\nsteps: 28\nheight: 480\nwidth: ‸\n', '832 · Wan 2.1, 832 x 480'],
    [
      'yaml',
      'model: Wan2.1-T2V-14B\nprompt: a\nsteps: 28\nnum_frames: ‸\n',
      '81 · Wan 2.1, 5.1 s at 16 frames a second',
    ],
    ['yaml', 'model: sdxl\nprompt: a\nwidth: ‸\n', '1024 · SDXL, 1024 x 1024'],
  ])('%s %s', (language, source, first) => expect(shown(language, source)[0]).toBe(first));

  test('what is written already can be changed for another', () => {
    const source = 'model: sdxl\nprompt: a\nsteps: 80‸\n';
    expect(shown('yaml', source).slice(0, 2)).toEqual(['80 · as it is', '25 · SDXL']);
    expect(taken('yaml', source, '25')).toBe('model: sdxl\nprompt: a\nsteps: 25\n');
  });
  test('while a number is typed, only those that begin so; none where it is complete', () => {
    const typing = { typing: true };
    expect(shown('yaml', 'model: sdxl\nprompt: a\nsteps: 2‸\n', typing)).toEqual([
      '25 · SDXL',
      '20 · SDXL, at the low end',
    ]);
    expect(shown('yaml', 'model: sdxl\nprompt: a\nsteps: 25‸\n', typing)).toEqual([]);
    expect(shown('yaml', 'model: sdxl\nprompt: a\nsteps: 7‸\n', typing)).toEqual([]);
  });
  test('names that the backend has, those that suit first', () => {
    const backend = { ...NOTHING, loras: ['ink.safetensors', 'sdxl_lightning_4step_lora.safetensors'] };
    expect(shown('yaml', 'model: sdxl\nprompt: a\nsteps: 4\nlora: ‸\n', { backend })).toEqual([
      'sdxl_lightning_4step_lora.safetensors · SDXL-Lightning (4-step), on ComfyUI',
      'ink.safetensors · on ComfyUI',
    ]);
    expect(shown('json', GRAPH('"steps": 20').replace('sd_xl_base_1.0.safetensors', '‸'), { backend })).toEqual([]);
    const models = { backend: { ...backend, models: ['b.safetensors'] } };
    expect(shown('json', GRAPH('"steps": 20').replace('sd_xl_base_1.0.safetensors', '‸'), models)).toEqual([
      'b.safetensors · on ComfyUI',
    ]);
  });
});

describe('names wherever LoRAs and models are named', () => {
  const backend = { ...NOTHING, models: ['b.safetensors'], loras: ['sub/ink.safetensors'], vaes: ['ae.safetensors'] };
  const HEAD = 'model: sdxl\nprompt: a\nsteps: 4\n';
  test.each([
    ['yaml', `${HEAD}loras: [‸]\n`, 'sub/ink.safetensors'],
    ['yaml', `${HEAD}loras: [a, ‸]\n`, 'sub/ink.safetensors'],
    ['yaml', `${HEAD}loras:\n  - ‸\n`, 'sub/ink.safetensors'],
    ['yaml', `${HEAD}loras:\n  - a\n  - b‸\n`, 'sub/ink.safetensors'],
    ['yaml', `${HEAD}loras:\n  - path: ‸\n    scale: 1\n`, 'sub/ink.safetensors'],
    ['yaml', `${HEAD}loras: [{path: ‸}]\n`, 'sub/ink.safetensors'],
    ['yaml', 'model: sdxl\nprompt: a\nloras: [‸]\n', 'sub/ink.safetensors'],
    ['json', '{"model": "sdxl", "prompt": "a", "steps": 4, "loras": ["‸"]}', 'sub/ink.safetensors'],
    ['json', '{"model": "sdxl", "prompt": "a", "steps": 4, "loras": [‸]}', 'sub/ink.safetensors'],
    ['json', '{"model": "sdxl", "prompt": "a", "steps": 4, "loras": [{"path": "‸', 'sub/ink.safetensors'],
    ['jsonc', '{"model": "sdxl", /* it */ "prompt": "a", "steps": 4, "lora": "‸"}', 'sub/ink.safetensors'],
    ['json', '{"steps": 4, "prompt": "a", "override_settings": {"sd_model_checkpoint": "‸"}}', 'b.safetensors'],
    ['yaml', 'prompt: a <lora:‸\nsteps: 4\nenable_hr: false\n', 'ink'],
    ['yaml', 'prompt: |\n  a <lora:‸ b\nsteps: 4\nenable_hr: false\n', 'ink'],
    ['json', '{"prompt": "a <lora:in‸:0.5>", "steps": 4, "enable_hr": false}', 'ink'],
  ])('%s %s', (language, source, name) => expect(offered(language, source, { backend })[0]?.label).toBe(name));
  test.each([
    ['yaml', `${HEAD}tags: [‸]\n`],
    ['yaml', `${HEAD}loras:\n  - path: a\n    note: ‸\n`],
    ['yaml', 'title: a <lora:‸\nsteps: 4\nenable_hr: false\n'],
    ['json', '{"prompt": "a <lora:ink:‸>", "steps": 4, "enable_hr": false}'],
    ['yaml', 'name: build\nadapters: [‸]\n'],
  ])('none in %s %s', (language, source) => expect(shown(language, source, { backend })).toEqual([]));
  test.each([
    [
      'json',
      '{"prompt": "a <lora:‸", "steps": 4, "enable_hr": false}',
      '{"prompt": "a <lora:ink:1>", "steps": 4, "enable_hr": false}',
    ],
    [
      'json',
      '{"prompt": "a <lora:i‸x:0.5> b", "steps": 4, "enable_hr": false}',
      '{"prompt": "a <lora:ink:0.5> b", "steps": 4, "enable_hr": false}',
    ],
    ['yaml', 'prompt: a <lora:‸\nsteps: 4\nenable_hr: false\n', 'prompt: a <lora:ink:1>\nsteps: 4\nenable_hr: false\n'],
  ])('in the prompt of %s %s', (language, source, result) =>
    expect(taken(language, source, 'ink', { backend })).toBe(result),
  );
});

describe('sizes that are written as one text', () => {
  test.each([
    ['yaml', 'model: sdxl\nprompt: a\nsteps: 4\nsize: ‸\n', ['1024x1024 · SDXL', '1152x896 · SDXL', '896x1152 · SDXL']],
    [
      'json',
      '{"model": "sdxl", "prompt": "a", "num_inference_steps": 4, "size": "‸"}',
      ['1024x1024 · SDXL', '1152x896 · SDXL', '896x1152 · SDXL'],
    ],
    [
      'json',
      '{"model": "sdxl", "prompt": "a", "num_inference_steps": 4, "size": "51‸2*512"}',
      ['1024*1024 · SDXL', '1152*896 · SDXL', '896*1152 · SDXL'],
    ],
    ['yaml', 'model: sdxl\nprompt: a\nsteps: 4\nimage_size: ‸\n', []],
    ['yaml', 'prompt: a\nsteps: 4\nsize: ‸\n', []],
  ])('%s %s', (language, source, first) => expect(shown(language, source).slice(0, 3)).toEqual(first));
  test('are written over what is there', () =>
    expect(taken('json', '{"model": "sdxl", "prompt": "a", "steps": 4, "size": "512‸x512"}', '1024x1024')).toBe(
      '{"model": "sdxl", "prompt": "a", "steps": 4, "size": "1024x1024"}',
    ));
});

describe('is silent', () => {
  test.each([
    ['yaml', 'name: build\nversion: ‸\n'],
    ['yaml', 'name: build\non: push\njobs:\n  test:\n    ‸\n'],
    ['json', '{"name": "x", ‸}'],
    ['json', '{"prompt": "a ‸cat", "steps": 20}'],
    ['yaml', 'prompt: |\n  a cat\n  wid‸\nsteps: 20\n'],
    ['yaml', 'prompt: a\n# wid‸\nsteps: 20\n'],
    ['json', '{"prompt": "a", // wid‸\n "steps": 20}'],
    ['yaml', 'prompt: a\nsteps: 20 ‸\n'],
    ['yaml', 'prompt: a\nsteps: 20\nmeta:\n  ‸\n'],
    ['json', '{"prompt": "a", "steps": 20, "meta": {"au‸"}}'],
    ['json', '{"prompt": "a", "steps": 20, "tags": ["x", "‸"]}'],
    ['yaml', 'model: resnet50\nsteps: 1000\nlearning_rate: ‸\n'],
    ['yaml', '{model: sdxl, prompt: a, steps: 20, sam\n  pl‸er: x}'],
    ['yaml', 'model: sdxl\nprompt: a\nsteps: 20\n"sam\n  pl‸er": x\n'],
  ])('%s %s', (language, source) => expect(shown(language, source)).toEqual([]));
});

describe('new configs', () => {
  test('stand in an empty file, in its language', () => {
    expect(shown('json', '‸')).toEqual(['A1111 request', 'ComfyUI graph', 'generation arguments']);
    expect(shown('yaml', 'di‸')).toContain('diffusers arguments');
    expect(shown('yaml', '# a comment\n‸')).toEqual([]);
  });
  test.each(startersFor(null, knowledge).map((starter) => [starter.id, starter] as const))(
    '%s is read, and nothing is wrong with it',
    (_, { plain, language }) => {
      expect(plain).not.toMatch(/\{\w+\}|\$/);
      expect(analyse(plain, language).reading.generations.length).toBeGreaterThan(0);
      expect(find(plain, language).map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    },
  );
});
