/** *Clear Measurements*: what was measured on this machine is the server's; here a person has it forgotten. */

import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { CLEAR_MEASUREMENTS } from '../../server/src/protocol/measurements.ts';
import { Command } from './commands.ts';
import { agrees, onCommand } from './notices.ts';
import type { Server } from './server.ts';

export function registerMeasurements(server: Server): vscode.Disposable {
  const question = t('Forget what steps cost here and which sweet spots were found, for every model and backend?');
  const clear = async (): Promise<void> => {
    if (await agrees(question, t('Clear'))) await server.request(CLEAR_MEASUREMENTS, {});
  };
  return onCommand(Command.clearMeasurements, clear, (why) => t('Not all was forgotten: {0}', why));
}
