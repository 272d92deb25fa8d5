/** How the extension starts the server on Node. */
import { availableParallelism } from 'node:os';
import { beforeEach, expect, test, vi } from 'vitest';
import { languageClient } from '../../../client/src/host.ts';
import { nodeArguments } from '../../../server/src/protocol/launch.ts';

const started = vi.hoisted(() => [] as { run: Start; debug: Start }[]);

interface Start {
  readonly module: string;
  readonly options: { readonly execArgv: readonly string[] };
}

vi.mock('vscode', () => ({ Uri: { joinPath: (folder: object, name: string) => ({ ...folder, fsPath: name }) } }));
vi.mock('vscode-languageclient/node', () => ({
  TransportKind: { ipc: 1 },
  LanguageClient: class {
    constructor(_id: string, _name: string, how: { run: Start; debug: Start }) {
      started.push(how);
    }
  },
}));

beforeEach(() => {
  started.length = 0;
});

test.each(['run', 'debug'] as const)('to %s, Node is told how many threads V8 may take', (how) => {
  languageClient({ globalStorageUri: {} as never, asAbsolutePath: (path) => `/extension/${path}` }, {});
  const [{ module, options }] = started.map((starts) => starts[how]);
  expect(module).toBe('/extension/dist/server.cjs');
  expect(options.execArgv).toEqual(expect.arrayContaining(nodeArguments(availableParallelism())));
});
