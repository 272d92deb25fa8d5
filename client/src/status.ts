import * as vscode from 'vscode';
import { Command } from './commands.ts';
import { CONFIG_FILES } from './documents.ts';
import type { Server, ServerState } from './server.ts';

/** The "Sweetspot" entry beside the language name: whether the server runs, and the way to its log. */
export function createStatus(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('sweetspot.status', CONFIG_FILES);
  item.name = 'Sweetspot';
  item.text = 'Sweetspot';
  item.command = { command: Command.showLog, title: 'Show Log' };
  const show = (state: ServerState): void => {
    item.detail = state;
    item.busy = state === 'starting';
    item.severity =
      state === 'stopped' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
  };
  show('starting');
  return vscode.Disposable.from(item, server.onDidChangeState(show));
}
