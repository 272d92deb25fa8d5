/** What is published is the same bytes, wherever it is built. */
import { cp, link, mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeArtifacts, sumOf } from '../../build/release/artifacts.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

/** What is not part of the sources; their packages are brought in by themselves. */
const NOT_OURS = new Set([
  'node_modules',
  'dist',
  'release',
  '.git',
  '.vscode-host',
  '.vscode-test',
  '.bench-peers',
  'output',
]);

let temporary: TemporaryFolder;
beforeAll(async () => {
  temporary = await temporaryFolder();
});
afterAll(() => temporary.remove());

/** The sources as they are now, at another place. */
async function copyTo(place: string): Promise<string> {
  const folder = join(temporary.path, place);
  await mkdir(folder, { recursive: true });
  await cp('.', folder, {
    recursive: true,
    filter: (path) => !NOT_OURS.has(basename(path)) && !path.endsWith('.vsix'),
  });
  await linked('node_modules', join(folder, 'node_modules'));
  return folder;
}

/** The same files under other names: copies of hundreds of megabytes would take as long as the build. */
async function linked(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linked(source, target);
    else if (entry.isSymbolicLink()) await cp(source, target, { verbatimSymlinks: true });
    else await link(source, target).catch(() => cp(source, target));
  }
}

test('built twice, in two folders, by two people, at two times', { timeout: 900_000 }, async () => {
  const published = { repository: 'https://example.com/someone/sweetspot', tag: 'v0.0.0' };
  const sums: string[][] = [];
  for (const [place, umask, zone] of [
    ['one', 0o022, 'UTC'],
    ['a/much longer/place', 0o077, 'Asia/Kolkata'],
  ] as const) {
    const before = { umask: process.umask(umask), zone: process.env.TZ };
    process.env.TZ = zone;
    try {
      const { vsix, tarball } = await makeArtifacts(await copyTo(place), 1_700_000_000, published);
      sums.push([await sumOf(vsix), await sumOf(tarball)]);
    } finally {
      process.umask(before.umask);
      if (before.zone === undefined) delete process.env.TZ;
      else process.env.TZ = before.zone;
    }
  }
  expect(sums[1]).toEqual(sums[0]);
});
