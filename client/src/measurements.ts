/** *Clear Measurements*: what was measured on this machine is the server's; here a person has it forgotten. */

import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { CLEAR_MEASUREMENTS } from '../../server/src/protocol/measurements.ts';
import { messageOf } from './backends/problems.ts';
import { Command } from './commands.ts';
import { complain } from './notices.ts';
import type { Server } from './server.ts';

export function registerMeasurements(server: Server): vscode.Disposable {
  return vscode.commands.registerCommand(Command.clearMeasurements, async () => {
    const clear = t('Clear');
    const question = t('Forget what steps cost here and which sweet spots were found, for every model and backend?');
    if ((await vscode.window.showWarningMessage(question, { modal: true }, clear)) !== clear) return;
    try {
      await server.request(CLEAR_MEASUREMENTS, {});
    } catch (error) {
      complain(t('Not all was forgotten: {0}', messageOf(error)));
    }
  });
}
