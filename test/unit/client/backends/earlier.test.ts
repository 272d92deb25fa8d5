import { expect, it } from 'vitest';
import { EarlierBackends } from '../../../../client/src/backends/earlier.ts';
import type { Memory } from '../../../../client/src/panel/remembered-models.ts';

function memory(kept: unknown = undefined): Memory {
  const values = new Map<string, unknown>([['earlierBackends', kept]]);
  return { get: (key) => values.get(key), update: async (key, value) => void values.set(key, value) };
}
const at = (address: string) => ({ name: 'ComfyUI', address });

it('remembers each address once, the one chosen last first', async () => {
  const earlier = new EarlierBackends(memory());
  for (const address of ['http://a/', 'http://b/', 'http://a/']) await earlier.remember(at(address));
  expect(earlier.all()).toEqual([at('http://a/'), at('http://b/')]);
});

it('keeps no more than anybody looks through, and none of the built-in model', async () => {
  const earlier = new EarlierBackends(memory());
  for (let port = 1; port <= 12; port += 1) await earlier.remember(at(`http://a:${port}/`));
  await earlier.remember({ name: 'Built-in model', address: null });
  expect(earlier.all()).toHaveLength(10);
  expect(earlier.all()[0]).toEqual(at('http://a:12/'));
});

it('forgets one when asked to', async () => {
  const earlier = new EarlierBackends(memory([at('http://a/'), at('http://b/')]));
  await earlier.forget('http://a/');
  expect(earlier.all()).toEqual([at('http://b/')]);
});

it('takes what is no address for nothing', () => {
  const kept = [7, at('javascript:alert(1)'), { name: 'x' }, at('http://a/')];
  expect(new EarlierBackends(memory(kept)).all()).toEqual([at('http://a/')]);
  expect(new EarlierBackends(memory('x')).all()).toEqual([]);
});
