/** What can be done with the seed of a render. */
import * as vscode from 'vscode';
import { SEED_EDIT, type SeedEdit, type SeedEditParams } from '../../../server/src/lsp/messages.ts';
import { columnOf } from '../documents.ts';
import type { Server } from '../server.ts';
import type { Target } from './target.ts';

/** The edit that writes a seed into the generation at `target`; `null` where there is no place for it. */
export function seedEdit(server: Server, { uri, position }: Target, seed: string): Promise<SeedEdit | null> {
  const params: SeedEditParams = { textDocument: { uri }, position, seed };
  return server.request<SeedEdit | null>(SEED_EDIT, params);
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
  const { start, end } = edit.range;
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const change = new vscode.WorkspaceEdit();
  change.replace(uri, range, edit.newText);
  if (!(await vscode.workspace.applyEdit(change))) {
    void vscode.window.showErrorMessage('The seed was not written: the file changed meanwhile, or it is read-only.');
    return;
  }
  await vscode.window.showTextDocument(document, { selection: range, viewColumn: columnOf(uri), preserveFocus: true });
}

export async function copySeed(seed: string): Promise<void> {
  await vscode.env.clipboard.writeText(seed);
}
