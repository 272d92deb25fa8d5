/** What the extension needs of where it runs: Node. */
import { availableParallelism } from 'node:os';
import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { nodeArguments } from '../../server/src/protocol/launch.ts';

/** The server as a process of its own; it does not run yet. */
export function languageClient(
  { globalStorageUri, asAbsolutePath }: Pick<vscode.ExtensionContext, 'globalStorageUri' | 'asAbsolutePath'>,
  options: LanguageClientOptions,
): BaseLanguageClient {
  // Where the server keeps what was compiled of it, for a quicker start.
  const env = { SWEETSPOT_COMPILED: vscode.Uri.joinPath(globalStorageUri, 'compiled').fsPath };
  const execArgv = nodeArguments(availableParallelism());
  const run = { module: asAbsolutePath('dist/server.cjs'), transport: TransportKind.ipc, options: { env, execArgv } };
  const debug = { ...run, options: { execArgv: [...execArgv, '--nolazy', '--inspect=6009'] } };
  return new LanguageClient('sweetspot', 'Sweetspot', { run, debug }, options);
}

export { diskPath } from './panel/picture-folder.ts';
