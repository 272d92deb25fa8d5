/** The notices that go out with this build. */
import { readdir, readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Licences that ask for no more than to be passed on, word for word; Apache's with the notices that are in the package, too. */
const KNOWN = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', '0BSD', 'Apache-2.0'];

test('name every package that a source imports', async () => {
  const notices = await readFile('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
  const imported = await importedPackages(['server/src', 'client/src', 'client/webview']);
  expect(imported).toEqual(expect.arrayContaining(['valibot', 'ws', 'yaml']));
  expect(imported.filter((name) => !new RegExp(`^${name} \\d`, 'm').test(notices))).toEqual([]);
});

test('have licences that ask for no more than that', async () => {
  const notices = await readFile('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
  const licences = [...notices.matchAll(/^-{80}\n\S+ \S+ \((.*)\)$/gm)].map(([, name]) => name);
  expect(licences.length).toBeGreaterThan(20);
  expect(licences.filter((name) => !KNOWN.includes(name))).toEqual([]);
});

test('go into the package', async () => {
  const kept = (await readFile('.vscodeignore', 'utf8')).split('\n');
  expect(kept).toContain('!dist/*.txt');
});

/** Names of packages that sources load; types are no code. */
async function importedPackages(folders: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const folder of folders)
    for (const file of (await readdir(folder, { recursive: true })).filter((name) => /\.tsx?$/.test(name))) {
      const text = await readFile(join(folder, file), 'utf8');
      for (const [, what, from] of text.matchAll(/^import (?!type )([^;']*) from '([^'.][^']*)';/gm))
        if (!isTypes(what)) found.add(/^(@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from);
    }
  return [...found].filter((name) => !name.startsWith('node:') && !builtinModules.includes(name) && name !== 'vscode');
}

/** True of `{ type A, type B }`. */
function isTypes(what: string): boolean {
  const names = /^\{(.*)\}$/s.exec(what)?.[1].split(',');
  return names?.every((name) => name.trim() === '' || name.trim().startsWith('type ')) ?? false;
}
