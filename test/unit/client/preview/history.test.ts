import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PictureData } from '../../../../client/src/panel/picture.ts';
import { RenderHistory } from '../../../../client/src/preview/history.ts';
import { evicted, newId, roomFrom, timeOf } from '../../../../client/src/preview/kept.ts';
import type { KeptRender } from '../../../../client/src/preview/kept-schema.ts';
import { keptFrom } from '../../../../client/src/preview/kept-schema.ts';
import manifest from '../../../../package.json' with { type: 'json' };
import { type TemporaryFolder, temporaryFolder } from '../../../support/temporary.ts';
import { keptWith, planWith } from './plans.ts';

const FILE = 'file:///config.yaml';
const OTHER = 'file:///other.yaml';
const MUCH = 1_000_000;

let home: TemporaryFolder;
let root: string;
let history: RenderHistory;

beforeEach(async () => {
  home = await temporaryFolder();
  root = join(home.path, 'renders');
  history = new RenderHistory(root);
});
afterEach(() => home.remove());

const picture = (size: number, mime: PictureData['mime'] = 'image/png'): PictureData => ({
  bytes: new Uint8Array(size).fill(size),
  mime,
});

async function keep(uri: string, size: number, limit = MUCH): Promise<KeptRender | null> {
  const { plan, warnings, seconds, modelEvaluations } = keptWith({ plan: planWith({ steps: size }) });
  return history.keep(uri, { plan, warnings, seconds, modelEvaluations }, picture(size), limit);
}

const steps = (renders: readonly KeptRender[]) => renders.map(({ plan }) => plan.steps);

describe('renders on disk', () => {
  it('come back newest first, with their pictures, each with its file', async () => {
    await keep(FILE, 10);
    await keep(OTHER, 20);
    await later();
    await keep(FILE, 30);
    const listed = await history.list(FILE);
    expect(steps(listed)).toEqual([30, 10]);
    expect(await history.picture(FILE, listed[1])).toEqual(picture(10));
    expect(steps(await history.list(OTHER))).toEqual([20]);
    expect(await new RenderHistory(root).list('file:///never.yaml')).toEqual([]);
  });

  it('have a small picture once one was made', async () => {
    const kept = await keep(FILE, 10);
    const id = kept?.id ?? '';
    expect(await history.thumbnail(FILE, id)).toBeNull();
    await history.keepThumbnail(FILE, id, new Uint8Array([1, 2]));
    expect(await history.thumbnail(FILE, id)).toEqual({ bytes: new Uint8Array([1, 2]), mime: 'image/webp' });
  });

  it('make room: the oldest of all files goes', async () => {
    await keep(OTHER, 4000);
    await later();
    await keep(FILE, 4000);
    await later();
    await keep(FILE, 4001, 10_000);
    expect(await history.list(OTHER)).toEqual([]);
    expect(steps(await history.list(FILE))).toEqual([4001, 4000]);
  });

  it('are not kept where there is no room for even one', async () => {
    expect(await keep(FILE, 10, 0)).toBeNull();
    expect(await history.list(FILE)).toEqual([]);
  });

  it('are passed over when their files are not ours', async () => {
    await keep(FILE, 10);
    const [folder] = await readdir(root);
    await writeFile(join(root, folder, `${newId(1, 'ffffffff')}.json`), '{"id": "../../etc/passwd"}');
    await writeFile(join(root, folder, `${newId(2, 'ffffffff')}.json`), 'no JSON');
    await mkdir(join(root, folder, `${newId(3, 'ffffffff')}.json`));
    expect(steps(await history.list(FILE))).toEqual([10]);
  });

  it('are found behind any number of files that can’t be read', async () => {
    for (const size of [10, 20, 30]) {
      await keep(FILE, size);
      await later();
    }
    const [folder] = await readdir(root);
    const soon = Date.now() + 60_000;
    for (let count = 0; count < 150; count += 1)
      await writeFile(join(root, folder, `${newId(soon + count, 'ffffffff')}.json`), '{');
    expect(steps(await history.list(FILE))).toEqual([30, 20, 10]);
  });

  it('leave nothing behind when the disk takes only a part', async () => {
    await keep(FILE, 10);
    const [folder] = await readdir(root);
    const full = new RenderHistory(root, async (file, data) => {
      await writeFile(file, data);
      if (String(file).endsWith('.part')) throw new Error('no space left');
    });
    const { plan, warnings, seconds, modelEvaluations } = keptWith({});
    const keeping = full.keep(FILE, { plan, warnings, seconds, modelEvaluations }, picture(20), MUCH);
    await expect(keeping).rejects.toThrow('no space left');
    expect(await readdir(join(root, folder))).toHaveLength(2);
    expect(steps(await history.list(FILE))).toEqual([10]);
  });

  it('are kept although what should make room can’t be removed as a file', async () => {
    await keep(FILE, 4000);
    const [folder] = await readdir(root);
    await mkdir(join(root, folder, `${newId(1, 'ffffffff')}.json`, 'inside'), { recursive: true });
    await later();
    expect(await keep(FILE, 4001, 5000)).not.toBeNull();
    expect(steps(await history.list(FILE))).toEqual([4001]);
  });

  it('lie under names that nobody else chose', async () => {
    await keep('file:///../../../etc/passwd', 10);
    expect(await readdir(root)).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  it('are all gone after a clear, which may be repeated', async () => {
    await keep(FILE, 10);
    await history.clear();
    await history.clear();
    expect(await history.list(FILE)).toEqual([]);
  });
});

describe('a kept render', () => {
  it('is read back as it was written', () => {
    const kept = keptWith({ mime: 'image/webp', modelEvaluations: 16 });
    expect(keptFrom(JSON.stringify(kept))).toEqual(kept);
  });

  it.each([
    ['another id', { id: '../../x' }],
    ['a seed that is no number', { plan: { ...planWith({}), seed: 'x' } }],
    ['another picture type', { mime: 'image/svg+xml' }],
    ['no plan', { plan: null }],
  ])('is refused with %s', (_, parts) => {
    expect(keptFrom(JSON.stringify({ ...keptWith({}), ...parts }))).toBeNull();
  });

  it('knows when it was kept', () => {
    expect(timeOf({ id: newId(1764111600000, '0a1b2c3d') })).toBe(1764111600000);
  });
});

describe('with a clock that jumps', () => {
  afterEach(() => vi.useRealTimers());
  const at = (time: string) => vi.useFakeTimers({ now: new Date(time), toFake: ['Date'] });

  it('put back by a year: what is kept then is there, and listed first', async () => {
    at('2026-11-28');
    for (const size of [4000, 4001]) await keep(FILE, size);
    at('2025-11-28');
    const kept = await keep(FILE, 4002, 5000);
    expect((await history.list(FILE)).map(({ id }) => id)).toEqual([kept?.id]);
  });

  it('put back by an hour: what is kept then does not go to make room', async () => {
    at('2026-11-28T12:00:00Z');
    await keep(FILE, 4000);
    at('2026-11-28T11:00:00Z');
    await keep(FILE, 4001, 5000);
    expect(steps(await history.list(FILE))).toEqual([4001]);
  });

  it('once far ahead: what was kept then stands last, and goes first', async () => {
    at('2099-01-01');
    await keep(FILE, 4000);
    at('2026-11-28T12:00:00Z');
    await keep(FILE, 4001);
    at('2026-11-28T12:01:00Z');
    expect(steps(await history.list(FILE))).toEqual([4001, 4000]);
    await keep(FILE, 4002, 9500);
    expect(steps(await history.list(FILE))).toEqual([4002, 4001]);
  });
});

describe('room for renders', () => {
  it.each([
    [5, 5_000_000],
    [0, 0],
    [undefined, 200_000_000],
    ['5', 200_000_000],
    [Number.NaN, 200_000_000],
    [-1, 200_000_000],
  ])('of %j megabytes', (setting, bytes) => expect(roomFrom(setting)).toBe(bytes));

  it('is what package.json says where nothing is set', () => {
    const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
    const declared = settings.find(([name]) => name === 'sweetspot.preview.historyMegabytes')?.[1];
    expect(declared).toMatchObject({ default: roomFrom(undefined) / 1_000_000 });
  });
});

describe('what has to go', () => {
  const stored = [
    { id: 'c', bytes: 30 },
    { id: 'a', bytes: 10 },
    { id: 'b', bytes: 20 },
  ];
  it.each([
    [60, []],
    [59, ['a']],
    [50, ['a']],
    [49, ['a', 'b']],
    [0, ['a', 'b', 'c']],
  ])('with room for %d bytes: %j', (limit, expected) => {
    expect(evicted(stored, limit, 0).map(({ id }) => id)).toEqual(expected);
  });
});

/** Resolves in the next millisecond: ids sort by time. */
async function later(): Promise<void> {
  const now = Date.now();
  while (Date.now() === now) await new Promise((resolve) => setImmediate(resolve));
}
