/**
 * `tsx build/package.ts`: sweetspot.vsix, of what has been built. vsce holds every file below its folder against 190 patterns, one
 * after the other: beside what tests and benchmarks install here (.vscode-host, .bench-peers) it took minutes without a word. So it is
 * given a folder in which nothing else lies.
 */
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mustRun, toItsEnd } from './process.ts';

/** Its own program: what lies in node_modules/.bin is another file on Windows. */
const VSCE = resolve('node_modules/@vscode/vsce/vsce');
const FLAGS = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sweetspot-vsix-'));
  try {
    for (const name of await packed())
      await cp(name, join(folder, name), { recursive: true, preserveTimestamps: true });
    const files = [
      '--ignoreFile',
      'dist/vscodeignore',
      '--readme-path',
      'dist/README.md',
      '--out',
      resolve('sweetspot.vsix'),
    ];
    console.log(await mustRun(process.execPath, [VSCE, 'package', ...FLAGS, ...files], { cwd: folder }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What lies here and is packed, or some of what is in it. */
async function packed(): Promise<readonly string[]> {
  const wanted = [...(await readFile('dist/vscodeignore', 'utf8')).matchAll(/^!([^/\n]+)/gm)].map(([, name]) => name);
  return (await readdir('.')).filter((name) =>
    wanted.some((pattern) => {
      const [start, ...rest] = pattern.split('*');
      return rest.length === 0 ? name === pattern : name.startsWith(start);
    }),
  );
}

await toItsEnd(main());
