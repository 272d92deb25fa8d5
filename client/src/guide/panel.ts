import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import type { Page, PageName } from '../../../server/src/protocol/pages.ts';
import { messageOf } from '../backends/problems.ts';
import { openPanel, type PanelPage } from '../webview/open.ts';
import { OPEN_SETTINGS } from './markdown.ts';
import { type FromPage, messageFromPage, type Own, type ToPage } from './messages.ts';

export const PANEL_TYPE = 'sweetspot.guide';

export interface GuidePanelHost {
  readonly extension: vscode.Uri;
  /** All pages. Rejects with a message for people. */
  readonly pages: () => Promise<readonly Page[]>;
  readonly own: () => Own;
  readonly onMessage: (message: FromPage) => void;
  readonly onClosed: () => void;
}

/** The guide beside the editor. Where a person is in it is known to its page and to VS Code, which keeps it while the panel is hidden. */
export class GuidePanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #host: GuidePanelHost;
  /** Asked for before the page was there to hear it. */
  #waiting: ToPage[] = [];
  #isReady = false;

  /** Opens the panel, or takes over one that VS Code has `restored`. */
  constructor(host: GuidePanelHost, restored?: vscode.WebviewPanel) {
    this.#host = host;
    const page: PanelPage = {
      type: PANEL_TYPE,
      title: t('Settings Guide'),
      name: 'guide',
      pictures: 'own',
      hasText: true,
      commands: [OPEN_SETTINGS],
    };
    this.#panel = openPanel(host.extension, page, restored);
    this.#panel.onDidDispose(host.onClosed);
    this.#panel.onDidChangeViewState(() => {
      if (!this.#panel.visible) this.#isReady = false;
    });
    this.#panel.webview.onDidReceiveMessage((received: unknown) => {
      const message = messageFromPage(received);
      if (message?.type === 'ready') inBackground(() => this.#start());
      else if (message) host.onMessage(message);
    });
  }

  /** Shows a page, or the guide where it was left (`null`), and gives it the keyboard. */
  open(page: PageName | null): void {
    this.#panel.reveal();
    if (this.#isReady) this.#send({ type: 'open', open: page });
    else this.#waiting = [{ type: 'open', open: page }];
  }

  showOwn(own: Own): void {
    this.#send({ type: 'own', own });
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #start(): Promise<void> {
    try {
      const pages = await this.#host.pages();
      this.#isReady = true;
      this.#send({ type: 'pages', pages });
      this.showOwn(this.#host.own());
      for (const message of this.#waiting.splice(0)) this.#send(message);
    } catch (error) {
      this.#send({ type: 'failed', message: t("The pages can't be shown: {0}", messageOf(error)) });
    }
  }

  #send(message: ToPage): void {
    inBackground(() => this.#panel.webview.postMessage(message));
  }
}
