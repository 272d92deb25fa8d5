/**
 * The life that panels with renders share: one panel beside the editor, what it is about (kept true while the file is edited), what it
 * has asked the server for, its view and pictures, what VS Code restores it by. VS Code unloads the page while the panel is hidden, so what it shows is kept here and sent
 * again whenever the page says it is ready.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import type { RenderQuestion } from '../../../server/src/protocol/render.ts';
import { messageOf } from '../backends/problems.ts';
import { Command } from '../commands.ts';
import { complain } from '../notices.ts';
import type { RenderNews } from '../server.ts';
import { openPanel, type PanelPage } from '../webview/open.ts';
import type { AnyMessage, ToPage } from './messages.ts';
import type { PictureData } from './picture.ts';
import type { Answers } from './questions.ts';
import type { RenderHappening } from './render.ts';
import { type PanelServices, Requests, type RequestsOwner } from './requests.ts';
import { savePicture } from './save.ts';
import { type Edit, moved, type Target } from './target.ts';

/** Milliseconds without an edit after which it is worth to look at the file again. */
const PAUSE = 300;

/** What a panel shows, and how. All pure. */
export interface PanelKind<View, Happening, Message> {
  readonly page: Omit<PanelPage, 'title'>;
  readonly nothingYet: View;
  readonly next: (view: View, happening: Happening) => View;
  readonly titleOf: (view: View) => string;
  /** Keys of the pictures that a view speaks of; others are forgotten. */
  readonly picturesOf: (view: View) => ReadonlySet<string>;
  readonly read: (message: unknown) => Message | null;
}

/** Whoever fills a panel. */
export interface PanelOwner<View, Message> extends RequestsOwner {
  /** Hears the page, except for what every page says. What it rejects with is shown to the person. */
  onMessage(message: Message): Promise<void>;
  onView?(view: View, before: View): void;
  /** It was closed; all that ran is stopped before. */
  onClosed?(): void;
  /** The file that the panel is about was edited. */
  onEdit?(edit: Edit): void;
  /** The file has not been edited for a moment: it is worth to look at it again. */
  onPause(): Promise<void>;
  /** What to begin with when the window is restored. */
  stateOf(target: Target): unknown;
  /** By which key the view knows the picture of a render; `null` of one that it does not show. */
  keyOf(renderId: string): string | null;
  /** An event of a render that it shows; the picture has been shown already. */
  onRender(renderId: string, event: RenderHappening): void;
}

/** Where a request is aimed at, with a person's answers. */
export type Aim = Answers & { textDocument: { uri: string }; position: Target['position'] };

export class Panel<View, Happening, Message extends AnyMessage> implements vscode.Disposable {
  readonly #kind: PanelKind<View, Happening, Message>;
  readonly #services: PanelServices;
  readonly #owner: PanelOwner<View, Message>;
  /** What it has asked the server for and has not ended. */
  readonly requests: Requests;
  readonly #listeners: vscode.Disposable;
  readonly #pictures = new Map<string, PictureData>();
  #webview: vscode.WebviewPanel | null = null;
  #view: View;
  #target: Target | null = null;
  #edited: NodeJS.Timeout | undefined;

  constructor(kind: PanelKind<View, Happening, Message>, services: PanelServices, owner: PanelOwner<View, Message>) {
    this.#kind = kind;
    this.#services = services;
    this.#owner = owner;
    this.#view = kind.nothingYet;
    this.requests = new Requests(services, owner);
    this.#listeners = vscode.Disposable.from(
      this.requests,
      vscode.workspace.onDidChangeTextDocument((event) => this.#onEdit(event)),
      services.server.onRenderNews((news) => this.#onNews(news)),
    );
  }

  get view(): View {
    return this.#view;
  }

  /** What the open panel is about; `null` while none is open. */
  get target(): Target | null {
    return this.#webview && this.#target;
  }

  /**
   * Opens the panel where it is not open, without taking the keyboard from the editor, or takes over one that VS Code has `restored`.
   * `target`: what it is about from here.
   */
  open(target: Target | null, restored?: vscode.WebviewPanel): void {
    if (restored) this.#webview?.dispose();
    if (this.#webview) this.#webview.reveal(undefined, true);
    else this.#begin(restored);
    this.#target = target;
    this.#remember();
  }

  /** Shows what has happened. */
  happen(happening: Happening): void {
    const before = this.#view;
    this.#view = this.#kind.next(before, happening);
    this.#owner.onView?.(this.#view, before);
    this.#show();
  }

  /** Shows a picture where the view says. Send it before the view that speaks of it. */
  showPicture(key: string, picture: PictureData): void {
    this.#pictures.set(key, picture);
    this.#send({ type: 'picture', key, picture });
  }

  /** The picture with a key that was sent last, if any. */
  picture(key: string): PictureData | undefined {
    return this.#pictures.get(key);
  }

  /** Asks where to, and saves a picture there; its name is told apart by `what`. */
  async save(key: string, what = ''): Promise<void> {
    const picture = this.picture(key);
    if (picture && this.#target) await savePicture(picture, this.#target.uri, what);
  }

  /**
   * Asks for the plan of a request that has begun, at what the panel is about (`target`, once it is closed), as often as a person has to
   * answer something first. `null` where it came to none.
   */
  plan<Plan extends object>(
    id: string,
    target: Target,
    ask: (aim: Aim, token: vscode.CancellationToken) => Promise<Plan | RenderQuestion>,
  ): Promise<Plan | null> {
    return this.requests.plan(id, target.uri, (answers, token) => {
      const { uri, position } = this.target ?? target;
      return ask({ textDocument: { uri }, position, ...answers }, token);
    });
  }

  dispose(): void {
    clearTimeout(this.#edited);
    this.#listeners.dispose();
    this.#webview?.dispose();
  }

  #begin(restored: vscode.WebviewPanel | undefined): void {
    const { page, titleOf, read, nothingYet } = this.#kind;
    const webview = openPanel(this.#services.extension, { ...page, title: titleOf(nothingYet) }, restored);
    this.#webview = webview;
    webview.onDidDispose(() => {
      this.#webview = null;
      for (const id of this.requests.stop()) this.#owner.onEnded(id, null);
      this.#owner.onClosed?.();
      this.#pictures.clear();
      this.#view = nothingYet;
    });
    webview.webview.onDidReceiveMessage((received: unknown) => {
      const message = read(received);
      if (message) inBackground(() => this.#onMessage(message));
    });
  }

  async #onMessage(message: Message): Promise<void> {
    try {
      switch (message.type) {
        case 'ready':
          this.#sendAll();
          break;
        case 'choose-backend':
          await vscode.commands.executeCommand(Command.chooseBackend);
          break;
        case 'show-log':
          this.#services.server.log.show();
          break;
        default:
          await this.#owner.onMessage(message);
      }
    } catch (error) {
      complain(messageOf(error));
    }
  }

  #onNews({ renderId, event, picture }: RenderNews): void {
    const key = this.#owner.keyOf(renderId);
    if (key === null) return;
    if (picture) this.showPicture(key, picture);
    this.#owner.onRender(renderId, event);
  }

  #onEdit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const { target } = this;
    if (contentChanges.length === 0 || document.uri.toString() !== target?.uri) return;
    this.#target = { ...target, position: contentChanges.reduce(moved, target.position) };
    this.#remember();
    for (const edit of contentChanges) this.#owner.onEdit?.(edit);
    clearTimeout(this.#edited);
    this.#edited = setTimeout(() => inBackground(() => this.#owner.onPause()), PAUSE);
  }

  #show(): void {
    if (!this.#webview) return;
    const keys = this.#kind.picturesOf(this.#view);
    for (const key of this.#pictures.keys()) if (!keys.has(key)) this.#pictures.delete(key);
    this.#webview.title = this.#kind.titleOf(this.#view);
    this.#send({ type: 'view', view: this.#view });
  }

  #remember(): void {
    if (this.#target) this.#send({ type: 'remember', state: this.#owner.stateOf(this.#target) });
  }

  #sendAll(): void {
    this.#remember();
    for (const [key, picture] of this.#pictures) this.#send({ type: 'picture', key, picture });
    this.#send({ type: 'view', view: this.#view });
  }

  // A message to a page that isn't there is lost, which is why `ready` gets everything.
  #send(message: ToPage<View>): void {
    const webview = this.#webview;
    if (webview) inBackground(() => webview.webview.postMessage(message));
  }
}
