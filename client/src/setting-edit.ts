/** Writing the value of a setting into a file. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { SETTING_EDIT } from '../../server/src/protocol/edit.ts';
import { rangeOf, reveal } from './documents.ts';
import { complain } from './notices.ts';
import type { Target } from './panel/target.ts';
import type { Server } from './server.ts';

interface SettingEdit {
  readonly range: vscode.Range;
  readonly newText: string;
}

/**
 * Which of `values` the file has for a setting: `value` is `null` when it has another. `null` when there is no place that one could be
 * written to. Goes by what would be written, so that no server is asked.
 */
export async function valueInFile(
  server: Server,
  target: Target,
  setting: string,
  values: readonly string[],
): Promise<{ readonly value: string | null } | null> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri));
  const edits = await Promise.all(values.map((value) => editOf(server, target, setting, value)));
  if (edits.every((edit) => edit === null)) return null;
  const at = edits.findIndex((edit) => edit !== null && document.getText(edit.range) === edit.newText);
  return { value: values[at] ?? null };
}

/** Writes a value into the file, as one edit that can be undone, and shows where. False where there is no place left for it. */
export async function writeValue(server: Server, target: Target, setting: string, value: string): Promise<boolean> {
  const edit = await editOf(server, target, setting, value);
  if (edit) await write(vscode.Uri.parse(target.uri), edit);
  return edit !== null;
}

/** The edit that writes a value into the generation at `target`; `null` where there is no place for it. */
async function editOf(
  server: Server,
  { uri, position }: Target,
  setting: string,
  value: string,
): Promise<SettingEdit | null> {
  const edit = await server.request(SETTING_EDIT, { textDocument: { uri }, position, setting, value });
  return edit && { range: rangeOf(edit.range), newText: edit.newText };
}

async function write(uri: vscode.Uri, { range, newText }: SettingEdit): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.replace(uri, range, newText);
  if (await vscode.workspace.applyEdit(change))
    await reveal(uri, new vscode.Range(range.start, range.start.translate(0, newText.length)), true);
  else complain(t('Nothing was written: the file changed meanwhile, or it is read-only.'));
}
