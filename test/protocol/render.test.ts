/** Renders over the protocol: plan, events, pictures, cancel. */
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CANCEL_RENDER,
  RENDER,
  RENDER_EVENT,
  type RenderEventMessage,
  type RenderEventParams,
  type RenderPlan,
} from '../../server/src/lsp/messages.ts';
import { startClient, type TestClient } from '../support/language-client.ts';

const uri = 'file:///job.yaml';
const TERMINAL = ['done', 'failed', 'cancelled'];

let client: TestClient;
const events = new Map<string, RenderEventMessage[]>();
let watchers: { id: string; wanted: (event: RenderEventMessage) => boolean; resolve: () => void }[] = [];

beforeAll(async () => {
  client = await startClient();
  client.connection.onNotification(RENDER_EVENT, ({ renderId, event }: RenderEventParams) => {
    events.set(renderId, [...(events.get(renderId) ?? []), event]);
    for (const watcher of watchers.filter(({ id, wanted }) => id === renderId && wanted(event))) watcher.resolve();
  });
});
afterAll(async () => expect(await client.stop()).toBe(0));

let opened = 0;
/** Opens a text as a new document and asks to render its first generation. */
async function render(renderId: string, text: string, mode = 'configured'): Promise<RenderPlan> {
  const document = `${uri}?${opened++}`;
  await client.open(document, text);
  return client.connection.sendRequest(RENDER, {
    renderId,
    textDocument: { uri: document },
    position: { line: 0, character: 0 },
    mode,
  });
}

function until(id: string, wanted: (event: RenderEventMessage) => boolean): Promise<void> {
  if (events.get(id)?.some(wanted)) return Promise.resolve();
  return new Promise((resolve) => {
    watchers = [...watchers, { id, wanted, resolve }];
  });
}
const end = (id: string) => until(id, ({ kind }) => TERMINAL.includes(kind));
const kinds = (id: string) => (events.get(id) ?? []).map(({ kind }) => kind);

const job = (steps: number) =>
  `model: black-forest-labs/FLUX.1-schnell\nprompt: a mountain lake\nsteps: ${steps}\nwidth: 128\nheight: 96\nseed: 5\n`;

describe('a render as configured', () => {
  test('is planned, shown step by step, and ends once', async () => {
    const plan = await render('full', job(6));
    expect(plan).toMatchObject({
      title: 'FLUX.1 schnell, line 1',
      backend: { kind: 'builtin', address: null },
      mode: 'configured',
      width: 128,
      height: 96,
      steps: 6,
      counts: { draft: 2, configured: 6 },
      warnings: [],
    });
    expect(plan.backend.note).not.toBe('');
    expect(plan.settings).toContainEqual({ label: 'Seed', value: '5', from: 'file' });
    await end('full');
    const steps = (events.get('full') ?? []).flatMap((event) => (event.kind === 'step' ? [event.done] : []));
    expect(steps).toEqual([1, 2, 3, 4, 5, 6]);
    expect(kinds('full').filter((kind) => TERMINAL.includes(kind))).toEqual(['done']);
    expect(kinds('full').at(-1)).toBe('done');
  });

  test('its picture is a PNG of the planned size, and not flat', () => {
    const picture = events.get('full')?.find((event) => event.kind === 'picture');
    if (picture?.kind !== 'picture') throw new Error('no picture came');
    const png = decode(Buffer.from(picture.data, 'base64'));
    expect([png.width, png.height]).toEqual([128, 96]);
    expect(new Set(png.data).size).toBeGreaterThan(50);
  });
});

test("a draft takes the model's draft count", async () => {
  const plan = await render('draft', job(28), 'draft');
  expect(plan).toMatchObject({ steps: 2, mode: 'draft' });
  await end('draft');
  expect(kinds('draft')).toContain('picture');
});

test('a cancelled render ends as cancelled, without a picture, and the next one works', async () => {
  await render('long', 'prompt: a\nsteps: 5000\nwidth: 512\nheight: 512\n');
  await until('long', ({ kind }) => kind === 'step');
  await client.connection.sendNotification(CANCEL_RENDER, { renderId: 'long' });
  await end('long');
  expect(kinds('long').at(-1)).toBe('cancelled');
  expect(kinds('long')).not.toContain('picture');
  await render('after', job(2));
  await end('after');
  expect(kinds('after').at(-1)).toBe('done');
});

describe('what can not be rendered is refused with what to do', () => {
  test.each([
    ['nothing to render', 'name: ci\n', 'nothing to render'],
    ['nonsense for a count', 'prompt: a\nguidance_scale: 3\nnum_inference_steps: few\n', 'few is not a step count'],
  ])('%s', async (_, text, message) => {
    await expect(render('refused', text)).rejects.toThrow(message);
  });
  test('a file that is not open', async () => {
    const request = {
      renderId: 'x',
      textDocument: { uri: 'file:///closed.yaml' },
      position: { line: 0, character: 0 },
      mode: 'draft',
    };
    await expect(client.connection.sendRequest(RENDER, request)).rejects.toThrow('not open');
  });
  test('malformed parameters', async () => {
    await expect(client.connection.sendRequest(RENDER, { renderId: 3 })).rejects.toThrow('sweetspot/render');
  });
});

test('an unknown sampler fails in the panel and lists the known ones', async () => {
  await render('sampler', 'prompt: a\nsteps: 4\nsampler: warp9\n');
  await end('sampler');
  expect(events.get('sampler')?.at(-1)).toMatchObject({
    kind: 'failed',
    message: expect.stringMatching(/warp9.*euler.*dpmpp_2m/),
  });
});
