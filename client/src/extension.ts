/** The extension's entry: registers what people can click and starts the server, waiting for nothing. */

import { config } from '@vscode/l10n';
import * as vscode from 'vscode';
import { inBackground } from '../../server/src/background.ts';
import { Backends } from './backends/backends.ts';
import { registerBackends } from './backends/commands.ts';
import { registerCheck } from './check.ts';
import { Command } from './commands.ts';
import { registerCompare } from './compare/commands.ts';
import { registerGenerations } from './generations.ts';
import { registerGuide } from './guide/guide.ts';
import { diskPath, languageClient } from './host.ts';
import { registerMeasurements } from './measurements.ts';
import { PictureFolder } from './panel/picture-folder.ts';
import { RememberedModels } from './panel/remembered-models.ts';
import { registerPreview } from './preview/commands.ts';
import { registerRecognised } from './recognised.ts';
import { Server } from './server.ts';
import { createStatus } from './status.ts';
import { registerTools } from './tools.ts';

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  // Before anything is said: `t` speaks the language that VS Code is shown in.
  if (vscode.l10n.bundle) config({ contents: vscode.l10n.bundle });
  const kept = (name: string) => diskPath(vscode.Uri.joinPath(context.globalStorageUri, name));
  const started = new Server(
    (options) => languageClient(context, options),
    new PictureFolder(kept('pictures')),
    kept('measurements.json'),
  );
  const backends = new Backends(started, context);
  const remembered = new RememberedModels(context.globalState);
  server = started;
  context.subscriptions.push(
    started,
    backends,
    createStatus(started, backends),
    registerGuide(started, backends, context),
    registerBackends(backends),
    registerPreview(started, backends, remembered, context),
    registerCompare(started, backends, remembered, context.extensionUri),
    registerCheck(started),
    registerMeasurements(started),
    registerTools(started),
    registerRecognised(started),
    registerGenerations(started),
    vscode.commands.registerCommand(Command.restartServer, () => started.restart()),
    vscode.commands.registerCommand(Command.showLog, () => started.log.show()),
  );
  inBackground(() => started.start());
}

/** VS Code waits for the promise before it ends the extension host, so the server is never left behind. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
