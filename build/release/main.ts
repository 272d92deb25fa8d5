/**
 * `npm run release`: makes what is published of the commit that is checked out, in `release/`, and publishes nothing.
 *
 *     npm run release -- prepare 0.2.0 [--repository https://HOST/OWNER/NAME]   writes version, changelog and addresses, to be committed
 *     npm run release                                                          the VSIX, npm's tarball and their checksums
 *
 * It refuses a tree that is not clean, not tested (`npm test` leaves a mark), has no changelog or no address. It builds twice, from
 * two copies of the commit with packages as the lock file names them, and refuses where these differ in a byte.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { toItsEnd } from '../../test/support/process.ts';
import { prepared } from './prepare.ts';
import { release } from './release.ts';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { repository: { type: 'string' } } });
  const [command, version] = positionals;
  if (command === 'prepare') return prepare(version ?? '', values.repository ?? null);
  if (command !== undefined) throw new Error(`There is no "${command}": prepare VERSION, or nothing.`);
  console.log(await release('.'));
}

async function prepare(version: string, repository: string | null): Promise<void> {
  const files = {
    ...{ manifest: 'package.json', lock: 'package-lock.json', changelog: 'CHANGELOG.md' },
    ci: 'docs/ci.md',
  };
  const [manifest, lock, changelog, ci] = await Promise.all(Object.values(files).map((file) => readFile(file, 'utf8')));
  const texts = prepared({ manifest, lock, changelog, ci }, version, repository);
  for (const [name, file] of Object.entries(files)) await writeFile(file, texts[name as keyof typeof files]);
  console.log(`Written into ${Object.values(files).join(', ')}. Look at the diff, commit it, let \`npm test\` pass.`);
}

await toItsEnd(main());
