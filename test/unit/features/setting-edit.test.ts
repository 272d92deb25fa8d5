import { describe, expect, test } from 'vitest';
import { settingEdit } from '../../../server/src/features/setting-edit.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

const config = (seed: string): string =>
  `model: stabilityai/stable-diffusion-xl-base-1.0\nprompt: a hill\nsteps: 20\n${seed}`;

/** The text after a value, by default of the seed, was written into it; `null` when it can't be. */
function written(text: string, setting = 'seed', value = '18446744073709551615'): string | null {
  const analysis = analyse(text);
  const edit = settingEdit(analysis, analysis.reading.generations[0], setting, value, knowledge);
  if (!edit) return null;
  const start = analysis.lines.offset(edit.range.start.line, edit.range.start.character);
  const end = analysis.lines.offset(edit.range.end.line, edit.range.end.character);
  return text.slice(0, start) + edit.newText + text.slice(end);
}

test.each([
  ['seed: -1\n', 'seed: 18446744073709551615\n'],
  ['seed: "-1" # drawn\n', 'seed: "18446744073709551615" # drawn\n'],
  ['seed: 42', 'seed: 18446744073709551615'],
])('%j becomes %j', (before, after) => {
  expect(written(config(before))).toBe(config(after));
});

test.each(['', 'seed: ${SEED}\n', 'seed:\n'])('nothing is written where there is %j', (seed) => {
  expect(written(config(seed))).toBeNull();
});

test('the seed of a graph is written where the graph holds it', () => {
  const graph = JSON.stringify({
    3: {
      class_type: 'KSampler',
      inputs: {
        seed: ['5', 0],
        steps: 20,
        cfg: 7,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
        model: ['4', 0],
      },
    },
    4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
    5: { class_type: 'PrimitiveInt', inputs: { value: 11 } },
  });
  expect(written(graph)).toBe(graph.replace('"value":11', '"value":18446744073709551615'));
});

describe('a count or a scale', () => {
  test.each([
    ['inference_steps', 'prompt: a hill\nsteps: 80 # many\n', '25', 'prompt: a hill\nsteps: 25 # many\n'],
    ['inference_steps', 'prompt: a hill\nsteps: "80"\n', '25', 'prompt: a hill\nsteps: "25"\n'],
    [
      'guidance_scale',
      '{"prompt": "a hill", "steps": 20, "cfg_scale": 7}',
      '4.5',
      '{"prompt": "a hill", "steps": 20, "cfg_scale": 4.5}',
    ],
  ])('%s in %j', (setting, before, value, after) => expect(written(before, setting, value)).toBe(after));

  test('inside a string with all settings', () => {
    const text =
      '{"parameters": "a hill\\nSteps: 80, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 512x512, Model: x"}';
    expect(written(text, 'inference_steps', '25')).toBe(text.replace('80', '25'));
    expect(written(text, 'sampler', 'DPM++ 2M')).toBe(text.replace('Euler a', 'DPM++ 2M'));
    expect(written(text, 'sampler', 'a, "b"')).toBeNull();
  });
  test('of a model that takes guidance as an input', () => {
    const text = 'model: flux1-dev\nprompt: a hill\nsteps: 20\ncfg_scale: 1\ndistilled_cfg_scale: 3.5\n';
    expect(written(text, 'guidance_scale', '2.5')).toBe(text.replace('3.5', '2.5'));
  });
  test('of a model that takes guidance as an input, where the file says the real one alone', () =>
    expect(
      written(
        '{"prompt": "a hill", "model": "flux1-dev", "steps": 20, "cfg_scale": 1, "sampler_name": "Euler", "n_iter": 1}',
        'guidance_scale',
        '2.5',
      ),
    ).toBeNull());
  test('of a pipeline whose real guidance has a key of its own', () => {
    const text =
      'pipeline: FluxPipeline\nmodel: black-forest-labs/FLUX.1-dev\nprompt: a hill\nnegative_prompt: fog\nnum_inference_steps: 28\nguidance_scale: 3.5\ntrue_cfg_scale: 4\n';
    expect(written(text, 'guidance_scale', '6')).toBe(text.replace('true_cfg_scale: 4', 'true_cfg_scale: 6'));
  });
});

describe('a name', () => {
  const yaml = (line: string) => `prompt: a hill\nsteps: 20\n${line}\n`;
  const json = (entry: string) => `{"prompt": "a hill", "steps": 20, ${entry}}`;
  test.each([
    ['sampler', yaml('sampler_name: euler'), 'dpmpp_2m', yaml('sampler_name: dpmpp_2m')],
    ['sampler', yaml('sampler_name: euler'), 'DPM++ 2M', yaml('sampler_name: DPM++ 2M')],
    ['sampler', yaml("sampler_name: 'Euler a'"), 'DPM++ 2M', yaml("sampler_name: 'DPM++ 2M'")],
    ['sampler', json('"sampler_name": "Euler a"'), 'DPM++ 2M', json('"sampler_name": "DPM++ 2M"')],
    ['sampler', json('"sampler_name": "Euler a"'), 'my "own"', json('"sampler_name": "my \\"own\\""')],
    // Plain it would be something else than a string.
    ['scheduler', yaml('sampler_name: euler\nscheduler: normal'), 'no', yaml('sampler_name: euler\nscheduler: "no"')],
    [
      'scheduler',
      yaml('sampler_name: euler\nscheduler: normal'),
      'a: b',
      yaml('sampler_name: euler\nscheduler: "a: b"'),
    ],
    // The schedule was not what was tried.
    ['sampler', yaml('sampler_name: DPM++ 2M Karras'), 'Euler', yaml('sampler_name: Euler Karras')],
    // diffusers calls the sampler a scheduler.
    [
      'sampler',
      yaml('scheduler: EulerDiscreteScheduler'),
      'HeunDiscreteScheduler',
      yaml('scheduler: HeunDiscreteScheduler'),
    ],
    ['scheduler', yaml('scheduler: EulerDiscreteScheduler'), 'karras', null],
    ['scheduler', yaml('sampler_name: euler'), 'karras', null],
  ])('%s in %j becomes %j', (setting, before, value, after) => expect(written(before, setting, value)).toBe(after));
});
