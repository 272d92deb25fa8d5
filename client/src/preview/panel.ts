import type * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import { openPanel } from '../webview/open.ts';
import { previewHtml } from './html.ts';
import type { PictureData } from './kept.ts';
import { type FromPage, messageFromPage, type Slot, type Tile, type ToPage } from './messages.ts';
import type { Target } from './target.ts';
import { NOTHING_YET, type View } from './view.ts';

export const PANEL_TYPE = 'sweetspot.preview';

/**
 * The panel beside the editor. VS Code unloads its page while it is hidden, so what it shows is kept here and sent again
 * whenever the page says it is ready.
 */
export class PreviewPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #pictures = new Map<Slot, PictureData>();
  readonly #thumbnails = new Map<string, PictureData>();
  #view: View = NOTHING_YET;
  #tiles: readonly Tile[] = [];
  #target: Target | null = null;

  /**
   * Opens the panel without taking the keyboard from the editor, or takes over one that VS Code has `restored`. `onMessage`
   * hears the page, except that it is ready.
   */
  constructor(
    extension: vscode.Uri,
    onMessage: (message: FromPage) => void,
    onClosed: () => void,
    restored?: vscode.WebviewPanel,
  ) {
    const page = { type: PANEL_TYPE, title: 'Preview', name: 'preview', html: previewHtml };
    this.#panel = openPanel(extension, page, restored);
    this.#panel.onDidDispose(onClosed);
    this.#panel.webview.onDidReceiveMessage((received: unknown) => {
      const message = messageFromPage(received);
      if (message?.type === 'ready') this.#sendAll();
      else if (message) onMessage(message);
    });
  }

  show(view: View): void {
    this.#view = view;
    const plan = view.shown?.plan ?? view.plan;
    this.#panel.title = plan ? `Preview: ${plan.title}` : 'Preview';
    this.#send({ type: 'view', view });
  }

  /** Shows a picture where the view says. Send it before the view that speaks of it. */
  showPicture(slot: Slot, picture: PictureData): void {
    this.#pictures.set(slot, picture);
    this.#send({ type: 'picture', slot, picture });
  }

  /** The picture of a slot that was sent last, if any. */
  picture(slot: Slot): PictureData | undefined {
    return this.#pictures.get(slot);
  }

  /** Fills the strip. Thumbnails of renders that are no longer in it are forgotten. */
  showTiles(tiles: readonly Tile[]): void {
    this.#tiles = tiles;
    const ids = new Set(tiles.map(({ id }) => id));
    for (const id of this.#thumbnails.keys()) if (!ids.has(id)) this.#thumbnails.delete(id);
    this.#send({ type: 'tiles', tiles });
  }

  showThumbnail(id: string, picture: PictureData): void {
    this.#thumbnails.set(id, picture);
    this.#send({ type: 'thumbnail', id, picture });
  }

  /** What the panel is about, for when the window is restored. */
  remember(target: Target): void {
    this.#target = target;
    this.#send({ type: 'remember', state: target });
  }

  /** Brings the panel to the front where it is, leaving the keyboard in the editor. */
  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #sendAll(): void {
    if (this.#target) this.#send({ type: 'remember', state: this.#target });
    for (const [slot, picture] of this.#pictures) this.#send({ type: 'picture', slot, picture });
    for (const [id, picture] of this.#thumbnails) this.#send({ type: 'thumbnail', id, picture });
    this.#send({ type: 'tiles', tiles: this.#tiles });
    this.#send({ type: 'view', view: this.#view });
  }

  // A message to a page that isn't there is lost, which is why `ready` gets everything.
  #send(message: ToPage): void {
    inBackground(() => this.#panel.webview.postMessage(message));
  }
}
