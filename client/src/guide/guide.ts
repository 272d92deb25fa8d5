/** The settings guide: a panel with all pages, opened by command, from hovers and from findings. Works in untrusted workspaces. */

import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import { PAGES, type PageName } from '../../../server/src/protocol/pages.ts';
import type { Backends } from '../backends/backends.ts';
import { Command } from '../commands.ts';
import type { Target } from '../panel/target.ts';
import type { Server } from '../server.ts';
import { pageAt, pageFrom } from './address.ts';
import type { FromPage } from './messages.ts';
import { OwnConfig } from './own.ts';
import { GuidePanel, PANEL_TYPE } from './panel.ts';

/** The editor that VS Code opens for a page's address, as package.json contributes it. */
const LINK_EDITOR = 'sweetspot.pageLink';

/** Registers the guide: its command, its panel, also after a reload, and the addresses of its pages. */
export function registerGuide(
  server: Server,
  backends: Backends,
  { extensionUri }: vscode.ExtensionContext,
): vscode.Disposable {
  const own = new OwnConfig(backends);
  let panel: GuidePanel | undefined;
  const host = {
    extension: extensionUri,
    pages: () => server.request(PAGES, {}),
    own: () => own.own,
    onMessage: ({ type }: FromPage) => inBackground(() => act(type, own.target)),
    onClosed: () => {
      panel = undefined;
    },
  };
  const open = (page: PageName | null): void => {
    panel ??= new GuidePanel(host);
    panel.open(page);
  };
  return vscode.Disposable.from(
    own,
    own.onDidChange((shown) => panel?.showOwn(shown)),
    vscode.commands.registerCommand(Command.openPage, (argument: unknown) => open(pageFrom(argument))),
    vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
      async deserializeWebviewPanel(restored) {
        panel = new GuidePanel(host, restored);
      },
    }),
    vscode.window.registerCustomEditorProvider(LINK_EDITOR, redirect(open)),
    { dispose: () => panel?.dispose() },
  );
}

async function act(asked: FromPage['type'], target: Target | null): Promise<void> {
  if (asked === 'choose-backend') await vscode.commands.executeCommand(Command.chooseBackend);
  if (asked === 'manage-trust') await vscode.commands.executeCommand('workbench.trust.manage');
  if (asked === 'compare' && target) await vscode.commands.executeCommand(Command.compareSteps, target);
}

/**
 * The codes of findings link to addresses, since VS Code runs no commands from there. What opens at such an address is no editor of
 * its own: it gives way to the guide at that page.
 */
function redirect(open: (page: PageName | null) => void): vscode.CustomReadonlyEditorProvider {
  return {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor({ uri }, editor) {
      editor.dispose();
      open(pageAt(uri.toString()));
    },
  };
}
