/** Renders over the protocol by the built-in model: plan, events, pictures, cancel. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CANCEL_RENDER, RENDER, type RenderEventMessage } from '../../server/src/protocol/render.ts';
import { type RenderClient, startRenderClient } from '../support/render-client.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

const TERMINAL = ['done', 'failed', 'cancelled'];

let renders: RenderClient;
beforeAll(async () => {
  renders = await startRenderClient();
});
afterAll(async () => expect(await renders.stop()).toBe(0));

const job = (steps: number) =>
  `model: black-forest-labs/FLUX.1-schnell\nprompt: a mountain lake\nsteps: ${steps}\nwidth: 128\nheight: 96\nseed: 5\n`;

describe('a render as configured', () => {
  test('is planned, shown step by step, and ends once', async () => {
    const plan = await renders.render('full', job(6));
    expect(plan).toMatchObject({
      title: 'FLUX.1 schnell, line 1',
      backend: { kind: 'builtin', address: null },
      mode: 'configured',
      width: 128,
      height: 96,
      steps: 6,
      seed: '5',
      seedIsDrawn: false,
      counts: { draft: 2, configured: 6 },
      changes: [],
      warnings: [],
    });
    // An editor without commands of ours is told its own way.
    expect(plan.backend.note).toContain('initialization options');
    expect(plan.settings).toContainEqual({ label: 'Seed', value: '5', from: 'file' });
    await renders.end('full');
    const steps = renders.events('full').flatMap((event) => (event.kind === 'step' ? [event.done] : []));
    expect(steps).toEqual([1, 2, 3, 4, 5, 6]);
    expect(renders.kinds('full').filter((kind) => TERMINAL.includes(kind))).toEqual(['done']);
    expect(renders.kinds('full').at(-1)).toBe('done');
  });

  test('its picture is a PNG of the planned size, and not flat', () => {
    const picture = renders.events('full').find((event) => event.kind === 'picture');
    if (picture?.kind !== 'picture' || !('data' in picture)) throw new Error('no picture came');
    const png = decode(Buffer.from(picture.data, 'base64'));
    expect([picture.mime, png.width, png.height]).toEqual(['image/png', 128, 96]);
    expect(new Set(png.data).size).toBeGreaterThan(50);
  });
});

describe('a client that names a folder for pictures', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());

  /** The picture of a render for a client that names `pictureFolder`. */
  async function pictureFor(pictureFolder: string): Promise<Extract<RenderEventMessage, { kind: 'picture' }>> {
    const sharing = await startRenderClient({ abilities: { pictureFolder } });
    await sharing.render('shared', job(2));
    expect((await sharing.end('shared')).kind).toBe('done');
    expect(await sharing.stop()).toBe(0);
    const picture = sharing.events('shared').find((event) => event.kind === 'picture');
    if (picture?.kind !== 'picture') throw new Error('no picture came');
    return picture;
  }

  test('finds the picture there, under a name made for it, and nothing else', async () => {
    const picture = await pictureFor(folder.path);
    const names = await readdir(folder.path);
    expect(names).toEqual([expect.stringMatching(/^[0-9a-f-]{36}\.png$/)]);
    expect(picture).toEqual({ kind: 'picture', file: names[0], mime: 'image/png', width: 128, height: 96 });
    const png = decode(await readFile(join(folder.path, names[0])));
    expect([png.width, png.height]).toEqual([128, 96]);
  });

  test.each([
    ['is not there', () => join(folder.path, 'gone')],
    ['is not absolute', () => relative(process.cwd(), folder.path)],
  ])('gets it in the message when the folder %s', async (_, named) => {
    const picture = await pictureFor(named());
    if (!('data' in picture)) throw new Error('the picture is not in the message');
    expect(decode(Buffer.from(picture.data, 'base64')).width).toBe(128);
    expect(await readdir(folder.path)).toEqual([]);
  });
});

test("a draft takes the model's draft count", async () => {
  expect(await renders.render('draft', job(28), { mode: 'draft' })).toMatchObject({ steps: 2, mode: 'draft' });
  await renders.end('draft');
  expect(renders.kinds('draft')).toContain('picture');
});

test('a seed that is not said is drawn and told', async () => {
  const plan = await renders.render('drawn', 'prompt: a lake\nsteps: 2\nseed: -1\nwidth: 64\nheight: 64\n');
  expect(plan.seedIsDrawn).toBe(true);
  expect(BigInt(plan.seed)).toBeLessThan(2n ** 32n);
  expect(plan.settings).toContainEqual({ label: 'Seed', value: plan.seed, from: 'drawn' });
  await renders.end('drawn');
});

test('a cancelled render ends as cancelled, without a picture, and the next one works', async () => {
  await renders.render('long', 'prompt: a\nsteps: 5000\nwidth: 512\nheight: 512\n');
  await renders.until('long', ({ kind }) => kind === 'step');
  await renders.client.tell(CANCEL_RENDER, { renderId: 'long' });
  expect(await renders.end('long')).toEqual({ kind: 'cancelled' });
  expect(renders.kinds('long')).not.toContain('picture');
  await renders.render('after', job(2));
  expect((await renders.end('after')).kind).toBe('done');
});

test('a render takes the place of one of the same id', async () => {
  await renders.render('twice', 'prompt: a\nsteps: 5000\nwidth: 512\nheight: 512\n');
  await renders.until('twice', ({ kind }) => kind === 'step');
  await renders.render('twice', job(2));
  await renders.until('twice', ({ kind }) => kind === 'done');
  expect(renders.kinds('twice').filter((kind) => TERMINAL.includes(kind))).toEqual(['cancelled', 'done']);
});

describe('what can not be rendered is refused with what to do', () => {
  test.each([
    ['nothing to render', 'name: ci\n', 'nothing to render'],
    ['nonsense for a count', 'prompt: a\nguidance_scale: 3\nnum_inference_steps: few\n', 'few is not a step count'],
  ])('%s', async (_, text, message) => {
    await expect(renders.ask('refused', text)).rejects.toThrow(message);
  });
  test('a file that is not open', async () => {
    const request = {
      renderId: 'x',
      textDocument: { uri: 'file:///closed.yaml' },
      position: { line: 0, character: 0 },
      mode: 'draft',
    };
    await expect(renders.client.connection.sendRequest(RENDER.method, request)).rejects.toThrow('not open');
  });
  test('malformed parameters', async () => {
    await expect(renders.client.connection.sendRequest(RENDER.method, { renderId: 3 })).rejects.toThrow(
      'sweetspot/render',
    );
  });
});

test('an unknown sampler fails in the panel and lists the known ones', async () => {
  await renders.render('sampler', 'prompt: a\nsteps: 4\nsampler: warp9\n');
  expect(await renders.end('sampler')).toMatchObject({
    kind: 'failed',
    message: expect.stringMatching(/warp9.*euler.*dpmpp_2m/),
  });
});

test('the bounds of the user’s settings hold, and are said', async () => {
  const bounded = await startRenderClient({
    capabilities: { workspace: { configuration: true } },
    sections: { 'sweetspot.render': { maxSide: 128, maxMinutes: 0.1 } },
  });
  const plan = await bounded.render('small', 'prompt: a\nsteps: 2\nwidth: 512\nheight: 256\nseed: 1\n');
  expect([plan.width, plan.height]).toEqual([128, 64]);
  expect(plan.warnings).toEqual([expect.stringContaining('sweetspot.render.maxSide')]);
  await bounded.end('small');
  expect(await bounded.stop()).toBe(0);
});
