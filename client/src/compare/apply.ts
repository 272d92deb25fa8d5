/** Writing one value of a comparison into the file. */

import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SweepSetting } from '../../../server/src/protocol/sweep.ts';
import { inform } from '../notices.ts';
import type { Target } from '../panel/target.ts';
import type { Server } from '../server.ts';
import { editOf, writeSetting } from '../setting-edit.ts';

/**
 * Which of `values` the file has for a setting: `value` is `null` when it has another. `null` when there is no place that one could be
 * written to. Goes by what would be written, so that no server is asked.
 */
export async function valueInFile(
  server: Server,
  target: Target,
  setting: SweepSetting,
  values: readonly string[],
): Promise<{ readonly value: string | null } | null> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri));
  const edits = await Promise.all(values.map((value) => editOf(server, target, setting, value)));
  if (edits.every((edit) => edit === null)) return null;
  const at = edits.findIndex((edit) => edit !== null && document.getText(edit.range) === edit.newText);
  return { value: values[at] ?? null };
}

/** Writes a value into the file, as one edit that can be undone. Where there is no place left for it, says so. */
export async function applyValue(server: Server, target: Target, setting: SweepSetting, value: string): Promise<void> {
  const edit = await editOf(server, target, setting, value);
  if (edit) await writeSetting(target, edit);
  else inform(t('There is no place in the file that this could be written to.'));
}
