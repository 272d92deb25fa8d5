/** What was compiled of the server is kept for the next start, where whoever starts it names a folder. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startClient } from '../support/language-client.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

let temporary: TemporaryFolder;
let folder: string;
beforeEach(async () => {
  temporary = await temporaryFolder();
  folder = join(temporary.path, 'storage', 'compiled');
});
afterEach(() => temporary.remove());

/** What is found in a file by a server that may keep what is compiled of it in `folder`, from its start to its end. */
async function findings(): Promise<string[]> {
  const client = await startClient({ env: { SWEETSPOT_COMPILED: folder } });
  await client.open(
    'file:///a.yaml',
    'prompt: a\nmodel: stabilityai/stable-diffusion-xl-base-1.0\nsteps: 200\n',
    'yaml',
  );
  const report = await client.pull('file:///a.yaml');
  expect(await client.stop()).toBe(0);
  return report.kind === 'full' ? report.items.map(({ code }) => String(code)) : [];
}

const kept = () => join(folder, 'compiled.bin');

/** Which file it is: one that is written again is another. */
async function whichFile(): Promise<number> {
  return (await stat(kept())).ino;
}

test('a start keeps it, and the next one has all of it', async () => {
  expect(await findings()).toEqual(['steps-wasteful']);
  const first = await whichFile();
  expect(await findings()).toEqual(['steps-wasteful']);
  expect(await whichFile()).toBe(first);
});

test.each([
  ['has another letter', (file: Buffer) => file.fill(file[5000] + 1, 5000, 5001)],
  ['is cut off', (file: Buffer) => file.subarray(0, 9000)],
  ['is empty', () => Buffer.alloc(0)],
])('a file that %s is not run, but made again', async (_, damage) => {
  await findings();
  await writeFile(kept(), damage(await readFile(kept())));
  const damaged = await whichFile();
  expect(await findings()).toEqual(['steps-wasteful']);
  expect(await whichFile()).not.toBe(damaged);
});

test('a folder that can not be made makes no difference', async () => {
  await writeFile(join(temporary.path, 'storage'), '');
  expect(await findings()).toEqual(['steps-wasteful']);
});
