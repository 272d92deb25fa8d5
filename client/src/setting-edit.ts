/** Edits that write the value of a setting into a file. */

import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { SETTING_EDIT } from '../../server/src/protocol/edit.ts';
import { columnOf, rangeOf } from './documents.ts';
import { complain } from './notices.ts';
import type { Target } from './panel/target.ts';
import type { Server } from './server.ts';

export interface SettingEdit {
  readonly range: vscode.Range;
  readonly newText: string;
}

/** The edit that writes a value into the generation at `target`; `null` where there is no place for it. */
export async function editOf(
  server: Server,
  { uri, position }: Target,
  setting: string,
  value: string,
): Promise<SettingEdit | null> {
  const edit = await server.request(SETTING_EDIT, { textDocument: { uri }, position, setting, value });
  return edit && { range: rangeOf(edit.range), newText: edit.newText };
}

/** Applies the edit, as one that can be undone, and shows where. Says so when that is no longer possible. */
export async function writeSetting({ uri: address }: Target, { range, newText }: SettingEdit): Promise<void> {
  const uri = vscode.Uri.parse(address);
  const change = new vscode.WorkspaceEdit();
  change.replace(uri, range, newText);
  if (!(await vscode.workspace.applyEdit(change))) {
    complain(t('Nothing was written: the file changed meanwhile, or it is read-only.'));
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const selection = new vscode.Range(range.start, range.start.translate(0, newText.length));
  await vscode.window.showTextDocument(document, { selection, viewColumn: columnOf(uri), preserveFocus: true });
}
