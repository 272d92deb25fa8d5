import { describe, expect, test } from 'vitest';
import { find } from '../../support/knowledge.ts';
import { findingsOf, say } from './made.ts';

describe('steps-key-ignored', () => {
  test.each([
    [
      'a diffusers name in a request to A1111',
      { tool: 'a1111', settings: { num_inference_steps: 25 } },
      ['steps-key-ignored warning num_inference_steps -> steps'],
    ],
    [
      'a library is called by programs with names of their own',
      { tool: 'diffusers', settings: { steps: 25 } },
      ['steps-key-ignored information steps -> num_inference_steps'],
    ],
    [
      'no renaming onto a name that is there',
      { tool: 'a1111', settings: { steps: 25, num_inference_steps: 30 } },
      ['steps-key-ignored warning num_inference_steps'],
    ],
    [
      'what is not read is not judged',
      { tool: 'a1111', settings: { steps: 25, num_inference_steps: 500 } },
      ['steps-key-ignored warning num_inference_steps'],
    ],
    ['the right name', { tool: 'a1111', settings: { steps: 25 } }, []],
    ['a program not known', { settings: { num_inference_steps: 25 } }, []],
    ['a name that no one has said is not read', { tool: 'a1111', settings: { 'inference_steps:my_steps': 25 } }, []],
  ])('%s', (_, made, expected) => expect(say(made)).toEqual(expected));
});

describe('steps-effective', () => {
  const run = (steps: number, strength: number, model = 'plain', tool: string | null = 'diffusers') =>
    say({ tool, model, settings: { [tool === 'a1111' ? 'steps' : 'num_inference_steps']: steps, strength } });
  test('a part of the steps runs', () => {
    expect(run(20, 0.3)).toEqual(['steps-effective hint num_inference_steps']);
    const [finding] = findingsOf({ tool: 'diffusers', settings: { num_inference_steps: 20, strength: 0.3 } });
    expect(finding.message).toBe('At strength 0.3 diffusers runs 6 of the 20 steps.');
  });
  test('none runs', () => expect(run(20, 0.04)).toEqual(['steps-effective warning num_inference_steps -> 25']));
  test('a few-step model gets too few', () =>
    expect(run(4, 0.5, 'turbo')).toEqual(['steps-effective information num_inference_steps -> 8']));
  test.each([
    ['full strength', 20, 1, 'diffusers'],
    ['a program that stretches the schedule', 20, 0.3, 'comfyui'],
    ['a program that runs one more, and takes the key in text-to-image too', 20, 0.3, 'a1111'],
    ['a program not known', 20, 0.3, null],
  ])('silent: %s', (_, steps, strength, tool) => expect(run(steps, strength, 'plain', tool)).toEqual([]));
});

describe('strength and waste', () => {
  const codes = (steps: number, strength: number, tool: string | null, model = 'plain') =>
    say({ tool, model, settings: { steps, strength } }).filter((line) => !line.startsWith('steps-effective'));
  test('what the strength cuts is not called wasteful', () => {
    expect(codes(90, 0.3, 'swarmui')).toEqual([]);
    expect(codes(90, 0.3, null)).toEqual([]);
    expect(codes(8, 0.5, 'swarmui', 'turbo')).toEqual([]);
  });
  test('what is left may still be too many; the fix counts the strength in', () =>
    expect(codes(40, 0.5, 'swarmui', 'turbo')).toEqual(['steps-wasteful warning steps -> 8']));
  test('a program that runs all of them wastes them', () =>
    expect(codes(90, 0.3, 'comfyui')).toEqual(['steps-wasteful warning steps -> 25']));
});

describe('steps-accelerated', () => {
  const loaded = (steps: number, weight: number | null = 0.125, model: string | undefined = 'plain') =>
    say({ ...(model && { model }), loras: [['fast', weight]], settings: { steps, prompt: 'a' } });
  test('takes the place of steps-wasteful', () => expect(loaded(25)).toEqual(['steps-accelerated warning steps -> 4']));
  test('is not said of counts below the base model', () =>
    expect(loaded(16)).toEqual(['steps-wasteful warning steps -> 4']));
  test('is silent at the LoRA’s own count', () => expect(loaded(8)).toEqual([]));
  test('a LoRA at weight 0 is off', () => expect(loaded(25, 0)).toEqual([]));
  test('a LoRA of another model changes nothing', () => expect(loaded(25, 0.125, 'video')).toEqual([]));
});

describe('strength-ignored', () => {
  const codes = (text: string) => find(text).map(({ code, message }) => `${code}: ${message}`);
  const sdxl =
    'pipeline: StableDiffusionXLImg2ImgPipeline\nmodel: stabilityai/stable-diffusion-xl-base-1.0\nnum_inference_steps: 25\n';
  test('a strength beside denoising_start', () =>
    expect(codes(`${sdxl}strength: 0.9\ndenoising_start: 0.8\n`)).toEqual([
      'strength-ignored: `denoising_start` says where the schedule begins, so diffusers passes over this strength of 0.9.',
    ]));
  test('a strength of the fill pipeline', () =>
    expect(
      codes(
        'pipeline: FluxFillPipeline\nmodel: black-forest-labs/FLUX.1-Fill-dev\nnum_inference_steps: 50\nstrength: 1.0\n',
      ),
    ).toEqual([
      'strength-ignored: FLUX.1 Fill dev in diffusers repaints what the mask covers and takes no strength: 1.0 has no effect.',
    ]));
  test.each([
    ['a strength alone', `${sdxl}strength: 0.99\n`],
    ['another program', 'prompt: a\nsteps: 25\nstrength: 0.99\ndenoising_start: 0.8\n'],
  ])('not %s', (_, text) => expect(codes(text).filter((code) => code.startsWith('strength-ignored'))).toEqual([]));
});

describe('steps-unused', () => {
  const listed = (more: string) =>
    find(`pipeline: StableDiffusionXLPipeline\nnum_inference_steps: 50\n${more}`).map(({ code }) => code);
  test('a written schedule of diffusers replaces the count', () => {
    expect(listed('timesteps: [999, 749, 499, 249]\n')).toEqual(['steps-unused']);
    expect(listed('sigmas: [14.6, 2.1, 0.5, 0.0]\n')).toEqual(['steps-unused']);
  });
  test('a number of timesteps is no schedule', () => expect(listed('timesteps: 1000\n')).toEqual(['steps-wasteful']));
  test('elsewhere the list may mean something else', () =>
    expect(find('prompt: a\nsteps: 50\ntimesteps: [999, 749]\n').map(({ code }) => code)).toEqual(['steps-wasteful']));

  const sampled = (sampler_name: string) => say({ model: 'plain', settings: { steps: 90, sampler_name } });
  test('an adaptive sampler, instead of wasteful', () =>
    expect(sampled('dpm_adaptive')).toEqual(['steps-unused information steps']));
  test('any other sampler runs what is written', () =>
    expect(sampled('heun')).toEqual(['steps-wasteful warning steps -> 25']));
});

describe('a LoRA that is not known', () => {
  test('may be one for few steps', () =>
    expect(say({ loras: [['mine', 1]], settings: { steps: 6, prompt: 'a' } })).toEqual([]));
  test('nor is a model named in a program’s own file', () =>
    expect(say({ tool: 'invokeai', settings: { steps: 4, prompt: 'a' } })).toEqual([]));
  test('without one few steps are reported', () =>
    expect(say({ settings: { steps: 6, prompt: 'a' } })).toEqual(['steps-too-few information steps -> 25']));
});

describe('host-limit', () => {
  const hosted = (steps: number, model = 'maker/turbo', tool: string | null = 'made-host') =>
    say({ tool, model, settings: { steps } });
  test('above, instead of wasteful', () => expect(hosted(20)).toEqual(['host-limit error steps -> 8']));
  test('below, instead of too few', () => expect(hosted(1)).toEqual(['host-limit error steps -> 2']));
  test('within', () => expect(hosted(4)).toEqual([]));
  test('another model on the host, another host', () => {
    expect(hosted(20, 'turbo-by-someone')).toEqual(['steps-wasteful warning steps -> 4']);
    expect(hosted(20, 'maker/turbo', null)).toEqual(['steps-wasteful warning steps -> 4']);
  });
  test('a limit for every model', () => {
    expect(say({ tool: 'capped', settings: { steps: 200 } })).toEqual(['host-limit error steps -> 100']);
    expect(say({ tool: 'capped', model: 'plain', settings: { steps: 25 } })).toEqual([]);
  });
});
