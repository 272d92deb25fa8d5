import { describe, expect, test } from 'vitest';
import { findingsOf, say } from './made.ts';

describe('guidance-distilled', () => {
  test.each([
    [
      'real guidance with a model made without',
      'comfyui',
      'turbo.safetensors',
      { cfg: 7 },
      ['guidance-distilled warning cfg -> 1'],
    ],
    ['in a request to A1111', 'a1111', 'turbo', { cfg_scale: 7 }, ['guidance-distilled warning cfg_scale -> 1']],
    ['in diffusers', 'diffusers', 'turbo', { guidance_scale: 7 }, ['guidance-distilled warning guidance_scale -> 1']],
    [
      'in a program not known',
      null,
      'turbo',
      { guidance_scale: 7 },
      ['guidance-distilled information guidance_scale -> 1'],
    ],
    ['on top of guidance that is an input', 'comfyui', 'input', { cfg: 3.5 }, ['guidance-distilled warning cfg -> 1']],
    ['off is 1', 'comfyui', 'turbo', { cfg: 1 }, []],
    ['and 0', 'diffusers', 'turbo', { guidance_scale: 0 }, []],
    ['embedded guidance is no real guidance', 'comfyui', 'input', { 'guidance_scale:guidance': 3.5 }, []],
    ['guidance_scale of a model that takes it as an input', 'diffusers', 'input', { guidance_scale: 3.5 }, []],
    ['the same in a program not known', null, 'input', { guidance_scale: 3.5 }, []],
    ['which kind cfg_scale is in Krita depends on the model', 'krita', 'turbo', { cfg_scale: 3.5 }, []],
    ['a model with guidance', 'comfyui', 'plain', { cfg: 7 }, []],
    ['a model not known', 'comfyui', 'mine', { cfg: 7 }, []],
  ])('%s', (_, tool, model, settings, expected) => expect(say({ tool, model, settings })).toEqual(expected));

  test('a LoRA that works only with little', () => {
    const loras = [['fast', null]] as const;
    const at = (cfg: number) => say({ tool: 'comfyui', model: 'plain', loras, settings: { cfg } });
    expect(at(7)).toEqual(['guidance-distilled warning cfg -> 1']);
    expect(at(2)).toEqual([]);
  });
  test('says what it costs', () =>
    expect(findingsOf({ tool: 'comfyui', model: 'turbo', settings: { cfg: 7 } })[0].message).toBe(
      'Turbo is made to run without guidance. 7 harms its pictures, and each step calls the model twice; 1 turns it off.',
    ));
});

describe('guidance-ignored', () => {
  const diffusers = (settings: Record<string, string | number>, model = 'renamed') =>
    say({ tool: 'diffusers', model, settings });
  test('another argument holds it', () =>
    expect(diffusers({ guidance_scale: 4 })).toEqual([
      'guidance-ignored information guidance_scale -> true_cfg_scale',
    ]));
  test('the fix goes over the key', () => {
    const [finding] = findingsOf({ tool: 'diffusers', model: 'renamed', settings: { guidance_scale: 4 } });
    expect(finding.fixes).toMatchObject([{ range: { start: 5000, end: 5014 }, safe: false }]);
  });
  test('it needs a negative prompt', () =>
    expect(diffusers({ 'guidance_scale:true_cfg_scale': 4 })).toEqual(['guidance-ignored information true_cfg_scale']));
  test('which may be empty', () =>
    expect(diffusers({ 'guidance_scale:true_cfg_scale': 4, negative_prompt: ' ' })).toEqual([]));
  test('nothing where the usual argument is the right one', () =>
    expect(diffusers({ guidance_scale: 4 }, 'plain')).toEqual([]));
  test('nothing in another program', () =>
    expect(say({ tool: 'comfyui', model: 'renamed', settings: { guidance_scale: 4 } })).toEqual([]));
});

describe('negative-prompt-ignored', () => {
  const prompts = { prompt: 'a cat', negative_prompt: 'blurry' };
  test.each([
    [
      'guidance is off',
      { tool: 'comfyui', settings: { cfg: 1, ...prompts } },
      ['negative-prompt-ignored information negative_prompt -> '],
    ],
    [
      'in any program',
      { settings: { guidance_scale: 0, ...prompts } },
      ['negative-prompt-ignored information negative_prompt -> '],
    ],
    ['guidance is on', { tool: 'comfyui', settings: { cfg: 5, ...prompts } }, []],
    ['guidance is not written', { tool: 'comfyui', settings: prompts }, []],
    [
      'the other kind of guidance says nothing',
      { tool: 'comfyui', settings: { 'guidance_scale:guidance': 1, ...prompts } },
      [],
    ],
    ['one of two is on', { settings: { guidance_scale: 1, 'guidance_scale:true_cfg_scale': 4, ...prompts } }, []],
    ['it is computed', { tool: 'comfyui', settings: { cfg: '${cfg}', ...prompts } }, []],
    ['an empty one', { tool: 'comfyui', settings: { cfg: 1, negative_prompt: ' ' } }, []],
  ])('%s', (_, made, expected) => expect(say(made)).toEqual(expected));

  test('one text for two samplers is reported only if both leave it unread', () => {
    const two = (second: number) =>
      say(
        { tool: 'comfyui', settings: { cfg: 1, negative_prompt: 'blurry' } },
        { tool: 'comfyui', settings: { cfg: second, negative_prompt: 'blurry' } },
      );
    expect(two(5)).toEqual([]);
    expect(two(1)).toHaveLength(1);
  });
  test('the positive prompt, zeroed to serve as the negative one', () =>
    expect(
      say(
        { tool: 'comfyui', settings: { cfg: 1, negative_prompt: 'a cat' } },
        { tool: 'comfyui', settings: { cfg: 1, prompt: 'a cat' } },
      ),
    ).toEqual([]));
});
