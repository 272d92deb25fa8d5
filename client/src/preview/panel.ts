import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { previewHtml } from './html.ts';
import { type FromPage, messageFromPage, type PictureData, type ToPage } from './messages.ts';
import { NOTHING_YET, type View } from './view.ts';

/**
 * The panel beside the editor. VS Code unloads its page while it is hidden, so what it shows is kept here and sent again
 * whenever the page says it is ready.
 */
export class PreviewPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  #view: View = NOTHING_YET;
  #picture: PictureData | null = null;

  /** Opens the panel without taking the keyboard from the editor. `onMessage` hears the page, except that it is ready. */
  constructor(extension: vscode.Uri, onMessage: (message: FromPage) => void, onClosed: () => void) {
    const files = vscode.Uri.joinPath(extension, 'dist', 'webview');
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.#panel = vscode.window.createWebviewPanel('sweetspot.preview', 'Preview', column, {
      enableScripts: true,
      localResourceRoots: [files],
    });
    const { webview } = this.#panel;
    this.#panel.onDidDispose(onClosed);
    webview.onDidReceiveMessage((received: unknown) => {
      const message = messageFromPage(received);
      if (message?.type === 'ready') this.#sendAll();
      else if (message) onMessage(message);
    });
    webview.html = previewHtml({
      script: webview.asWebviewUri(vscode.Uri.joinPath(files, 'preview.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(files, 'preview-style.css')).toString(),
      ownFiles: webview.cspSource,
      nonce: randomUUID(),
    });
  }

  /** The picture shown, if any. */
  get picture(): PictureData | null {
    return this.#picture;
  }

  /** Shows a view, and with it a new picture when there is one. */
  show(view: View, picture?: PictureData): void {
    this.#view = view;
    this.#panel.title = view.plan ? `Preview: ${view.plan.title}` : 'Preview';
    if (picture) {
      this.#picture = picture;
      this.#send({ type: 'picture', picture });
    }
    this.#send({ type: 'view', view });
  }

  /** Brings the panel to the front where it is, leaving the keyboard in the editor. */
  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #sendAll(): void {
    if (this.#picture) this.#send({ type: 'picture', picture: this.#picture });
    this.#send({ type: 'view', view: this.#view });
  }

  // A message to a page that isn't there is lost, which is why `ready` gets everything.
  #send(message: ToPage): void {
    void this.#panel.webview.postMessage(message);
  }
}
