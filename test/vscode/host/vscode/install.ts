/**
 * A real VS Code from the npm registry. code-server carries a complete build of VS Code's server edition. Its own install
 * script compiles native modules that only terminals and keyrings need, so it isn't run; the set-up takes about 20 seconds.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installFromNpm, npm } from '../from-npm.ts';

/** What it takes to start the server. */
export interface InstalledHost {
  /** A Node of the major version that this build of VS Code wants. */
  readonly node: string;
  readonly serverMain: string;
}

const NODE_MAJOR = 24;

/** VS Code's server in a folder that it was installed to. */
const vscodeIn = (folder: string) => join(folder, 'node_modules/code-server/lib/vscode');

/** Installs the host unless it is there already, and says where things are. */
export async function installVSCode(): Promise<InstalledHost> {
  const folder = await installFromNpm({
    name: 'vscode',
    pins: new URL('./package.json', import.meta.url),
    notice: 'Installing a VS Code from npm into .vscode-host/ (once, about 800 MB) …',
    // code-server ships VS Code's own lock (npm-shrinkwrap.json), so these versions are pinned too. It was written without
    // peer dependencies, and npm refuses it with them.
    prepare: (folder) => npm(vscodeIn(folder), 'ci', '--legacy-peer-deps'),
  });
  return { node: findNode(folder), serverMain: join(vscodeIn(folder), 'out/server-main.js') };
}

function findNode(folder: string): string {
  if (Number(process.versions.node.split('.')[0]) === NODE_MAJOR) return process.execPath;
  const binary = process.platform === 'win32' ? 'node.exe' : 'bin/node';
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const packaged = join(folder, 'node_modules', `node-${platform}-${process.arch}`, binary);
  if (existsSync(packaged)) return packaged;
  throw new Error(
    `npm has no Node ${NODE_MAJOR} for ${process.platform}-${process.arch}: run this with Node ${NODE_MAJOR}, ` +
      'or name a VS Code in SWEETSPOT_VSCODE.',
  );
}
