import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import type { Backends } from '../backends/backends.ts';
import { Command } from '../commands.ts';
import { targetToRender } from '../generations.ts';
import { onCommand } from '../notices.ts';
import type { RememberedModels } from '../panel/remembered-models.ts';
import type { Target } from '../panel/target.ts';
import type { Server } from '../server.ts';
import { askWhat } from './ask.ts';
import { Compare, PANEL_TYPES } from './compare.ts';
import { stateFrom } from './request.ts';

/**
 * Registers what compares and searches (at the place a link names, else at the cursor, else what the panel is about) and the two
 * panels that show it.
 */
export function registerCompare(
  server: Server,
  backends: Backends,
  remembered: RememberedModels,
  extension: vscode.Uri,
): vscode.Disposable {
  const onRunning = (): void => {
    const running = compare.isRunning || search.isRunning;
    inBackground(() => vscode.commands.executeCommand('setContext', 'sweetspot.comparing', running));
  };
  const services = { server, backends, remembered, extension, onRunning };
  const compare = new Compare(services, 'compare');
  const search = new Compare(services, 'search');

  const register = (id: string, does: (target: Target) => Promise<void>): vscode.Disposable =>
    onCommand(id, async (argument) => {
      const target = await targetToRender(server, argument, compare.target ?? search.target);
      if (target) await does(target);
    });
  const restoring = (panel: Compare, type: string): vscode.Disposable =>
    vscode.window.registerWebviewPanelSerializer(type, {
      deserializeWebviewPanel: async (restored, state: unknown) => panel.restore(restored, stateFrom(state)),
    });
  return vscode.Disposable.from(
    compare,
    search,
    register(Command.compareSteps, (target) =>
      compare.start(target, { purpose: 'compare', setting: 'inference_steps' }),
    ),
    register(Command.compare, async (target) => {
      const request = await askWhat(server, target);
      if (request) await compare.start(target, request);
    }),
    register(Command.findSweetSpot, (target) => search.start(target, { purpose: 'search' })),
    vscode.commands.registerCommand(Command.cancelCompare, () => {
      compare.cancel();
      search.cancel();
    }),
    restoring(compare, PANEL_TYPES.compare),
    restoring(search, PANEL_TYPES.search),
  );
}
