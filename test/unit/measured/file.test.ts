/** The file of measurements: several windows write to it, and whatever it holds nobody crashes. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { measurementsFile } from '../../../server/src/lsp/measurements-file.ts';
import { type Facts, NO_FACTS } from '../../../server/src/measured/facts.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary.ts';
import { facts, minute, sample, speed, spot } from './made.ts';

let folder: TemporaryFolder;
let path: string;
let log: string[];
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder.path, 'storage', 'measurements.json');
  log = [];
});
afterEach(() => folder.remove());

const open = () => measurementsFile(path, (line) => log.push(line));
const names = () => readdir(join(folder.path, 'storage'));
/** The path, its folder made. */
async function place(): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  return path;
}
const known = facts({ speeds: [speed()], sweetSpots: [spot()] });

test('holds what was added, and nothing stands beside it', async () => {
  expect(await open().read()).toEqual(NO_FACTS);
  expect(await open().add(known)).toEqual(known);
  expect(await open().read()).toEqual(known);
  expect(await names()).toEqual(['measurements.json']);
});

test('loses nothing that windows add at the same time', async () => {
  const models = Array.from({ length: 12 }, (_, index) => `m${index}`);
  await Promise.all(models.map((model) => open().add(facts({ speeds: [speed({ model })] }))));
  expect((await open().read()).speeds.map(({ model }) => model).sort()).toEqual(models.sort());
  expect(await names()).toEqual(['measurements.json']);
});

test.each([
  ['no JSON', '{"version": 1, "speeds": [{"back'],
  ['JSON of another shape', '[]'],
  ['larger than any of ours', JSON.stringify({ ...known, more: 'x'.repeat(10_000_000) })],
])('that is %s is set aside, each time under another name', async (_, text) => {
  for (const times of [1, 2]) {
    await writeFile(await place(), text);
    expect(await open().add(facts({ sweetSpots: [spot()] }))).toEqual(facts({ sweetSpots: [spot()] }));
    const aside = (await names()).filter((name) => name.endsWith('.broken'));
    expect(aside).toHaveLength(times);
    for (const name of aside) expect(await readFile(join(dirname(path), name), 'utf8')).toBe(text);
    expect(log).toHaveLength(times);
  }
});

test('that is broken is only read by who only reads', async () => {
  await writeFile(await place(), 'no JSON');
  expect(await open().read()).toEqual(NO_FACTS);
  expect(await names()).toEqual(['measurements.json']);
});

test('that a later version has written is left as it is', async () => {
  const text = JSON.stringify({ ...known, version: 2, more: [1] });
  await writeFile(await place(), text);
  const file = open();
  expect(await file.read()).toEqual(NO_FACTS);
  for (const model of ['a', 'b']) {
    const added = facts({ speeds: [speed({ model })] });
    expect(await file.add(added)).toEqual(added);
  }
  expect(await readFile(path, 'utf8')).toBe(text);
  expect(await names()).toEqual(['measurements.json']);
  expect(log).toEqual([expect.stringContaining('later version')]);
});

test.each<[string, object]>([
  ['a size below nothing', { speeds: [speed(), speed({ model: 'b', width: -1 })] }],
  ['a sample without a time', { speeds: [speed({ samples: [sample(), sample({ at: 'soon' })] })] }],
  ['a day that no month has', { speeds: [speed({ samples: [sample(), sample({ at: '2026-02-41T12:00:00.000Z' })] })] }],
  ['a list for a sweet spot', { speeds: [speed()], sweetSpots: [spot(), []] }],
  ['no list of sweet spots', { speeds: [speed()], sweetSpots: 7 }],
  ['a clearing at no time', { speeds: [speed()], clearedAt: 7 }],
])('with %s keeps what can be read', async (_, change) => {
  await writeFile(await place(), JSON.stringify({ ...known, ...change }));
  const { speeds, sweetSpots } = await open().read();
  expect(speeds).toEqual([speed()]);
  expect(sweetSpots).toEqual('sweetSpots' in change && change.sweetSpots === 7 ? [] : [spot()]);
});

test('with times of other zones has them in order', async () => {
  const samples = [sample({ at: '2026-11-23T14:30:00+10:00' }), sample({ at: '2026-11-23T05:00:00Z' })];
  await writeFile(await place(), JSON.stringify(facts({ speeds: [speed({ samples })] })));
  expect((await open().read()).speeds[0].samples.map(({ at }) => at)).toEqual([
    '2026-11-23T05:00:00.000Z',
    '2026-11-23T04:30:00.000Z',
  ]);
});

test('with times of a clock that was far ahead has them as of now once it is written', async () => {
  const samples = [sample({ at: '2099-01-01T00:00:00.000Z' })];
  await writeFile(
    await place(),
    JSON.stringify(facts({ clearedAt: '2098-01-01T00:00:00.000Z', speeds: [speed({ samples })] })),
  );
  const now = new Date(minute(30));
  const later = speed({ samples: [sample({ at: minute(31) })] });
  const written = await measurementsFile(
    path,
    () => {},
    () => now,
  ).add(facts({ speeds: [later] }));
  expect(written).toEqual(facts({ clearedAt: minute(30), speeds: [later] }));
});

test('that can’t be written says so, and what was kept stays', async () => {
  await open().add(known);
  const inside = measurementsFile(join(path, 'measurements.json'), () => {});
  await expect(inside.add(known)).rejects.toThrow();
  expect(await open().read()).toEqual(known);
});

test('what was cleared in one window is not brought back by another', async () => {
  await open().add(known);
  const cleared: Facts = facts({ clearedAt: minute(1) });
  await open().add(cleared);
  expect(await open().add(known)).toEqual(cleared);
});
