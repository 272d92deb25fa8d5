import { t } from '@vscode/l10n';
import * as vscode from 'vscode';

/** A render acts on what a file says, so a workspace must be trusted first. Says so when it isn't. */
export async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = t('Manage Workspace Trust');
  const answer = await vscode.window.showWarningMessage(t('Renders need a trusted workspace.'), manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
