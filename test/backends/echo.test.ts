/** What servers write about their pictures: read, and compared with what was asked for; LoRAs in prompts; values in range. */
import { describe, expect, test } from 'vitest';
import { differences, NOTHING_SAID, parseParameters } from '../../server/src/render/backends/shared/echo.ts';
import { Fitting } from '../../server/src/render/backends/shared/limits.ts';
import { allLoras, lorasIn, withoutTags, withTags } from '../../server/src/render/backends/shared/loras.ts';
import { textInPng } from '../../server/src/render/png.ts';
import { analyse, knowledge } from '../support/knowledge.ts';
import { png } from './support.ts';

describe('parameters', () => {
  test('of AUTOMATIC1111', () => {
    expect(
      parseParameters(
        'a fox\nNegative prompt: blurry, Steps: 3\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 18446744073709551615, Size: 64x64, Model hash: e1441589a6, Model: "dream, shaper", Clip skip: 2, Version: v1.10.1',
      ),
    ).toEqual({
      steps: 20,
      guidance: 7,
      seed: 2n ** 64n - 1n,
      sampler: 'DPM++ 2M',
      schedule: 'Karras',
      model: '"dream, shaper"',
      clipSkip: 2,
    });
  });
  test('the first of each counts, not those of JSON behind', () =>
    expect(parseParameters('Steps: 4, Seed: 7, SDCPP: {"prompt":"x, Seed: 9, Steps: 1"}')).toMatchObject({
      steps: 4,
      seed: 7n,
    }));
  test.each(['', 'a fox', 'Seed: 3', 'a fox\n\n'])('none in %j', (text) => expect(parseParameters(text)).toBeNull());
});

describe('differences', () => {
  const asked = {
    steps: 20,
    guidance: 7,
    seed: 5n,
    sampler: 'Euler a',
    schedule: 'Karras',
    model: 'people/dream.safetensors',
    clipSkip: 2,
  };
  test.each([
    ['nothing is said', NOTHING_SAID],
    ['the same', asked],
    ['the same, spelled otherwise', { ...asked, sampler: 'euler_ancestral', schedule: 'karras', model: 'dream' }],
    ['a rounded number', { ...asked, guidance: 7.0000001 }],
  ])('none where it is %s', (_, drawn) => expect(differences(asked, drawn, knowledge, 'It')).toEqual([]));
  test.each([
    [{ steps: 19 }, 'It drew with steps 19 instead of 20.'],
    [{ guidance: 1 }, 'It drew with guidance 1 instead of 7.'],
    [{ seed: 6n }, 'It drew with seed 6 instead of 5.'],
    [{ sampler: 'DPM++ 2M' }, 'It drew with sampler DPM++ 2M instead of Euler a.'],
    [{ sampler: 'NONE' }, 'It did not know the sampler Euler a and took its own choice.'],
    [{ schedule: 'Automatic' }, 'It drew with schedule Automatic instead of Karras.'],
    [{ model: 'other' }, 'It drew with model other instead of people/dream.safetensors.'],
    [{ clipSkip: 1 }, 'It drew with CLIP skip 1 instead of 2.'],
  ])('%o', (change, sentence) =>
    expect(differences(asked, { ...asked, ...change }, knowledge, 'It')).toEqual([sentence]),
  );
  test('what was left to the server is never wrong', () =>
    expect(differences(NOTHING_SAID, asked, knowledge, 'It')).toEqual([]));
});

describe('LoRAs', () => {
  const prompt = 'a fox <lora:Add_Detail:0.7>, <lora:moody> snow <lora:odd:0.5:1>';
  test('in a prompt', () =>
    expect(lorasIn(prompt)).toEqual([
      { name: 'Add_Detail', weight: 0.7 },
      { name: 'moody', weight: 1 },
      { name: 'odd', weight: 0.5 },
    ]));
  test('in a prompt are those that are read of it', () => {
    const tags = 'a fox <lora:half:.5> <lyco:drawn:0.3> <lora:plain>';
    const loras = lorasIn(tags);
    expect(loras.map(({ weight }) => weight)).toEqual([0.5, 0.3, 1]);
    const { reading } = analyse(JSON.stringify({ prompt: tags, steps: 20, cfg_scale: 7, sampler_name: 'Euler a' }));
    expect(reading.generations[0].loras.map(({ text, weight }) => ({ name: text, weight }))).toEqual(loras);
  });
  test('taken out of it', () => expect(withoutTags(prompt)).toBe('a fox , snow'));
  test('a tag for each that it does not name', () =>
    expect(
      withTags(
        'a fox <lora:add_detail:0.7>',
        [
          { name: 'styles/add_detail.safetensors', weight: 1 },
          { name: 'moody', weight: 0.5 },
        ],
        knowledge.files,
      ),
    ).toBe('a fox <lora:add_detail:0.7> <lora:moody:0.5>'));
  test('each once, with the prompt’s weight', () =>
    expect(
      allLoras(
        '<lora:a:0.3>',
        [
          { name: 'A.safetensors', weight: 1 },
          { name: 'b', weight: 2 },
        ],
        knowledge.files,
      ),
    ).toEqual([
      { name: 'a', weight: 0.3 },
      { name: 'b', weight: 2 },
    ]));
});

test.each([
  ['models/sd15.safetensors', 'sd15', true],
  ['C:\\models\\SD15.ckpt', 'sd15.safetensors', true],
  ['flux1-dev-Q4_K_S.gguf', 'flux1-dev-Q4_K_S', true],
  ['sd15', 'sd15-inpainting', false],
  ['v1.5', 'v1.4', false],
])('%s is the file %s: %s', (one, other, same) => expect(knowledge.files.same(one, other)).toBe(same));

describe('values in range', () => {
  test('as they are, without a word', () => {
    const fitting = new Fitting('It');
    expect(fitting.number('steps', 20, 1, 80)).toBe(20);
    expect(fitting.size({ width: 512, height: 768 }, 128, 8192, 64)).toEqual({ width: 512, height: 768 });
    expect(fitting.seed(2n ** 32n - 1n, 2n ** 32n - 1n)).toBe(2n ** 32n - 1n);
    expect(fitting.warnings).toEqual([]);
  });
  test('or fitted, and said', () => {
    const fitting = new Fitting('It');
    expect(fitting.number('steps', 100, 1, 80)).toBe(80);
    expect(fitting.size({ width: 100, height: 10_000 }, 128, 8192, 64)).toEqual({ width: 128, height: 8192 });
    expect(fitting.seed(2n ** 32n + 5n, 2n ** 32n - 1n)).toBe(5n);
    expect(fitting.warnings).toEqual([
      'It takes steps from 1 to 80: 80 is drawn.',
      'It takes sides in multiples of 64 from 128 to 8192 pixels: 128 × 8192 is drawn instead of 100 × 10000.',
      'It takes seeds to 4294967295: 5 is drawn instead of 4294967301.',
    ]);
  });
});

describe('text in PNGs', () => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const picture = Buffer.from(png(8, 8));
  const holding = (type: string, data: string): Buffer =>
    Buffer.concat([picture.subarray(0, 33), chunk(type, Buffer.from(data)), picture.subarray(33)]);
  test.each([
    ['tEXt', 'parameters\0a füchs'],
    ['iTXt', 'parameters\0\0\0\0\0a füchs'],
  ])('in %s', (type, data) => expect(textInPng(holding(type, data), 'parameters')).toBe('a füchs'));
  test.each([
    ['under another word', holding('tEXt', 'prompt\0{}')],
    ['in a picture without', picture],
    ['in one that breaks off', holding('tEXt', 'parameters\0a').subarray(0, 20)],
    ['in no PNG', Buffer.from('GIF89a')],
    ['in nothing', Buffer.alloc(0)],
  ])('none %s', (_, bytes) => expect(textInPng(bytes, 'parameters')).toBeNull());
});
