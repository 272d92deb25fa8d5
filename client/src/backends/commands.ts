import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { Command } from '../commands.ts';
import { complain } from '../notices.ts';
import { isTrusted } from '../trust.ts';
import type { Backends } from './backends.ts';
import { chooseBackend } from './choose.ts';
import { messageOf } from './problems.ts';

/** Registers *Choose Backend*. */
export function registerBackends(backends: Backends): vscode.Disposable {
  return vscode.commands.registerCommand(Command.chooseBackend, async () => {
    if (!(await isTrusted())) return;
    try {
      await chooseBackend(backends);
    } catch (error) {
      complain(t('The choice was not kept: {0}', messageOf(error)));
    }
  });
}
