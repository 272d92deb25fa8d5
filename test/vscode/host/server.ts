/** The server half of the npm-provided VS Code: files, extensions and the Node extension host. A browser shows the rest. */
import type { ChildProcess } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mustRun, startInBackground, stop } from '../../../build/process.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { installVSCode } from './vscode/install.ts';

export interface ServerOptions {
  /** A packaged extension, installed before the server starts. */
  readonly vsix: string;
  /** `false` opens every folder in Restricted Mode. */
  readonly trust: boolean;
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** A program that Node loads into the server and into extension hosts before their own. */
  readonly preload?: string;
  /** Added to the environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Server {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Folder of the installed extension, as the extension host sees it. */
  readonly extension: string;
  /** Folder where it keeps settings, logs and what extensions store. */
  readonly data: string;
  /** Process id; extension hosts and what they start are below it. */
  readonly pid: number;
  /** Writes other user settings, which open windows take over by themselves. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** The page that shows a folder. `payload` adds to what the workbench is told, as VS Code's own smoke tests do. */
  address(folder: string, payload?: Readonly<Record<string, string>>): string;
  /** How files are named in a payload. */
  fileAddress(path: string): string;
  close(): Promise<void>;
}

/** What nobody needs to see in a test, a picture or a first look; all of it can be changed by `ServerOptions.settings`. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  // In a browser the default saves as you type, into files that tests and first looks only borrow.
  'files.autoSave': 'off',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Starts a server of its own, with an own profile in a temporary folder, and resolves when it answers. Rejects when the
 * extension can't be installed or the server ends; its output is in the error.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const host = await installVSCode();
  const temporary = await temporaryFolder();
  const home = temporary.path;
  const folders = ['--server-data-dir', join(home, 'server'), '--extensions-dir', join(home, 'extensions')];
  const data = join(home, 'server/data');
  const configure = async (settings: Readonly<Record<string, unknown>>): Promise<void> => {
    const text = JSON.stringify({ ...quietSettings, ...settings }, null, 2);
    // A server takes settings of the machine's scope from the second only.
    for (const scope of ['User', 'Machine']) {
      await mkdir(join(data, scope), { recursive: true });
      await writeFile(join(data, scope, 'settings.json'), text);
    }
  };
  try {
    await configure(options.settings ?? {});
    await mustRun(host.node, [host.serverMain, ...folders, '--install-extension', options.vsix, '--force']);
    const child = startInBackground(
      host.node,
      [
        ...(options.preload ? ['--require', options.preload] : []),
        ...[host.serverMain, ...folders, '--host', '127.0.0.1', '--port', String(options.port ?? 0)],
        ...['--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off'],
        // A built VS Code ignores development and test extensions in the page address without it.
        '--enable-smoke-test-driver',
        ...(options.trust ? ['--disable-workspace-trust'] : []),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } },
    );
    const port = await listeningPort(child);
    if (child.pid === undefined) throw new Error('The VS Code server has no process.');
    return {
      origin: `http://127.0.0.1:${port}`,
      extension: await onlyFolder(join(home, 'extensions')),
      data,
      pid: child.pid,
      configure,
      fileAddress: (path) => remote(port, path),
      address(folder, payload = {}) {
        const pairs = Object.entries({ skipWelcome: 'true', ...payload });
        const query = new URLSearchParams({ folder: pathToFileURL(folder).pathname, payload: JSON.stringify(pairs) });
        return `http://127.0.0.1:${port}/?${query}`;
      },
      async close() {
        await stop(child);
        await temporary.remove();
      },
    };
  } catch (error) {
    await temporary.remove();
    throw error;
  }
}

function remote(port: number, path: string): string {
  return `vscode-remote://127.0.0.1:${port}${pathToFileURL(path).pathname}`;
}

/** Resolves with the port as soon as the server says that it listens and answers a request. */
async function listeningPort(child: ChildProcess): Promise<number> {
  const port = await new Promise<number>((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const said = /agent listening on (\d+)/.exec(output);
      if (said) resolve(Number(said[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The VS Code server ended with code ${code}:\n${output}`)));
  });
  const answer = await fetch(`http://127.0.0.1:${port}/version`);
  if (answer.ok) return port;
  await stop(child);
  throw new Error(`The VS Code server answered ${answer.status} when asked for its version.`);
}

async function onlyFolder(parent: string): Promise<string> {
  const found = (await readdir(parent, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const [folder] = found;
  if (folder === undefined || found.length > 1) throw new Error(`One installed extension was expected in ${parent}.`);
  return join(parent, folder.name);
}
