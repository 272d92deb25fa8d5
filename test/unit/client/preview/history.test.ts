import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RenderHistory } from '../../../../client/src/preview/history.ts';
import { evicted, type KeptRender, newId, type PictureData, timeOf } from '../../../../client/src/preview/kept.ts';
import { keptFrom } from '../../../../client/src/preview/kept-schema.ts';
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
    expect(evicted(stored, limit).map(({ id }) => id)).toEqual(expected);
  });
});

/** Resolves in the next millisecond: ids sort by time. */
async function later(): Promise<void> {
  const now = Date.now();
  while (Date.now() === now) await new Promise((resolve) => setImmediate(resolve));
}
