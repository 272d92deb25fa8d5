import { describe, expect, test } from 'vitest';
import type { ServerModel } from '../../../server/src/render/backend.ts';
import { matchModel } from '../../../server/src/render/models.ts';
import { knowledge } from '../../support/knowledge.ts';

const match = (wanted: string, models: readonly (string | ServerModel)[]) =>
  matchModel(
    wanted,
    models.map((model) => (typeof model === 'string' ? { name: model, hashes: [] } : model)),
    knowledge,
  );
const SHA = '6ce0161689b3853acaa03779ec93eafe75a02f4ced659bee03f50797806fa2fa';

describe('the same', () => {
  test.each([
    ['the same text', 'a.safetensors', 'a.safetensors'],
    ['without its extension', 'a', 'a.safetensors'],
    ['with an extension that the server leaves out', 'a.safetensors', 'a'],
    ['in other case', 'SD_XL.safetensors', 'sd_xl.safetensors'],
    ['separators of Windows', 'sdxl\\a.safetensors', 'sdxl/a.safetensors'],
    ['in a folder that the file does not tell', 'a.safetensors', 'sdxl/base/a.safetensors'],
    ['a path of some disk', '/home/me/models/a.safetensors', 'a.safetensors'],
    ['with the hash of A1111', 'a [6ce0161689]', 'a.safetensors'],
    ['with the hash on the server', 'a.safetensors', 'a.safetensors [6ce0161689]'],
  ])('%s', (_, wanted, name) => {
    expect(match(wanted, ['other.safetensors', name, 'z.ckpt'])).toEqual({ found: name });
  });
  test.each([
    ['in brackets', 'renamed [6ce0161689]'],
    ['alone', '6ce0161689'],
    ['whole', SHA.toUpperCase()],
  ])('by its hash %s, whatever the name', (_, wanted) => {
    const models = [{ name: 'b.safetensors', hashes: [SHA] }, 'c.safetensors'];
    expect(match(wanted, models)).toEqual({ found: 'b.safetensors' });
  });
  test('by its hash rather than by its name', () => {
    const models = [
      { name: 'x.safetensors', hashes: ['0123456789'] },
      { name: 'y.safetensors', hashes: [SHA] },
    ];
    expect(match('x [6ce0161689]', models)).toEqual({ found: 'y.safetensors' });
  });
  test('by its name where the hash is of a kind that the server does not tell', () => {
    expect(match('x [7460a6fa]', [{ name: 'x.ckpt', hashes: [SHA] }])).toEqual({ found: 'x.ckpt' });
  });
});

describe('a question', () => {
  const asks = (wanted: string, models: readonly (string | ServerModel)[], first: readonly string[]) => {
    const result = match(wanted, models);
    expect(result).toMatchObject({ found: null });
    expect('closest' in result && result.closest.slice(0, first.length)).toEqual(first);
    expect('closest' in result && result.closest).toHaveLength(models.length);
  };
  test('where two are the same', () => asks('a', ['b.ckpt', 'a.ckpt', 'a.safetensors'], ['a.ckpt', 'a.safetensors']));
  test('where the file lies in another folder', () => asks('one/a.ckpt', ['b.ckpt', 'two/a.ckpt'], ['two/a.ckpt']));
  test('where the extension is another', () => asks('a.ckpt', ['b.ckpt', 'a.safetensors'], ['a.safetensors']));
  test('where the hash is another', () =>
    asks('a [0123456789]', [{ name: 'a.ckpt', hashes: [SHA] }, 'b.ckpt'], ['a.ckpt']));
  test('where the form of the weights is another', () =>
    asks(
      'flux1-dev.safetensors',
      ['flux1-schnell.safetensors', 'flux1-dev-fp8.safetensors', 'v1-5-pruned.ckpt'],
      ['flux1-dev-fp8.safetensors', 'flux1-schnell.safetensors'],
    ));
  test('where the name is another, of the same family', () =>
    asks(
      'stabilityai/stable-diffusion-xl-base-1.0',
      ['stable-diffusion-v1-5.ckpt', 'sd_xl_base_1.0.safetensors'],
      ['sd_xl_base_1.0.safetensors'],
    ));
  test('of a server without models has no names', () => expect(match('a', [])).toEqual({ found: null, closest: [] }));
  test('for nothing', () => asks('', ['b.ckpt', 'a.ckpt'], ['a.ckpt', 'b.ckpt']));
});

test('the order of the list decides nothing', () => {
  const parts = ['a', 'A', 'x/a', 'x\\a', 'a.ckpt', 'a.safetensors', 'x/A.ckpt', 'b', 'a [6ce0161689]', 'a-fp16'];
  for (const wanted of parts) {
    for (let from = 0; from < parts.length; from++) {
      const list = parts.filter((name, index) => name !== wanted && (index * 7 + from) % 3 !== 0);
      const forwards = match(wanted, list);
      expect(match(wanted, [...list].reverse())).toEqual(forwards);
      if (forwards.found === null) continue;
      // Found is unique: without it there is nothing else to take.
      const rest = match(
        wanted,
        list.filter((name) => name !== forwards.found),
      );
      expect(rest.found, `${wanted} in ${list.join(', ')}`).toBeNull();
    }
  }
});
