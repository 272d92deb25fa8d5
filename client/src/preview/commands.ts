import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import type { RenderMode } from '../../../server/src/protocol/render.ts';
import type { Backends } from '../backends/backends.ts';
import { messageOf } from '../backends/problems.ts';
import { Command } from '../commands.ts';
import { targetAtCursor } from '../documents.ts';
import { targetToRender } from '../generations.ts';
import { complain, inform } from '../notices.ts';
import type { RememberedModels } from '../panel/remembered-models.ts';
import { targetFrom } from '../panel/target.ts';
import { isRenderable } from '../recognised.ts';
import type { Server } from '../server.ts';
import { isTrusted } from '../trust.ts';
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
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      if (!(await isTrusted())) return;
      const target = targetFrom(argument) ?? (targetAtCursor() ? await targetToRender(server) : preview.target);
      if (!target && targetAtCursor()) return;
      if (!target) inform(t('Open a JSON or YAML file and put the cursor in what to render.'));
      else if (await isRenderable(server, target.uri)) await preview.render(target, mode);
    });
  return vscode.Disposable.from(
    preview,
    render(Command.preview, 'draft'),
    render(Command.renderAsConfigured, 'configured'),
    vscode.commands.registerCommand(Command.cancelRender, () => preview.cancel()),
    vscode.commands.registerCommand(Command.clearHistory, () => clearHistory(preview)),
    vscode.commands.registerCommand(Command.forgetModels, () => forgetModels(remembered)),
    vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
      deserializeWebviewPanel: (panel, state: unknown) => preview.restore(panel, targetFrom(state)),
    }),
  );
}

async function clearHistory(preview: Preview): Promise<void> {
  const clear = t('Clear');
  const question = t('Remove all renders that the preview has kept? Pictures that you saved stay.');
  if ((await vscode.window.showWarningMessage(question, { modal: true }, clear)) !== clear) return;
  try {
    await preview.clearHistory();
  } catch (error) {
    complain(t('Not all was removed: {0}', messageOf(error)));
  }
}

async function forgetModels(remembered: RememberedModels): Promise<void> {
  const count = await remembered.forget();
  if (count === 0) inform(t('No answers about models were remembered.'));
  else inform(count === 1 ? t('Forgot 1 answer about models.') : t('Forgot {0} answers about models.', count));
}
