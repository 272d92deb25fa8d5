import { describe, expect, test } from 'vitest';
import { find } from '../../support/knowledge.ts';
import { findingsOf, say } from './made.ts';

describe('clip-skip-range', () => {
  const graph = (layer: number) => {
    const node = (class_type: string, inputs: object) => ({ class_type, inputs });
    return JSON.stringify({
      '1': node('KSampler', { steps: 20, seed: 1, cfg: 7, sampler_name: 'euler', model: ['4', 0], positive: ['2', 0] }),
      '2': node('CLIPTextEncode', { text: 'a cat', clip: ['3', 0] }),
      '3': node('CLIPSetLastLayer', { stop_at_clip_layer: layer, clip: ['4', 1] }),
      '4': node('CheckpointLoaderSimple', { ckpt_name: 'v1-5-pruned-emaonly.ckpt' }),
    });
  };
  test.each([
    [-2, []],
    [-24, []],
    [2, ['clip-skip-range Set to -2 (the same layer)']],
    [-30, ['clip-skip-range -']],
    [0, ['clip-skip-range -']],
  ])('%i in ComfyUI', (layer, expected) =>
    expect(find(graph(layer)).map(({ code, fixes }) => `${code} ${fixes[0]?.title ?? '-'}`)).toEqual(expected),
  );
  test('other programs count from 1', () =>
    expect(find('prompt: a\nsteps: 20\nclip_skip: 2\nsampler_name: Euler a\nrestore_faces: true\n')).toEqual([]));
});

describe('seed-out-of-range', () => {
  test.each([
    ['ComfyUI knows no -1', 'comfyui', -1, ['seed-out-of-range warning seed -> 0']],
    ['InvokeAI stops at 32 bits', 'invokeai', 2 ** 32, ['seed-out-of-range warning seed -> 0']],
    ['A1111 knows -1', 'a1111', -1, []],
    ['the largest of ComfyUI', 'comfyui', 2 ** 64, []],
    ['the largest of InvokeAI', 'invokeai', 2 ** 32 - 1, []],
    ['a program not known', null, -5, []],
  ])('%s', (_, tool, seed, expected) => expect(say({ tool, settings: { seed } })).toEqual(expected));
});

describe('sampler-unknown', () => {
  test.each([
    ['A1111’s name in ComfyUI', 'comfyui', 'Euler a', ['sampler-unknown warning sampler_name -> euler_ancestral']],
    ['ComfyUI’s name in A1111', 'a1111', 'euler_ancestral', ['sampler-unknown warning sampler_name -> Euler a']],
    ['its own name', 'comfyui', 'euler_ancestral', []],
    ['its own name, in other case', 'a1111', 'euler A', []],
    ['a name of no one: an extension may bring it', 'comfyui', 'res_99s', []],
    ['its own name and a schedule, as it was written before', 'a1111', 'DPM2 Karras', []],
    ['a program not known', null, 'Euler a', []],
    ['a program whose names are not listed', 'kohya', 'Euler a', []],
  ])('%s', (_, tool, sampler_name, expected) => expect(say({ tool, settings: { sampler_name } })).toEqual(expected));
});

describe('schedule-mismatch', () => {
  const scheduled = (model: string, scheduler: string, tool: string | null = 'comfyui') =>
    say({ tool, model, settings: { scheduler } });
  test('a model that needs another', () =>
    expect(scheduled('turbo', 'karras')).toEqual(['schedule-mismatch information scheduler -> sgm_uniform']));
  test('no fix where the name may be another', () =>
    expect(scheduled('turbo', 'karras', 'a1111')).toEqual(['schedule-mismatch information scheduler']));
  test('a flow model with a schedule for noise models', () =>
    expect(scheduled('input', 'karras')).toEqual(['schedule-mismatch information scheduler']));
  test.each([
    ['turbo', 'sgm_uniform'],
    ['turbo', 'simple'],
    ['input', 'beta'],
    ['plain', 'karras'],
    ['turbo', 'not_a_schedule'],
  ])('silent: %s with %s', (model, scheduler) => expect(scheduled(model, scheduler)).toEqual([]));
});

describe('chained samplers', () => {
  const part = (at: number, steps: number, start: number, end: number) => ({
    tool: 'comfyui',
    at,
    settings: { steps, 'start_step:start_at_step': start, 'end_step:end_at_step': end },
  });
  const first = part(0, 20, 0, 10);
  test('one total', () => expect(say(first, part(100, 20, 10, 10000))).toEqual([]));
  test('two totals', () => {
    const [finding, ...others] = findingsOf(first, part(100, 30, 10, 10000));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'samplers-disagree',
      severity: 'warning',
      occurrence: { range: { start: 100 } },
      related: { occurrence: { range: { start: 0 } } },
      fixes: [{ value: 20, safe: false }],
    });
  });
  test('not where it is not clear who follows whom', () => {
    expect(say(first, part(100, 30, 10, 10000), part(200, 30, 10, 10000))).toEqual([]);
    expect(say(first, part(200, 30, 12, 10000))).toEqual([]);
  });
  test('one place for both totals', () => expect(say(first, { ...part(0, 20, 10, 10000) })).toEqual([]));
  test('a sampler past its steps does nothing', () =>
    expect(say(part(0, 20, 20, 10000))).toEqual(['sampler-idle warning start_at_step']));
  test('nor one that ends before it starts', () =>
    expect(say(part(0, 20, 12, 10))).toEqual(['sampler-idle warning start_at_step']));
});

describe('lora-weight', () => {
  const at = (weight: number | null, model = 'plain') =>
    say({ model, loras: [['fast', weight]], settings: { seed: 1 } });
  test.each([1, 0.25, 0.05])('%f', (weight) => expect(at(weight)).toEqual(['lora-weight warning fast -> 0.125']));
  test.each([0.125, 0.15, 0.1, 0, null])('silent at %s', (weight) => expect(at(weight)).toEqual([]));
  test('a LoRA of another model is not judged', () => expect(at(1, 'video')).toEqual([]));
  test('nor one whose weight no source states', () =>
    expect(say({ loras: [['style', 4]], settings: { seed: 1 } })).toEqual([]));
});

describe('guidance-swapped', () => {
  const flux = (model: string, guidance: number) =>
    find(
      `pipeline: FluxPipeline\nmodel: black-forest-labs/FLUX.1-${model}\nnum_inference_steps: 28\nguidance_scale: ${guidance}\n`,
    )
      .filter(({ code }) => code === 'guidance-swapped')
      .map(({ message, severity, fixes }) => `${severity}: ${message} -> ${fixes[0]?.value}`);
  test.each([
    ['dev', 3.5, []],
    ['dev', 10, []],
    ['dev', 30, ['information: FLUX.1 dev takes guidance 2 to 4; 30 is what FLUX.1 Fill dev takes. -> 3.5']],
    ['Fill-dev', 30, []],
    ['Fill-dev', 3.5, ['information: FLUX.1 Fill dev takes guidance 30 to 50; 3.5 is what FLUX.1 dev takes. -> 30']],
  ])('FLUX.1 %s at %d', (model, guidance, expected) => expect(flux(model, guidance)).toEqual(expected));
  test('real guidance is another matter', () =>
    expect(find('prompt: a\nsteps: 25\nmodel: sdxl\ncfg_scale: 30\n').map(({ code }) => code)).toEqual([]));
});
