import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import type { RenderMode } from '../../../server/src/protocol/render.ts';
import type { Backends } from '../backends/backends.ts';
import { Command } from '../commands.ts';
import { targetToRender } from '../generations.ts';
import { agrees, inform, onCommand } from '../notices.ts';
import type { RememberedModels } from '../panel/remembered-models.ts';
import { targetFrom } from '../panel/target.ts';
import type { Server } from '../server.ts';
import { RenderHistory } from './history.ts';
import { PANEL_TYPE, Preview } from './preview.ts';

const HINT_TAKEN = 'connectHintTaken';

/**
 * Registers what renders (at the place a code lens names, else at the cursor, else what the panel is about) and the panel that
 * shows it.
 */
export function registerPreview(
  server: Server,
  backends: Backends,
  remembered: RememberedModels,
  { extensionUri, globalStorageUri, globalState }: vscode.ExtensionContext,
): vscode.Disposable {
  const preview = new Preview({
    server,
    backends,
    remembered,
    history: new RenderHistory(vscode.Uri.joinPath(globalStorageUri, 'renders').fsPath),
    extension: extensionUri,
    takesHint: () => {
      if (globalState.get(HINT_TAKEN) === true) return false;
      inBackground(() => globalState.update(HINT_TAKEN, true));
      return true;
    },
  });
  const render = (id: string, mode: RenderMode): vscode.Disposable =>
    onCommand(id, async (argument) => {
      const target = await targetToRender(server, argument, preview.target);
      if (target) await preview.render(target, mode);
    });
  return vscode.Disposable.from(
    preview,
    render(Command.preview, 'draft'),
    render(Command.renderAsConfigured, 'configured'),
    vscode.commands.registerCommand(Command.cancelRender, () => preview.cancel()),
    onCommand(
      Command.clearHistory,
      () => clearHistory(preview),
      (why) => t('Not all was removed: {0}', why),
    ),
    vscode.commands.registerCommand(Command.forgetModels, () => forgetModels(remembered)),
    vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
      deserializeWebviewPanel: (panel, state: unknown) => preview.restore(panel, targetFrom(state)),
    }),
  );
}

async function clearHistory(preview: Preview): Promise<void> {
  const question = t('Remove all renders that the preview has kept? Pictures that you saved stay.');
  if (await agrees(question, t('Clear'))) await preview.clearHistory();
}

async function forgetModels(remembered: RememberedModels): Promise<void> {
  const count = await remembered.forget();
  if (count === 0) inform(t('No answers about models were remembered.'));
  else inform(count === 1 ? t('Forgot 1 answer about models.') : t('Forgot {0} answers about models.', count));
}
