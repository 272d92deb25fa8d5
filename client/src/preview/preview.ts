import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import {
  CANCEL_RENDER,
  type CancelRenderParams,
  RENDER,
  type RenderEventParams,
  type RenderMode,
  type RenderParams,
  type RenderPlan,
} from '../../../server/src/lsp/messages.ts';
import type { Server, ServerState } from '../server.ts';
import type { FromPage, PictureData } from './messages.ts';
import { PreviewPanel } from './panel.ts';
import { savePicture } from './save.ts';
import { moved, type Target } from './target.ts';
import { type Happening, NOTHING_YET, next, type View } from './view.ts';

/** At most one render and one panel at a time: asks the server, and shows in the panel what comes of it. */
export class Preview implements vscode.Disposable {
  readonly #server: Server;
  readonly #extension: vscode.Uri;
  readonly #listeners: vscode.Disposable;
  #panel: PreviewPanel | null = null;
  #view: View = NOTHING_YET;
  #target: Target | null = null;
  /** Id of the running render. Events that carry another are of a render that was cancelled or replaced. */
  #running: string | null = null;

  constructor(server: Server, extension: vscode.Uri) {
    this.#server = server;
    this.#extension = extension;
    this.#listeners = vscode.Disposable.from(
      server.onRenderEvent((params) => this.#onEvent(params)),
      server.onDidChangeState((state) => this.#onServerState(state)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#onEdit(event)),
    );
  }

  /** Renders the generation at `target`, in place of whatever is rendering. Failures are shown in the panel. */
  async render(target: Target, mode: RenderMode): Promise<void> {
    this.#stop();
    this.#openPanel();
    if (target.uri !== this.#target?.uri || target.position.line !== this.#target.position.line) {
      this.#happen({ kind: 'steps-unknown' });
    }
    this.#target = target;
    const renderId = randomUUID();
    this.#running = renderId;
    this.#happen({ kind: 'requested', mode });
    const params: RenderParams = { renderId, textDocument: { uri: target.uri }, position: target.position, mode };
    try {
      const plan = await this.#server.request<RenderPlan>(RENDER, params);
      if (this.#running === renderId) this.#happen({ kind: 'planned', plan });
    } catch (error) {
      if (this.#running !== renderId) return;
      this.#end({ kind: 'failed', message: error instanceof Error ? error.message : String(error), places: [] });
    }
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#panel?.dispose();
  }

  #openPanel(): void {
    if (this.#panel) {
      this.#panel.reveal();
      return;
    }
    this.#panel = new PreviewPanel(
      this.#extension,
      (message) => this.#onMessage(message),
      () => {
        this.#stop();
        this.#panel = null;
        this.#view = NOTHING_YET;
      },
    );
  }

  #onMessage(message: FromPage): void {
    switch (message.type) {
      case 'render':
        if (this.#target) void this.render(this.#target, message.mode);
        break;
      case 'cancel':
        if (this.#stop()) this.#happen({ kind: 'cancelled' });
        break;
      case 'save':
        if (this.#panel?.picture && this.#target) void savePicture(this.#panel.picture, this.#target.uri);
        break;
      case 'show-log':
        this.#server.log.show();
        break;
      case 'ready':
        break;
    }
  }

  #onEvent({ renderId, event }: RenderEventParams): void {
    if (renderId !== this.#running) return;
    switch (event.kind) {
      case 'preview':
      case 'picture':
        this.#happen(event, pictureFrom(event.data));
        break;
      case 'done':
      case 'failed':
      case 'cancelled':
        this.#end(event);
        break;
      default:
        this.#happen(event);
    }
  }

  #onServerState(state: ServerState): void {
    if (state !== 'stopped' || this.#running === null) return;
    this.#end({
      kind: 'failed',
      message: 'The Sweetspot server stopped. Its log may say why. Try again to go on.',
      places: [],
    });
  }

  #onEdit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || document.uri.toString() !== this.#target?.uri) return;
    this.#target = { ...this.#target, position: contentChanges.reduce(moved, this.#target.position) };
    this.#happen({ kind: 'steps-unknown' });
  }

  /** Tells the server to stop the running render, whose events are ignored from here. False when none is running. */
  #stop(): boolean {
    if (this.#running === null) return false;
    const params: CancelRenderParams = { renderId: this.#running };
    void this.#server.notify(CANCEL_RENDER, params);
    this.#running = null;
    return true;
  }

  #end(happening: Happening): void {
    this.#running = null;
    this.#happen(happening);
  }

  #happen(happening: Happening, picture?: PictureData): void {
    this.#view = next(this.#view, happening);
    this.#panel?.show(this.#view, picture);
  }
}

/** Copied out of the Buffer: VS Code sends a webview plain Uint8Arrays as they are, but Buffers as JSON. */
function pictureFrom(base64: string): PictureData {
  return { png: new Uint8Array(Buffer.from(base64, 'base64')) };
}
