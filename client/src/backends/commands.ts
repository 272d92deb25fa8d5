import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { Command } from '../commands.ts';
import { onCommand } from '../notices.ts';
import { isTrusted } from '../trust.ts';
import type { Backends } from './backends.ts';
import { chooseBackend } from './choose.ts';

/** Registers *Choose Backend*. */
export function registerBackends(backends: Backends): vscode.Disposable {
  const choose = async (): Promise<void> => {
    if (await isTrusted()) await chooseBackend(backends);
  };
  return onCommand(Command.chooseBackend, choose, (why) => t('The choice was not kept: {0}', why));
}
