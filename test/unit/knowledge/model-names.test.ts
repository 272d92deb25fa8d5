import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createModelNames, plainName } from '../../../server/src/knowledge/model-names.ts';
import { data, knowledge } from '../../support/knowledge.ts';

type Names = Record<string, string[]>;
const { in_lora_fields, ...names }: Names & { in_lora_fields: Names } = parse(
  readFileSync('test/unit/knowledge/model-names.yaml', 'utf8'),
);
const casesOf = (all: Names) =>
  Object.entries(all).flatMap(([id, list]) => list.map((name) => [name, id === 'none' ? null : id] as const));
const cases = casesOf(names);

describe('the entry of a name', () => {
  test.each(cases)('%s: %s', (name, id) => expect(knowledge.model(name, 'model')?.id ?? null).toBe(id));

  test('every entry has a name here, and every name here an entry', () =>
    expect(Object.keys(names).sort()).toEqual([...data.models.map(({ id }) => id), 'none'].sort()));

  test('a name means the same in every case and with every separator', () => {
    const changed = cases.filter(([name, id]) => {
      const found = (spelling: string) => knowledge.model(spelling, 'model')?.id ?? null;
      // In one case there are no humps to read.
      const small = found(name.toLowerCase());
      if (found(name.toUpperCase()) !== small || (small !== id && small !== null && id !== null)) return true;
      const spellings = [name.replaceAll('_', ' '), name.replaceAll('/', '\\'), `${name}/`];
      return spellings.some((spelling) => found(spelling) !== id);
    });
    expect(changed).toEqual([]);
  });

  test('in a folder that says nothing, or something else, it stays what it is', () => {
    const changed = cases.filter(([name, id]) => {
      if (id === null || name.includes('/')) return false;
      const places = ['models/checkpoints/', 'D:\\ComfyUI\\models\\', 'FLUX.1-schnell/', 'loras/'];
      return places.some((place) => knowledge.model(place + name, 'model')?.id !== id);
    });
    expect(changed).toEqual([]);
  });
});

test('no name changes its entry with the order of entries', () => {
  const backwards = createModelNames([...data.models].reverse(), data.modelNames, data.patternWords).find;
  expect(cases.filter(([name, id]) => (backwards(name, 'model')?.id ?? null) !== id)).toEqual([]);
});

test('patterns are written for plain names', () => {
  const patterns = [
    ...data.models.flatMap(({ id, match, exclude = [] }) => [...match, ...exclude].map((source) => [id, source])),
    ...data.modelNames.never.map(({ match }) => ['never', match]),
  ];
  const letters = (source: string) => source.replace(/\\./g, '');
  expect(patterns.filter(([, source]) => /[A-Z_\s]/.test(letters(source)))).toEqual([]);
});

test.each([
  ['Wan2.2 I2V\\High_Noise.gguf', 'wan2.2-i2v/high-noise.gguf'],
  ['models/Wan2.1-T2V-14B/', 'models/wan2.1-t2v-14b'],
  ['SDXLTurbo', 'sdxl-turbo'],
  ['zimage:turbo', 'zimage-turbo'],
])('%s is plainly %s', (name, plain) => expect(plainName(name)).toBe(plain));

describe('in a LoRA field', () => {
  test.each(casesOf(in_lora_fields))('%s: %s', (name, id) =>
    expect(knowledge.model(name, 'lora')?.id ?? null).toBe(id),
  );
});

test('an accelerator applies to families that exist and are no accelerators', () => {
  const kinds = new Map(data.models.map(({ id, precedence }) => [id, precedence]));
  for (const { precedence, role, applies_to } of data.models) {
    if (precedence === 'accelerator' || role !== 'checkpoint') expect(applies_to).toBeDefined();
    for (const id of applies_to ?? []) expect(['specific', 'broad']).toContain(kinds.get(id));
  }
});

describe("a name that says something else as well is nobody's", () => {
  test.each([
    ['twice a family', 'fluxPonyHybrid_v6XL.safetensors'],
    ['a distillation the entry does not know', 'wan2.2_i2v_A14B_rapid.safetensors'],
    ['a count the entry was not made for', 'z_image_turbo_2steps.safetensors'],
    ['its distillation undone', 'flux1-dev-de-distill.safetensors'],
    ['a language model beside it', 'ernie-image-prompt-enhancer.safetensors'],
  ])('%s: %s', (_, name) => expect(knowledge.model(name, 'model')).toBeNull());
});

test.each([
  ['cyberrealisticPony_v130.safetensors', 'sdxl-anime'],
  ['epicrealismXL_vxviLastfameDMD2.safetensors', 'dmd2-4step'],
])('humps are read: %s', (name, id) => expect(knowledge.model(name, 'model')?.id).toBe(id));

test.each([
  ['fal-ai/z-image/turbo', 'z-image-turbo'],
  ['fal-ai/flux-2/turbo', 'flux2-turbo'],
])('the id of a host is one name: %s', (name, id) => expect(knowledge.model(name, 'model')?.id).toBe(id));

test.each([
  ['wan2.2_nolightning.safetensors', false],
  ['wan2.2_lightning_v9.safetensors', true],
  ['someModel_lightning.safetensors', true],
  ['someModel_4steps.safetensors', true],
  ['pi-Other', true],
  ['hunyuanvideo1.5_720p_t2v_cfg_distilled.safetensors', false],
  ['nunchaku-qwen-image', true],
])('%s says few steps: %s', (name, says) => expect(knowledge.saysFewStep(name)).toBe(says));

test.each(['PixArt-XL-2-512x512', 'flux1-dev_1024x1024', 'wan2.1_t2v_14B_832x480'])(
  'a size is no upscaler: %s',
  (name) => expect(knowledge.model(name, 'model')).not.toBeNull(),
);
