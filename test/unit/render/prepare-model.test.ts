/** The model of a file among a server's: found, asked for, or left to it. */
import { describe, expect, test } from 'vitest';
import type { Capabilities } from '../../../server/src/render/backend.ts';
import type { RenderInput } from '../../../server/src/render/prepare.ts';
import { apiGraph } from '../../support/graphs.ts';
import { backendWith, never, prepare, prepared, wishOf } from './preparing.ts';

describe('the model', () => {
  const plain = (model: string | null) =>
    `${model === null ? '' : `model: ${model}\n`}prompt: a\nsteps: 4\nguidance_scale: 5\n`;
  const ask = (
    text: string,
    lists: readonly (readonly string[])[],
    change: Partial<RenderInput> = {},
    can: Partial<Capabilities> = {},
  ) => {
    const { session, calls } = backendWith(lists, can);
    return prepare(wishOf(text, change), session, { maxSide: 2048 }, never).then((result) => ({ result, calls }));
  };
  test('spelled otherwise is used, and that is said', async () => {
    const { result } = await ask(plain('sub/SD15'), [['x.ckpt', 'sd15.safetensors']]);
    expect(result).toMatchObject({
      request: { model: 'sd15.safetensors' },
      warnings: ['sub/SD15 is sd15.safetensors on this server.'],
    });
  });
  test('of a graph spelled otherwise is changed in it', async () => {
    const { result } = await ask(apiGraph({ model: 'sub\\sd15.safetensors' }), [['sub/sd15.safetensors']]);
    expect('request' in result && result.request.graph?.overrides).toEqual([
      {
        node: '4',
        input: 'ckpt_name',
        value: 'sub/sd15.safetensors',
        says: 'model sub\\sd15.safetensors → sub/sd15.safetensors',
      },
    ]);
  });
  test('that is not there is asked for, closest first, after another look', async () => {
    const { result, calls } = await ask(plain('sd15'), [['flux.safetensors', 'sd15-fp16.ckpt']]);
    expect(result).toEqual({ question: 'model', wanted: 'sd15', models: ['sd15-fp16.ckpt', 'flux.safetensors'] });
    expect(calls.models).toBe(2);
  });
  test('that has come since is found by another look', async () => {
    const { result } = await ask(plain('new'), [['old.ckpt'], ['old.ckpt', 'new.ckpt']]);
    expect(result).toMatchObject({ request: { model: 'new.ckpt' } });
  });
  test('that was answered before is used', async () => {
    const { result } = await ask(plain('sd15'), [['a.ckpt', 'b.ckpt']], { models: { sd15: 'b.ckpt' } });
    expect(result).toMatchObject({ request: { model: 'b.ckpt' }, warnings: ['sd15 is b.ckpt on this server.'] });
  });
  test('that was answered before and has gone since is asked for again', async () => {
    const { result } = await ask(plain('sd15'), [['a.ckpt']], { models: { sd15: 'b.ckpt' } });
    expect(result).toMatchObject({ question: 'model' });
  });
  test('asked for on the spot comes before the file', async () => {
    const { result } = await ask(plain('sd15'), [['sd15.ckpt', 'flux1-dev.safetensors']], { model: 'flux1-dev' });
    expect(result).toMatchObject({
      request: { model: 'flux1-dev.safetensors', family: 'flux1-dev', distilledGuidance: 5 },
    });
    expect('settings' in result && result.settings[0]).toEqual({
      label: 'Model',
      value: 'flux1-dev.safetensors',
      from: 'override',
    });
  });
  test('that the file does not name is left to the server', async () => {
    const { result, calls } = await ask(plain(null), [['a.ckpt']]);
    expect(result).toMatchObject({ request: { model: null } });
    expect(calls.models).toBe(0);
  });
  test('that the file does not name is asked for where the server needs one', async () => {
    const { result } = await ask(plain(null), [['a.ckpt']], {}, { needsModel: true });
    expect(result).toEqual({ question: 'model', wanted: '', models: ['a.ckpt'] });
    const again = await ask(plain(null), [['a.ckpt']], { models: { '': 'a.ckpt' } }, { needsModel: true });
    expect(again.result).toMatchObject({ request: { model: 'a.ckpt' } });
  });
  test('of a graph whose loader nobody lists is the server’s to judge', async () => {
    const { result } = await ask(apiGraph({ model: 'odd.gguf' }), [[]]);
    expect(result).toMatchObject({ request: { model: 'odd.gguf' } });
  });
  test('of a server without a list goes as the file says', async () => {
    const { result, calls } = await ask(plain('sd15'), [[]], {}, { models: false });
    expect(result).toMatchObject({ request: { model: 'sd15' } });
    expect(calls.models).toBe(0);
  });
});

test('a second render asks nothing that is known', async () => {
  const { session, calls } = backendWith([['sd15.safetensors']]);
  await prepared(apiGraph(), {}, session);
  await prepared(apiGraph(), { mode: 'draft' }, session);
  expect(calls).toEqual({ probe: 1, models: 1 });
  session.forget();
  await prepared(apiGraph(), {}, session);
  expect(calls).toEqual({ probe: 2, models: 2 });
});
