/** Comparisons over the protocol: what can be compared, plan, renders, cancel, and a backend that dies meanwhile. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SETTING_EDIT } from '../../server/src/protocol/edit.ts';
import { CANCEL_RENDER } from '../../server/src/protocol/render.ts';
import { CANCEL_SWEEP, COMPARE } from '../../server/src/protocol/sweep.ts';
import { type SweepClient, startSweepClient } from '../support/sweep-client.ts';

const TERMINAL = ['done', 'failed', 'cancelled'];

let client: SweepClient;
beforeAll(async () => {
  client = await startSweepClient();
});
afterAll(async () => expect(await client.stop()).toBe(0));

const job = (more = '') =>
  `prompt: a mountain lake\nsteps: 12\nwidth: 64\nheight: 64\nseed: 5\nsampler_name: euler\n${more}`;
const LONG = 'prompt: a\nwidth: 512\nheight: 512\nsteps: 5000\n';

describe('what can be compared', () => {
  test('steps as the guide does, with the file’s own', async () => {
    const [steps, ...others] = await client.comparable(job());
    expect(steps).toEqual({
      setting: 'inference_steps',
      label: 'Steps',
      current: '12',
      suggested: ['4', '12', '25', '50'],
      offered: null,
    });
    expect(others.map(({ setting }) => setting)).toEqual(['guidance_scale', 'sampler', 'scheduler']);
  });
});

describe('a comparison of steps', () => {
  test('is planned with one seed, and ends once', async () => {
    const plan = await client.compare('steps', job());
    expect(plan).toMatchObject({
      title: 'Generation, line 1',
      backend: { kind: 'builtin', address: null },
      setting: 'inference_steps',
      label: 'Steps',
      seed: '5',
      seedIsDrawn: false,
      width: 64,
      height: 64,
      changes: [],
      warnings: [],
      ladder: [],
      converges: true,
    });
    expect(plan.variants.map(({ renderId, value, isCurrent }) => [renderId, value, isCurrent])).toEqual([
      ['steps/0', '4', false],
      ['steps/1', '12', true],
      ['steps/2', '25', false],
      ['steps/3', '50', false],
    ]);
    expect(await client.ended('steps')).toEqual({ kind: 'ended', outcome: 'done', message: null });
    expect(client.told('steps')).toHaveLength(1);
    for (const { renderId, steps } of plan.variants) {
      expect(client.kinds(renderId).filter((kind) => TERMINAL.includes(kind))).toEqual(['done']);
      expect(client.kinds(renderId).filter((kind) => kind === 'picture')).toHaveLength(1);
      expect(client.events(renderId)).toContainEqual(
        expect.objectContaining({ kind: 'step', done: steps, total: steps }),
      );
    }
  });

  test('renders one after the other, in their order', async () => {
    await client.compare('order', job(), { values: ['200', '3'] });
    await client.until('order/1', ({ kind }) => kind === 'step');
    expect(client.kinds('order/0').at(-1)).toBe('done');
    await client.ended('order');
  });

  test('takes values as typed, each once, and draws one seed for all', async () => {
    const plan = await client.compare('typed', job().replace('seed: 5', 'seed: -1'), {
      values: [' 3', '3.0', '', '2'],
    });
    expect(plan.seedIsDrawn).toBe(true);
    expect(plan.variants.map(({ value, seed }) => [value, seed])).toEqual([
      ['3', plan.seed],
      ['2', plan.seed],
    ]);
    await client.ended('typed');
  });

  test('can be gone on with at the same seed', async () => {
    const plan = await client.compare('more', job(), { values: ['6'], seed: '77' });
    expect([plan.seed, plan.seedIsDrawn, plan.variants[0].seed]).toEqual(['77', false, '77']);
    await client.ended('more');
  });
});

test.each([
  ['guidance_scale', ['1', '12']],
  ['sampler', ['heun', 'euler_ancestral']],
  ['scheduler', ['karras', 'simple']],
] as const)('a comparison of %s gives pictures that differ', async (setting, values) => {
  const { variants } = await client.compare(setting, job(), { setting, values });
  expect(await client.ended(setting)).toMatchObject({ outcome: 'done' });
  const pictures = variants.map(({ renderId }) => {
    const event = client.events(renderId).find(({ kind }) => kind === 'picture');
    if (event?.kind !== 'picture' || !('data' in event)) throw new Error('no picture came');
    return event.data;
  });
  expect(new Set(pictures).size).toBe(values.length);
});

describe('a cancel', () => {
  test('of one leaves the others', async () => {
    const { variants } = await client.compare('one', LONG, { values: ['5000', '2', '3'] });
    await client.until('one/0', ({ kind }) => kind === 'step');
    for (const renderId of ['one/0', 'one/1']) await client.client.tell(CANCEL_RENDER, { renderId });
    expect(await client.ended('one')).toMatchObject({ outcome: 'done' });
    const ends = variants.map(({ renderId }) => client.kinds(renderId).filter((kind) => TERMINAL.includes(kind)));
    expect(ends).toEqual([['cancelled'], ['cancelled'], ['done']]);
  });
  test('of all ends all, and the next one works', async () => {
    const { variants } = await client.compare('all', LONG, { values: ['5000', '4000'] });
    await client.until('all/0', ({ kind }) => kind === 'step');
    await client.client.tell(CANCEL_SWEEP, { sweepId: 'all' });
    expect(await client.ended('all')).toEqual({ kind: 'ended', outcome: 'cancelled', message: null });
    for (const { renderId } of variants) expect(client.kinds(renderId).at(-1)).toBe('cancelled');
    await client.compare('next', job(), { values: ['2'] });
    expect(await client.ended('next')).toMatchObject({ outcome: 'done' });
  });
  test('comes with another comparison of the same id', async () => {
    await client.compare('twice', LONG, { values: ['5000'] });
    await client.until('twice/0', ({ kind }) => kind === 'step');
    await client.compare('twice', job(), { values: ['2'] });
    await client.untilTold('twice', (event) => event.kind === 'ended' && event.outcome === 'done');
    expect(client.told('twice').map((event) => event.kind === 'ended' && event.outcome)).toEqual(['cancelled', 'done']);
  });
});

test('what fails, fails alone; nothing but failures is a failure', async () => {
  await client.compare('some', job(), { setting: 'sampler', values: ['warp9', 'euler'] });
  expect(await client.ended('some')).toMatchObject({ outcome: 'done' });
  expect([client.kinds('some/0').at(-1), client.kinds('some/1').at(-1)]).toEqual(['failed', 'done']);
  await client.compare('none', job(), { setting: 'sampler', values: ['warp9'] });
  expect(await client.ended('none')).toMatchObject({ outcome: 'failed', message: expect.stringContaining('warp9') });
});

test('the value that was chosen is written into the file by one edit', async () => {
  const uri = 'file:///apply.yaml';
  await client.client.open(uri, job());
  const at = { textDocument: { uri }, position: { line: 0, character: 0 } };
  const edit = (setting: string, value: string) => client.client.ask(SETTING_EDIT, { ...at, setting, value });
  const range = { start: { line: 1, character: 7 }, end: { line: 1, character: 9 } };
  expect(await edit('inference_steps', '25')).toEqual({ range, newText: '25' });
  expect(await edit('scheduler', 'karras')).toBeNull();
});

describe('what can not be compared is refused with what to do', () => {
  test.each([
    ['no step count', ['four'], 'four is not a step count'],
    ['nothing', [], 'no value to compare'],
    ['far too many', Array.from({ length: 100 }, (_, at) => String(at + 1)), 'At most'],
  ])('%s', async (_, values, message) => {
    await expect(client.askToCompare('refused', job(), { values })).rejects.toThrow(message);
  });
  test('malformed parameters', async () => {
    await expect(client.client.connection.sendRequest(COMPARE.method, { sweepId: 3 })).rejects.toThrow(
      'sweetspot/compare',
    );
  });
});
