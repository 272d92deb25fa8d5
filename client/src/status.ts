/** The "Sweetspot" entries beside the language name: which program renders and how it is, and whether the server runs. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Backends } from './backends/backends.ts';
import { backendStatus } from './backends/status.ts';
import { Command } from './commands.ts';
import { CONFIG_FILES } from './documents.ts';
import type { Server, ServerState } from './server.ts';

export function createStatus(server: Server, backends: Backends): vscode.Disposable {
  return vscode.Disposable.from(backendItem(backends), serverItem(server));
}

/** What renders previews; a click chooses. */
function backendItem(backends: Backends): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('sweetspot.backend', CONFIG_FILES);
  item.name = t('Sweetspot: Backend');
  const show = (): void => {
    const { text, detail, busy, failed } = backendStatus(backends.chosen, backends.state, vscode.workspace.isTrusted);
    item.text = text;
    item.detail = detail;
    item.busy = busy;
    item.severity = failed ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
    item.command = vscode.workspace.isTrusted
      ? { command: Command.chooseBackend, title: t('Choose Backend') }
      : { command: 'workbench.trust.manage', title: t('Manage Trust') };
  };
  show();
  return vscode.Disposable.from(item, backends.onDidChangeState(show), vscode.workspace.onDidGrantWorkspaceTrust(show));
}

/** Whether the server runs; a click shows its log. */
function serverItem(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('sweetspot.status', CONFIG_FILES);
  item.name = t('Sweetspot: Server');
  item.text = 'Sweetspot';
  item.command = { command: Command.showLog, title: t('Show Log') };
  const labels: Readonly<Record<ServerState, string>> = {
    starting: t('starting'),
    running: t('running'),
    stopped: t('stopped'),
  };
  const show = (state: ServerState): void => {
    item.detail = labels[state];
    item.busy = state === 'starting';
    item.severity =
      state === 'stopped' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
  };
  show('starting');
  return vscode.Disposable.from(item, server.onDidChangeState(show));
}
