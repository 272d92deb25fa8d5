/** What can be done with the seed of a render. */

import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { inform } from '../notices.ts';
import type { Target } from '../panel/target.ts';
import type { Server } from '../server.ts';
import { editOf, writeSetting } from '../setting-edit.ts';

/** Whether a seed could be written into the generation at `target`, and is not what stands there already. */
export async function hasSeedPlace(server: Server, target: Target, seed: string): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri));
  const edit = await editOf(server, target, 'seed', seed);
  return edit !== null && document.getText(edit.range) !== edit.newText;
}

/** Writes a seed into the file, as one edit that can be undone. Where there is no place left for it, says so and copies it. */
export async function applySeed(server: Server, target: Target, seed: string): Promise<void> {
  const edit = await editOf(server, target, 'seed', seed);
  if (edit) {
    await writeSetting(target, edit);
    return;
  }
  await copySeed(seed);
  inform(t('There is no seed setting to write to. The seed was copied instead.'));
}

export async function copySeed(seed: string): Promise<void> {
  await vscode.env.clipboard.writeText(seed);
}
