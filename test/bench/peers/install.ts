/** Installs the peers from npm, apart from the packages of this project: they weigh 130 MB, and only the bench needs them. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from '../../../build/process.ts';

const root = fileURLToPath(new URL('../../../.bench-peers/', import.meta.url));
const pins = fileURLToPath(new URL('./package.json', import.meta.url));

/**
 * Makes sure that the peers are in the git-ignored `.bench-peers/`, and gives the folder of a package.
 * An interrupted install is taken up again: the marker, a copy of the pinned versions, is written last.
 */
export async function installPeers(log: (line: string) => void): Promise<(name: string) => string> {
  const marker = join(root, 'installed.json');
  const wanted = await readFile(pins, 'utf8');
  const found = existsSync(marker) ? await readFile(marker, 'utf8') : '';
  if (found !== wanted) {
    log('Installing the peers from npm into .bench-peers/ (once, about 130 MB) …');
    await mkdir(root, { recursive: true });
    await copyFile(pins, join(root, 'package.json'));
    // yaml-language-server asks for Node 22, and starts and works on 20 too.
    const options = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
    await mustRun('npm', ['install', ...options], { cwd: root });
    await writeFile(marker, wanted);
  }
  return (name) => join(root, 'node_modules', name);
}

/** The version that is installed of a peer. */
export async function versionOf(folder: string): Promise<string> {
  return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}
