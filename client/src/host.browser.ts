/** As `host`, in VS Code for the Web: the server is a Web Worker, and there is no disk. */
import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';

/** What the worker can't read itself, of dist/. */
const FILES = [
  ...['data.json', 'names.json', 'prose.json', 'writing.json', 'sources.json', 'renders.json', 'tools.json'],
  ...['guide-pictures.json', 'web/builtin-worker.js'],
];

export function languageClient(
  { extensionUri }: Pick<vscode.ExtensionContext, 'extensionUri'>,
  options: LanguageClientOptions,
): BaseLanguageClient {
  const start = async (): Promise<MessageTransports> => {
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    const texts = FILES.map(async (file): Promise<[string, string]> => {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, file));
      return [file, new TextDecoder().decode(bytes)];
    });
    const files = Object.fromEntries(await Promise.all(texts));
    const worker = new Worker(vscode.Uri.joinPath(dist, 'web', 'server.js').toString(true), { name: 'Sweetspot' });
    worker.postMessage({ files, pagesRoot: `${vscode.Uri.joinPath(extensionUri, 'data')}/` });
    // VS Code's workers are none by `instanceof`, by which the client would tell.
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return new LanguageClient('sweetspot', 'Sweetspot', start, options);
}

export const diskPath = (_uri: vscode.Uri): null => null;
