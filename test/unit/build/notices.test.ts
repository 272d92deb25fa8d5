/** Other people's code is passed on with its licence: none is bundled without. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundledPackages, noticesOf } from '../../../build/notices.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary.ts';

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

/** Installs a package with these files besides its package.json; answers the path of a source in it. */
async function install(path: string, license: string | undefined, files: Readonly<Record<string, string>>) {
  const folder = join(home.path, 'node_modules', path);
  await mkdir(folder, { recursive: true });
  const name = path.replace(/^.*node_modules\//, '');
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', license }));
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return `node_modules/${path}/lib/index.js`;
}

const taken = (...sources: string[]) =>
  ({
    outputs: { 'a.cjs': { inputs: Object.fromEntries(sources.map((each) => [each, { bytesInOutput: 9 }])) } },
  }) as unknown as Metafile;

describe('what is bundled', () => {
  test('is told with its licence, and with what it says of others', async () => {
    const one = await install('@some/one', 'MIT', { LICENSE: 'MIT, (c) One', 'ThirdPartyNotices.txt': 'of Three' });
    const two = await install('@some/one/node_modules/two', 'ISC', { 'LICENSE-ISC.md': 'ISC, (c) Two' });
    const packages = await bundledPackages([taken('server/src/node.ts', one), taken(one, two)], home.path);
    expect(packages).toEqual([
      { name: '@some/one', version: '1.2.3', license: 'MIT', texts: ['MIT, (c) One', 'of Three'] },
      { name: 'two', version: '1.2.3', license: 'ISC', texts: ['ISC, (c) Two'] },
    ]);
    const notices = noticesOf(packages);
    for (const part of ['@some/one 1.2.3 (MIT)', 'MIT, (c) One', 'of Three', 'two 1.2.3 (ISC)', 'ISC, (c) Two'])
      expect(notices).toContain(part);
  });

  test.each<[string, string | undefined, Readonly<Record<string, string>>]>([
    ['no licence in words', 'MIT', { 'README.md': 'MIT' }],
    ['only notices of others', 'MIT', { 'NOTICE.txt': 'of Three' }],
    ['no name of its licence', undefined, { LICENSE: 'Take it.' }],
  ])('stops the build with %s', async (_, license, files) => {
    const source = await install('silent', license, files);
    await expect(bundledPackages([taken(source)], home.path)).rejects.toThrow(/no licence .*: silent$/);
  });

  test('needs no notice for what is left out of the bundle', async () => {
    const source = await install('unused', undefined, {});
    const metafile = taken(source);
    metafile.outputs['a.cjs'].inputs[source].bytesInOutput = 0;
    expect(await bundledPackages([metafile], home.path)).toEqual([]);
  });
});
