/** What can be done with the seed of a render. */
import * as vscode from 'vscode';
import { SETTING_EDIT, type SettingEdit, type SettingEditParams } from '../../../server/src/lsp/messages.ts';
import { columnOf, rangeOf } from '../documents.ts';
import type { Server } from '../server.ts';
import type { Target } from './target.ts';

/** Whether a seed could be written into the generation at `target`, and is not what stands there already. */
export async function hasSeedPlace(server: Server, target: Target, seed: string): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri));
  const edit = await seedEdit(server, target, seed);
  return edit !== null && document.getText(rangeOf(edit.range)) !== edit.newText;
}

/** Writes a seed into the file, as one edit that can be undone. Where there is no place left for it, says so and copies it. */
export async function applySeed(server: Server, target: Target, seed: string): Promise<void> {
  const uri = vscode.Uri.parse(target.uri);
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = await seedEdit(server, target, seed);
  if (!edit) {
    await copySeed(seed);
    void vscode.window.showInformationMessage('There is no seed setting to write to. The seed was copied instead.');
    return;
  }
  const range = rangeOf(edit.range);
  const change = new vscode.WorkspaceEdit();
  change.replace(uri, range, edit.newText);
  if (!(await vscode.workspace.applyEdit(change))) {
    void vscode.window.showErrorMessage('The seed was not written: the file changed meanwhile, or it is read-only.');
    return;
  }
  const selection = new vscode.Range(range.start, range.start.translate(0, edit.newText.length));
  await vscode.window.showTextDocument(document, { selection, viewColumn: columnOf(uri), preserveFocus: true });
}

/** The edit that writes a seed into the generation at `target`; `null` where there is no place for it. */
function seedEdit(server: Server, { uri, position }: Target, seed: string): Promise<SettingEdit | null> {
  const params: SettingEditParams = { textDocument: { uri }, position, setting: 'seed', value: seed };
  return server.request<SettingEdit | null>(SETTING_EDIT, params);
}

export async function copySeed(seed: string): Promise<void> {
  await vscode.env.clipboard.writeText(seed);
}
