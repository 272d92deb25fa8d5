/** The hover of the settings beside the step count, and of LoRAs. */
import { describe, expect, test } from 'vitest';
import { hoverAt } from '../../support/hover.ts';

const dev = 'model: black-forest-labs/FLUX.1-dev\nprompt: a\nsteps: 20\n';

test('comes in one order: title, gauge, verdict, summary, what it does, …, link', () => {
  const parts = hoverAt(`${dev}guidance: ‸7\n`)?.paragraphs ?? [];
  expect(parts.slice(0, 4)).toEqual([
    '#### Guidance scale \u2002`guidance_scale`',
    expect.stringMatching(/^`1 ·+=+·+\|·+ 30`$/),
    '**FLUX.1 dev takes guidance as an input; 3.5 is usual, 7 is far above.**',
    'How strongly the picture is pulled towards the prompt. Also called CFG.',
  ]);
  expect(parts.at(-1)).toMatch(/^\[Full guide\]\(command:sweetspot\.openPage/);
  expect(parts.join('\n')).toContain('| **FLUX.1 dev** | **2-4** | Best start: 3.5. |');
});

describe('pictures of what steps buy', () => {
  const drawn = { 4: 'data:image/jpeg;base64,A', 25: 'data:image/jpeg;base64,B', 50: 'data:image/jpeg;base64,C' };
  const withPictures = (source: string, stepPictures = drawn): string =>
    hoverAt(source, { pictures: true, stepPictures })?.value ?? '';

  test('stand side by side over what drew them, before what the setting is', () => {
    const text = withPictures('model: FLUX.1-dev\nprompt: a\nsteps: ‸20\n');
    expect(text).toContain(
      '| 4 steps | 25 steps | 50 steps |\n| :-: | :-: | :-: |\n' +
        '| ![4 steps](data:image/jpeg;base64,A) | ![25 steps](data:image/jpeg;base64,B) | ![50 steps](data:image/jpeg;base64,C) |',
    );
    expect(text.indexOf('built-in model')).toBeLessThan(text.indexOf('How many times the model'));
  });
  test('are shown of step counts only, and of no model that needs few', () => {
    expect(withPictures('prompt: a\nsteps: 20\nseed: ‸7\n')).not.toContain('image/jpeg');
    expect(withPictures('model: FLUX.1-schnell\nprompt: a\nsteps: ‸4\n')).not.toContain('image/jpeg');
  });
  test('that are not there leave nothing behind', () => {
    const none = {} as typeof drawn;
    expect(withPictures('prompt: a\nsteps: ‸20\n', none)).not.toContain('built-in model');
  });
});

test('is titled by the setting, where a page explains several', () => {
  expect(hoverAt('prompt: a\nsteps: 20\nwidth: 512\nheight: ‸512\n')?.paragraphs[0]).toBe(
    '#### Width and height \u2002`height`',
  );
});

test.each([
  ['a YAML file', `${dev}seed: ‸42\n`, 'Seed'],
  ['an A1111 request', '{"prompt": "a", "steps": 20, "enable_hr": false, "cfg_scale": ‸7}', 'Guidance scale'],
  [
    'a text with parameters',
    '{"text": "a cat\\nSteps: 20, Sampler: Euler a, CFG scale: ‸7, Seed: 1, Size: 512x512"}',
    'Guidance scale',
  ],
  [
    'an ai-toolkit job',
    'job: extension\nconfig:\n  process:\n    - sample: {sample_steps: 20, guidance_scale: ‸4}\n',
    'Guidance scale',
  ],
  [
    'a ComfyUI graph',
    '{"1": {"class_type": "KSampler", "inputs": {"steps": 20, "sampler_name": "‸heun", "model": ["2", 0]}}}',
    'Sampler',
  ],
])('is there in %s', (_, text, title) => expect(hoverAt(text)?.paragraphs[0]).toContain(`#### ${title} `));

describe('one judgement', () => {
  test('the message of a rule is the verdict', () => {
    expect(hoverAt(`${dev}width: ‸1000\nheight: 1024\n`)?.paragraphs[1]).toBe(
      '**1000 is not a multiple of 16, the unit of FLUX.1 dev: programs refuse it or cut it. Nearest: 992 or 1008.**',
    );
  });
  test('the other side of a size that does not fit is not praised', () => {
    expect(hoverAt(`${dev}width: 1000\nheight: ‸1024\n`)?.paragraphs[1]).toBe(
      '**Of 1000 x 1024 one side is not a multiple of 16, the unit of FLUX.1 dev.**',
    );
  });
  test('what steps cost stands below the verdict', () => {
    expect(hoverAt('model: sdxl\nprompt: a\ncfg: 7\nsampler: heun\nsteps: ‸20\n')?.paragraphs.slice(2, 4)).toEqual([
      '**20 is right for SDXL \\(20-30 steps\\).**',
      'Heun calls the model twice a step. 20 of 20 steps run, 78 calls of the model: guidance doubles them.',
    ]);
  });
});

describe('LoRAs', () => {
  const text = (name: string) => `${dev}loras:\n  - path: ${name}\n    weight: 0.125\n`;
  const verdict = (source: string) => hoverAt(source)?.paragraphs[2];
  test('by the weight', () =>
    expect(verdict(text('Hyper-FLUX.1-dev-8steps-lora').replace('0.125', '‸0.125'))).toBe(
      '**0.125 is right for Hyper-FLUX \\(8-step\\), which brings the steps down to 8.**',
    ));
  test('by the name, where it has a card', () => expect(hoverAt(text('‸Hyper-FLUX.1-dev-8steps-lora'))).toBeNull());
  test('by a weight its maker does not mean', () =>
    expect(verdict(text('Hyper-FLUX.1-dev-8steps-lora').replace('0.125', '‸1.0'))).toMatch(/Hyper-FLUX.*0\.125/));
  test('of a style', () =>
    expect(verdict(text('‸pixel-art'))).toBe('**0.125 is weak: the LoRA only colours the picture.**'));
});

test('what comes from the file is escaped', () => {
  const value = hoverAt('prompt: a\nsteps: 20\nsampler: "‸[x](command:evil) <b>*hi*</b>"\n')?.value ?? '';
  expect(value).toContain('\\[x\\]\\(command:evil\\) &lt;b&gt;\\*hi\\*');
  expect(value).not.toContain('<b>');
});

test('a gauge is drawn for what is better in the middle, not for seeds', () => {
  expect(hoverAt('prompt: a\nsteps: 20\nstrength: ‸0.5\n', { pictures: true })?.paragraphs[1]).toMatch(
    /^!\[0\.5 on a scale of Refine 0\.2-0\.4/,
  );
  expect(hoverAt('prompt: a\nsteps: 20\nseed: ‸5\n', { pictures: true })?.paragraphs[1]).toMatch(/^\*\*5 is fixed/);
});

test.each(['.nan', '.inf', '-.inf', '1e400'])('%s stands nowhere on a gauge, which is drawn all the same', (value) => {
  const drawn = hoverAt(`prompt: a\nmodel: sdxl\nsteps: ‸${value}\n`, { pictures: true })?.paragraphs[1] ?? '';
  expect(drawn).toMatch(/^!\[no value on a scale of .*20-30/);
  const svg = Buffer.from(/base64,([^)]*)/.exec(drawn)?.[1] ?? '', 'base64').toString();
  expect(svg).toContain('<svg');
  expect(svg).not.toMatch(/NaN|Infinity/);
});

test('prompts and other keys have no hover', () => {
  expect(hoverAt('prompt: ‸a\nsteps: 20\n')).toBeNull();
  expect(hoverAt('prompt: a\nsteps: 20\nname: ‸x\n')).toBeNull();
});
