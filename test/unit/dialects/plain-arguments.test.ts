import { describe, expect, test } from 'vitest';
import { analyse, steps } from '../../support/knowledge.ts';

describe('step counts that are found', () => {
  test.each([
    ['a flat YAML file', 'prompt: a cat\nsteps: 30\n', ['/steps: 30']],
    ['an unmistakable key alone', 'num_inference_steps: 30\n', ['/num_inference_steps: 30']],
    ['camel case', '{"numInferenceSteps": 30}', ['/numInferenceSteps: 30']],
    ['command-line style keys', '{"--num-inference-steps": 30}', ['/--num-inference-steps: 30']],
    ['a number in quotes', '{"prompt": "x", "steps": "20"}', ['/steps: 20']],
    ['a model we know beside it', '{"model": "flux1-dev.safetensors", "steps": 20}', ['/steps: 20']],
    ['a sampler we know beside it', 'sampler: dpmpp_2m\nsteps: 20\n', ['/steps: 20']],
    ['two weak signs', 'seed: 1\nwidth: 512\nsteps: 20\n', ['/steps: 20']],
    ['a list of jobs', '- {prompt: a, steps: 20}\n- {prompt: b, steps: 30}\n', ['/0/steps: 20', '/1/steps: 30']],
    ['jobs at depth', 'jobs:\n  cat:\n    args: {prompt: a, steps: 9}\n', ['/jobs/cat/args/steps: 9']],
    [
      'a section named for sampling, with a model elsewhere',
      'model: {name_or_path: stabilityai/sdxl-turbo}\nsample:\n  steps: 4\n',
      ['/sample/steps: 4'],
    ],
    ['several documents', 'prompt: a\nsteps: 20\n---\nprompt: b\nsteps: 30\n', ['#0/steps: 20', '#1/steps: 30']],
    ['a YAML alias', 'n: &n 40\nprompt: a\nsteps: *n\n', ['/steps: 40']],
    ['a placeholder', 'prompt: a\nsteps: ${STEPS}\n', ['/steps: ${STEPS}']],
    ['two spellings', 'prompt: a\nsteps: 20\nnum_inference_steps: 30\n', ['/steps: 20', '/num_inference_steps: 30']],
    ['JSON with comments', '// job\n{"prompt": "x", /* few */ "steps": 4,}', ['/steps: 4']],
    [
      'a training file that samples',
      'train: {steps: 2000, lr: 1e-4}\nsample: {sample_steps: 20}\n',
      ['/sample/sample_steps: 20'],
    ],
  ])('%s', (_, text, expected) => expect(steps(text)).toEqual(expected));

  test('a merged-in count belongs to both mappings and is written once', () => {
    const { generations } = analyse('base: &base\n  prompt: a\n  steps: 80\njob:\n  <<: *base\n  seed: 1\n').reading;
    expect(generations.map(({ pointer }) => pointer)).toEqual(['/base', '/job']);
    expect(
      generations.map(({ settings }) => settings.find(({ setting }) => setting === 'inference_steps')?.pointer),
    ).toEqual(['/base/steps', '/base/steps']);
  });
});

describe('numbers that are left alone', () => {
  test.each([
    ['a CI workflow', 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n'],
    ['a CI matrix with a number', 'name: bench\nruns-on: x\nsteps: 80\nprompt: release notes\n'],
    [
      'a Vega chart',
      '{"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "transform": [{"density": "x", "steps": 80}], "mark": "area"}',
    ],
    ['a heat map', '{"panels": [{"color": {"mode": "scheme", "steps": 80}}]}'],
    ['a training section', 'model: stabilityai/stable-diffusion-xl-base-1.0\ntrain:\n  steps: 80\n  lr: 1e-4\n'],
    ['a flat training file', 'model_name: flux-dev\nsteps: 80\nlearning_rate: 1e-4\nseed: 1\n'],
    ['a language model agent', '{"model": "anthropic/claude-sonnet", "prompt": "You are", "steps": 80}'],
    ['a language model with a temperature', '{"model": "x", "prompt": "You are", "temperature": 0.2, "steps": 80}'],
    ['a robot policy', 'policy:\n  num_inference_steps: 100\nn_action_steps: 8\n'],
    ['a recipe', '{"prompt": "Cook it", "steps": "Mix the flour and the eggs."}'],
    ['a translation', '{"prompt": "Prompt", "guidance_scale": "Guidance", "steps": "Steps"}'],
    ['a table of names', '{"mapping": {"num_inference_steps": "steps", "guidance_scale": "guidance"}}'],
    ['a slider', '{"label": "Seed", "minimum": 0, "maximum": 10, "step": 1}'],
    ['a number alone', 'steps: 80\n'],
    ['a simulation', '{"name": "boids", "seed": 42, "width": 512, "height": 512, "steps": 1000, "agents": 50}'],
    ['a grid world', 'seed: 42\nwidth: 10\nheight: 10\nsteps: 100\n'],
    ['a walk', '{"user": "ann", "date": "2026-11-23", "steps": 8000}'],
  ])('%s', (_, text) => expect(steps(text)).toEqual([]));
});

describe('what belongs to the generation', () => {
  test('settings of sections and of the document above are shared, nearest first', () => {
    const [generation] = analyse(
      'seed: 7\nmodel: {name_or_path: black-forest-labs/FLUX.1-dev}\nsample:\n  sampler: euler\n  sample_steps: 20\n  width: 768\n',
    ).reading.generations;
    expect(generation.model).toMatchObject({ text: 'black-forest-labs/FLUX.1-dev', pointer: '/model/name_or_path' });
    expect(Object.fromEntries(generation.settings.map(({ setting, value }) => [setting, value]))).toEqual({
      sampler: 'euler',
      inference_steps: 20,
      width: 768,
      seed: 7,
    });
  });

  test('ranges are those of the literals', () => {
    const text = '{"prompt": "x", "steps": "20"}';
    const [{ settings }] = analyse(text).reading.generations;
    const count = settings.find(({ setting }) => setting === 'inference_steps');
    expect(text.slice(count?.range.start, count?.range.end)).toBe('"20"');
    expect(text.slice(count?.keyRange?.start, count?.keyRange?.end)).toBe('"steps"');
  });

  test('the evidence names what was seen', () => {
    expect(analyse('prompt: a cat\nsteps: 30\n').reading.evidence).toBe('`steps` stands beside `prompt`');
  });
});
