/** The "Sweetspot" entries beside the language name: which program renders and how it is, and whether the server runs. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { BackendState } from '../../server/src/protocol/backends.ts';
import type { Backends } from './backends/backends.ts';
import { backendStatus } from './backends/status.ts';
import { Command } from './commands.ts';
import { CONFIG_FILES } from './documents.ts';
import type { Server, ServerState } from './server.ts';

export function createStatus(server: Server, backends: Backends): vscode.Disposable {
  return vscode.Disposable.from(backendItem(server, backends), serverItem(server));
}

/** What renders previews; a click chooses. */
function backendItem(server: Server, backends: Backends): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('sweetspot.backend', CONFIG_FILES);
  item.name = t('Sweetspot: Backend');
  let state: BackendState | null = null;
  const show = (): void => {
    const { text, detail, busy, failed } = backendStatus(backends.chosen, state, vscode.workspace.isTrusted);
    item.text = text;
    item.detail = detail;
    item.busy = busy;
    item.severity = failed ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
    item.command = vscode.workspace.isTrusted
      ? { command: Command.chooseBackend, title: t('Choose Backend') }
      : { command: 'workbench.trust.manage', title: t('Manage Trust') };
  };
  show();
  return vscode.Disposable.from(
    item,
    server.onBackendState((news) => {
      state = news;
      show();
    }),
    backends.onDidChange(() => {
      // What was said of the one before says nothing of this one.
      state = null;
      show();
    }),
    server.onDidChangeState((now) => {
      if (now === 'stopped') state = null;
      show();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(show),
  );
}

/** Whether the server runs; a click shows its log. */
function serverItem(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('sweetspot.status', CONFIG_FILES);
  item.name = t('Sweetspot: Server');
  item.text = 'Sweetspot';
  item.command = { command: Command.showLog, title: t('Show Log') };
  const show = (state: ServerState): void => {
    item.detail = stateLabel(state);
    item.busy = state === 'starting';
    item.severity =
      state === 'stopped' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
  };
  show('starting');
  return vscode.Disposable.from(item, server.onDidChangeState(show));
}

function stateLabel(state: ServerState): string {
  switch (state) {
    case 'starting':
      return t('starting');
    case 'running':
      return t('running');
    case 'stopped':
      return t('stopped');
  }
}
