/** One at a time, whoever they are; a holder who lives keeps the lock, and one who died does not. */
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { alone } from '../../../server/src/lsp/lock-file.ts';
import { gate } from '../../backends/support.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary.ts';

/** Milliseconds. Nobody waits for so short a time that a holder who died would not be noticed. */
const QUICK = { look: 2, sign: 30, dead: 500, most: 1500 };

let folder: TemporaryFolder;
let lock: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  lock = join(folder.path, 'lock');
});
afterEach(() => folder.remove());

test('work is done one at a time, and leaves nothing', async () => {
  let inside = 0;
  const results = await Promise.all(
    [1, 2, 3, 4, 5].map((value) =>
      alone(
        lock,
        async (isOurs) => {
          inside += 1;
          expect([inside, await isOurs()]).toEqual([1, true]);
          inside -= 1;
          return value;
        },
        QUICK,
      ),
    ),
  );
  expect(results).toEqual([1, 2, 3, 4, 5]);
  expect(await readdir(folder.path)).toEqual([]);
});

test('work that fails gives the lock back', async () => {
  const failing = alone(lock, () => Promise.reject(new Error('no room')), QUICK);
  await expect(failing).rejects.toThrow('no room');
  expect(await readdir(folder.path)).toEqual([]);
});

test('a holder keeps the lock for as long as it lives, and nobody waits for it for ever', async () => {
  const [has, may] = [gate(), gate()];
  const slow = alone(
    lock,
    async (isOurs) => {
      has.resolve();
      await may.promise;
      return isOurs();
    },
    QUICK,
  );
  await has.promise;
  await expect(alone(lock, async () => {}, QUICK)).rejects.toThrow('another window');
  may.resolve();
  expect(await slow).toBe(true);
});

test.each<[string, () => Promise<void>]>([
  ['a file', () => writeFile(lock, 'somebody')],
  ['a file of long ago', () => dated(new Date(Date.UTC(2020, 0, 1)))],
  ['a file of a clock that was ahead', () => dated(new Date(Date.UTC(2099, 0, 1)))],
  ['a folder', () => mkdir(join(lock, 'inside'), { recursive: true }).then(() => undefined)],
])('%s that a dead holder has left is taken away', async (_, leave) => {
  await leave();
  expect(await alone(lock, async (isOurs) => isOurs(), QUICK)).toBe(true);
  expect(await readdir(folder.path)).toEqual([]);
});

test('who was taken for dead knows, and leaves the lock to its next holder', async () => {
  const seen = await alone(
    lock,
    async (isOurs) => {
      await writeFile(lock, 'another');
      return isOurs();
    },
    QUICK,
  );
  expect(seen).toBe(false);
  expect(await readdir(folder.path)).toEqual(['lock']);
});

async function dated(time: Date): Promise<void> {
  await writeFile(lock, 'somebody');
  await utimes(lock, time, time);
}
