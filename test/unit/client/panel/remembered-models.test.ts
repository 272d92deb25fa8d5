import { expect, it } from 'vitest';
import { type Memory, RememberedModels } from '../../../../client/src/panel/remembered-models.ts';

function memory(kept: unknown = undefined): Memory {
  const values = new Map<string, unknown>([['rememberedModels', kept]]);
  return { get: (key) => values.get(key), update: async (key, value) => void values.set(key, value) };
}

it('remembers an answer for the server it was given for', async () => {
  const remembered = new RememberedModels(memory());
  await remembered.remember('http://a', 'sdxl.safetensors', 'XL/sdxl_base.safetensors');
  await remembered.remember('http://a', 'flux', 'flux1-dev');
  await remembered.remember('http://b', 'flux', 'flux-fp8');
  expect(remembered.of('http://a')).toEqual({ 'sdxl.safetensors': 'XL/sdxl_base.safetensors', flux: 'flux1-dev' });
  expect(remembered.of('http://b')).toEqual({ flux: 'flux-fp8' });
  expect(remembered.of('http://c')).toEqual({});
});

it('takes the later answer, and forgets all when asked to', async () => {
  const remembered = new RememberedModels(memory());
  await remembered.remember('http://a', 'flux', 'one');
  await remembered.remember('http://a', 'flux', 'two');
  expect(remembered.of('http://a')).toEqual({ flux: 'two' });
  expect(await remembered.forget()).toBe(1);
  expect(await remembered.forget()).toBe(0);
  expect(remembered.of('http://a')).toEqual({});
});

it.each([7, { 'http://a': 'x' }, { 'http://a': { flux: 7 } }])('takes %j for nothing', (kept) => {
  expect(new RememberedModels(memory(kept)).of('http://a')).toEqual({});
});

it('keeps the answers that can be read beside others, also when one more is given', async () => {
  const kept = { 'http://a': { flux: 'one', sdxl: 7 }, 'http://b': 'x', 'http://c': { flux: 'three' } };
  const remembered = new RememberedModels(memory(kept));
  expect(remembered.of('http://a')).toEqual({ flux: 'one' });
  await remembered.remember('http://b', 'flux', 'two');
  expect(['a', 'b', 'c'].map((host) => remembered.of(`http://${host}`))).toEqual([
    { flux: 'one' },
    { flux: 'two' },
    { flux: 'three' },
  ]);
});

it.each(['constructor', 'toString', '__proto__'])(
  'knows nothing of a server called %s before it is told',
  async (name) => {
    const remembered = new RememberedModels(memory());
    expect(remembered.of(name)).toEqual({});
    await remembered.remember('http://a', name, 'flux');
    expect(Object.entries(remembered.of('http://a'))).toEqual([[name, 'flux']]);
  },
);
