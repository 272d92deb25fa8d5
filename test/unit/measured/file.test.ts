/** The file of measurements: several windows write to it, and whatever it holds nobody crashes. */
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { measurementsFile } from '../../../server/src/lsp/measurements-file.ts';
import { type Facts, NO_FACTS } from '../../../server/src/measured/facts.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary.ts';
import { facts, minute, speed, spot } from './made.ts';

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
  ['of another version', JSON.stringify({ ...known, version: 2 })],
  ['measurements that can’t be', JSON.stringify({ ...known, speeds: [{ ...speed(), width: -1 }] })],
])('that is %s is set aside', async (_, text) => {
  await open().add(known);
  await writeFile(path, text);
  expect(await open().add(facts({ sweetSpots: [spot()] }))).toEqual(facts({ sweetSpots: [spot()] }));
  expect(await readFile(`${path}.broken`, 'utf8')).toBe(text);
  expect(log).toEqual([expect.stringContaining('measurements.json.broken')]);
});

test('is written although a window died over it', async () => {
  await open().add(known);
  await writeFile(`${path}.lock`, '');
  const longAgo = new Date(Date.UTC(2026, 0, 1));
  await utimes(`${path}.lock`, longAgo, longAgo);
  await open().add(facts({ speeds: [speed({ model: 'after' })] }));
  expect((await open().read()).speeds).toHaveLength(2);
  expect(await names()).toEqual(['measurements.json']);
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
