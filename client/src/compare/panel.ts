import type * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import type { PictureData } from '../preview/kept.ts';
import { openPanel } from '../webview/open.ts';
import { compareHtml } from './html.ts';
import { purposeLabel } from './labels.ts';
import { type FromPage, messageFromPage, type ToPage } from './messages.ts';
import { type CompareView, NOTHING_YET, type Purpose } from './view.ts';

/** By which VS Code restores panels. */
export const PANEL_TYPES: Readonly<Record<Purpose, string>> = {
  compare: 'sweetspot.compare',
  search: 'sweetspot.search',
};

/**
 * The panel beside the editor. VS Code unloads its page while it is hidden, so what it shows is kept here and sent again
 * whenever the page says it is ready.
 */
export class ComparePanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #pictures = new Map<string, PictureData>();
  #view: CompareView = NOTHING_YET;
  #state: unknown = null;

  /** Opens the panel, or takes over a `restored` one. `onMessage` hears the page, except that it is ready. */
  constructor(
    extension: vscode.Uri,
    purpose: Purpose,
    onMessage: (message: FromPage) => void,
    onClosed: () => void,
    restored?: vscode.WebviewPanel,
  ) {
    const page = { type: PANEL_TYPES[purpose], title: purposeLabel(purpose), name: 'compare', html: compareHtml };
    this.#panel = openPanel(extension, page, restored);
    this.#panel.onDidDispose(onClosed);
    this.#panel.webview.onDidReceiveMessage((received: unknown) => {
      const message = messageFromPage(received);
      if (message?.type === 'ready') this.#sendAll();
      else if (message) onMessage(message);
    });
  }

  /** Shows a view. Pictures of renders that are not in it are forgotten. */
  show(view: CompareView): void {
    this.#view = view;
    const ids = new Set(view.items.map(({ renderId }) => renderId));
    for (const id of this.#pictures.keys()) if (!ids.has(id)) this.#pictures.delete(id);
    const name = purposeLabel(view.purpose);
    this.#panel.title = view.plan ? `${name}: ${view.plan.title}` : name;
    this.#send({ type: 'view', view });
  }

  /** Shows the picture of a render. Send it before the view that speaks of it. */
  showPicture(renderId: string, picture: PictureData): void {
    this.#pictures.set(renderId, picture);
    this.#send({ type: 'picture', renderId, picture });
  }

  /** The picture of a render that was sent last, if any. */
  picture(renderId: string): PictureData | undefined {
    return this.#pictures.get(renderId);
  }

  /** What to begin with when the window is restored. */
  remember(state: unknown): void {
    this.#state = state;
    this.#send({ type: 'remember', state });
  }

  /** Brings the panel to the front where it is, leaving the keyboard in the editor. */
  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #sendAll(): void {
    if (this.#state !== null) this.#send({ type: 'remember', state: this.#state });
    for (const [renderId, picture] of this.#pictures) this.#send({ type: 'picture', renderId, picture });
    this.#send({ type: 'view', view: this.#view });
  }

  // A message to a page that isn't there is lost, which is why `ready` gets everything.
  #send(message: ToPage): void {
    inBackground(() => this.#panel.webview.postMessage(message));
  }
}
