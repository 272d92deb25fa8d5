/**
 * VS Code for the Web: the workbench that comes with the npm-provided VS Code, as plain files and with no server behind it, so that
 * extensions run in the browser's own host, a Web Worker.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { installVSCode } from '../host/vscode/install.ts';

export interface WebHost {
  /** `http://127.0.0.1:<port>`, where a page shows a folder in memory, with the extensions installed. */
  readonly origin: string;
  close(): Promise<void>;
}

export interface WebFolders {
  /** Folders of unpacked extensions, by the name under which each is served. */
  readonly extensions: Readonly<Record<string, string>>;
  /** Told what is posted to /results. */
  readonly onResults?: (text: string) => Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.cjs': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const WORKBENCH = '/vscode/out/vs/code/browser/workbench/workbench.js';

/**
 * What code-server's build changes of VS Code for the Web, changed back: that whoever serves the page is a remote machine, on which
 * settings and the like lie.
 */
const UNDONE: readonly (readonly [RegExp, string])[] = [
  [/remoteAuthority:location\.host/, 'remoteAuthority:undefined'],
  [/(\.file\(this\.userDataPath\)\.with\(\{scheme:\w+)\.vscodeRemote\}/, '$1.vscodeUserData}'],
];

function asShippedByVSCode(script: string): string {
  return UNDONE.reduce((text, [changed, as]) => {
    if (!changed.test(text)) throw new Error(`The workbench of this code-server has no ${changed}.`);
    return text.replace(changed, as);
  }, script);
}

/** Serves it at a free port of this machine. */
export async function startWebHost({ extensions, onResults }: WebFolders): Promise<WebHost> {
  const { serverMain } = await installVSCode();
  const vscode = join(serverMain, '../..');
  const folders: Readonly<Record<string, string>> = { ...extensions, vscode };
  const template = await readFile(join(vscode, 'out/vs/code/browser/workbench/workbench.html'), 'utf8');
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `http://${authority}`;
  return {
    origin,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', origin);
    response.setHeader('access-control-allow-origin', '*');
    if (pathname === '/results') {
      let said = '';
      for await (const piece of request) said += piece;
      await onResults?.(said);
      response.end();
    } else if (pathname === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(page());
    } else {
      const [, root, ...rest] = decodeURIComponent(normalize(pathname)).split('/');
      response.setHeader('content-type', TYPES[extname(pathname)] ?? 'application/octet-stream');
      const file = join(folders[root] ?? '', ...rest);
      // Asked of every extension: some have no texts of their own.
      const bytes = await readFile(file).catch((missing) => {
        if (rest.at(-1) === 'package.nls.json') return Buffer.from('{}');
        throw missing;
      });
      response.end(pathname === WORKBENCH ? asShippedByVSCode(bytes.toString('utf8')) : bytes);
    }
  }

  function page(): string {
    const configuration = {
      additionalBuiltinExtensions: Object.keys(extensions).map((name) => ({
        scheme: 'http',
        authority,
        path: `/${name}`,
      })),
      folderUri: { scheme: 'vscode-test-web', authority: 'mount', path: '/' },
      enableWorkspaceTrust: false,
      // Else pages of panels come from the internet.
      webviewEndpoint: `${origin}/vscode/out/vs/workbench/contrib/webview/browser/pre`,
      // What code-server's build asks for.
      ...{
        userDataPath: '/',
        isEnabledFileDownloads: false,
        isEnabledFileUploads: false,
        isEnabledCoderGettingStarted: false,
      },
      configurationDefaults: { 'workbench.startupEditor': 'none', 'telemetry.telemetryLevel': 'off' },
      productConfiguration: {
        nameShort: 'VS Code',
        nameLong: 'VS Code',
        version: '1.139.1',
        embedderIdentifier: 'test',
      },
    };
    const values: Readonly<Record<string, string>> = {
      WORKBENCH_WEB_CONFIGURATION: JSON.stringify(configuration).replaceAll('"', '&quot;'),
      WORKBENCH_WEB_BASE_URL: `${origin}/vscode`,
      WORKBENCH_NLS_FALLBACK_URL: `${origin}/vscode/out/nls.messages.js`,
      WORKBENCH_NLS_URL: `${origin}/vscode/out/nls.messages.js`,
    };
    return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
  }
}
