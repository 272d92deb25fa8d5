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
import { toItsEnd } from '../process.ts';
import { FILES, prepared, saidOf, TEXTS, type Texts } from './prepare.ts';
import { release } from './release.ts';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { repository: { type: 'string' } } });
  const [command, version] = positionals;
  if (command === 'prepare') return prepare(version ?? '', values.repository ?? null);
  if (command !== undefined) throw new Error(`There is no "${command}": prepare VERSION, or nothing.`);
  console.log(await release('.'));
}

async function prepare(version: string, repository: string | null): Promise<void> {
  const read = TEXTS.map(async (name) => [name, await readFile(FILES[name], 'utf8')]);
  const before: Texts = Object.fromEntries(await Promise.all(read));
  const after = prepared(before, version, repository);
  for (const name of TEXTS) await writeFile(FILES[name], after[name]);
  console.log(saidOf(before, after, version));
}

await toItsEnd(main());
