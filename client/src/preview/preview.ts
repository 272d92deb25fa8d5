import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import { CANCEL_RENDER, RENDER, type RenderMode, type RenderPlan } from '../../../server/src/protocol/render.ts';
import type { Backends } from '../backends/backends.ts';
import { messageOf } from '../backends/problems.ts';
import { Command } from '../commands.ts';
import { complain } from '../notices.ts';
import type { RenderNews, Server, ServerState } from '../server.ts';
import { Gallery } from './gallery.ts';
import type { RenderHistory } from './history.ts';
import type { KeptRender, PictureData } from './kept.ts';
import type { FromPage } from './messages.ts';
import { PreviewPanel } from './panel.ts';
import { RenderProblems, showPlace } from './problems.ts';
import { type Ask, requestPlan } from './questions.ts';
import type { RememberedModels } from './remembered-models.ts';
import { savePicture } from './save.ts';
import { applySeed, copySeed, hasSeedPlace } from './seed.ts';
import { moved, type Target } from './target.ts';
import { described, type Happening, NOTHING_YET, next, type View } from './view.ts';

/** What the preview works with. */
export interface PreviewServices {
  readonly server: Server;
  readonly backends: Backends;
  readonly history: RenderHistory;
  readonly remembered: RememberedModels;
  /** Whether to say how to connect a program; asked once, and then no more. */
  readonly takesHint: () => boolean;
  readonly extension: vscode.Uri;
}

/** Milliseconds without an edit after which it is worth to look at the file again. */
const PAUSE = 300;

interface Running {
  readonly id: string;
  readonly asking: vscode.CancellationTokenSource;
}

/** At most one render and one panel at a time: asks the server, and shows in the panel what comes of it. */
export class Preview implements vscode.Disposable {
  readonly #services: PreviewServices;
  readonly #problems = new RenderProblems();
  readonly #listeners: vscode.Disposable;
  #panel: PreviewPanel | null = null;
  #gallery: Gallery | null = null;
  #view: View = NOTHING_YET;
  #target: Target | null = null;
  /** The running render. Events that carry another id are of one that was cancelled or replaced. */
  #running: Running | null = null;
  #edited: NodeJS.Timeout | undefined;

  constructor(services: PreviewServices) {
    this.#services = services;
    const { server, backends } = services;
    this.#listeners = vscode.Disposable.from(
      this.#problems,
      server.onRenderNews((news) => this.#onNews(news)),
      server.onDidChangeState((state) => this.#onServerState(state)),
      backends.onDidChange(() => this.#happen({ kind: 'hint', on: false })),
      vscode.workspace.onDidChangeTextDocument((event) => this.#onEdit(event)),
    );
  }

  /** What the open panel is about. */
  get target(): Target | null {
    return this.#panel && this.#target;
  }

  /** Renders the generation at `target`, in place of whatever is rendering. Failures are shown in the panel. */
  async render(target: Target, mode: RenderMode): Promise<void> {
    this.#stop();
    this.#panel?.reveal();
    inBackground(() => this.#aim(target));
    const running = { id: randomUUID(), asking: new vscode.CancellationTokenSource() };
    this.#setRunning(running);
    this.#happen({ kind: 'requested', mode });
    const { server, backends, remembered } = this.#services;
    try {
      // A restored panel may outlive its editor; the server knows only files that are open.
      await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri));
      const { uri, position } = this.#target ?? target;
      const params = { renderId: running.id, textDocument: { uri }, position, mode };
      const ask: Ask<RenderPlan> = (answers, token) => server.request(RENDER, { ...params, ...answers }, token);
      const plan = await requestPlan(ask, remembered, {
        backends,
        onQuestion: () => this.#running === running && this.#happen({ kind: 'asking' }),
        token: running.asking.token,
      });
      if (this.#running !== running) return;
      if (!plan) return this.#end({ kind: 'cancelled' });
      this.#happen({ kind: 'planned', plan });
      if (plan.backend.kind === 'builtin' && this.#services.takesHint()) this.#happen({ kind: 'hint', on: true });
      await this.#findSeedPlace();
    } catch (error) {
      if (this.#running === running) this.#end({ kind: 'failed', message: messageOf(error), places: [] });
    }
  }

  /** Cancels the running render, if there is one. */
  cancel(): void {
    if (this.#stop()) this.#happen({ kind: 'cancelled' });
  }

  /** Takes over a panel that VS Code has restored: it shows the last render of the file it was about. */
  async restore(panel: vscode.WebviewPanel, target: Target | null): Promise<void> {
    this.#panel?.dispose();
    this.#openPanel(panel);
    if (!target) return;
    const latest = await this.#aim(target);
    if (latest) await this.#look(latest, null);
  }

  /** Removes all kept renders, and those on the screen. */
  async clearHistory(): Promise<void> {
    await this.#services.history.clear();
    await this.#gallery?.load();
    this.#happen({ kind: 'shown', shown: null, compared: null });
  }

  dispose(): void {
    clearTimeout(this.#edited);
    this.#listeners.dispose();
    this.#panel?.dispose();
  }

  /** Turns the panel to a generation; resolves with the latest kept render of its file where that is another file. */
  async #aim(target: Target): Promise<KeptRender | null> {
    const before = this.#target;
    this.#target = target;
    const panel = this.#panel ?? this.#openPanel();
    panel.remember(target);
    if (this.#gallery && before?.uri === target.uri) {
      if (before.position.line !== target.position.line) this.#happen({ kind: 'aimed-elsewhere' });
      return null;
    }
    this.#view = { ...NOTHING_YET, hint: this.#view.hint };
    this.#gallery = new Gallery(this.#services.history, panel, target.uri);
    return this.#gallery.load();
  }

  #openPanel(restored?: vscode.WebviewPanel): PreviewPanel {
    const closed = (): void => {
      this.#stop();
      this.#panel = null;
      this.#gallery = null;
      this.#view = NOTHING_YET;
      this.#problems.show('', []);
    };
    const { extension } = this.#services;
    this.#panel = new PreviewPanel(
      extension,
      (message) => inBackground(() => this.#onMessage(message)),
      closed,
      restored,
    );
    return this.#panel;
  }

  async #onMessage(message: FromPage): Promise<void> {
    const target = this.#target;
    const { server } = this.#services;
    try {
      switch (message.type) {
        case 'render':
          if (target) await vscode.commands.executeCommand(commandOf(message.mode), target);
          break;
        case 'cancel':
          this.cancel();
          break;
        case 'show':
          // The last render is looked at as what it is.
          await this.#look(message.id === this.#view.keptAs ? null : (this.#gallery?.find(message.id) ?? null), null);
          break;
        case 'compare':
          await this.#look(this.#view.shown, this.#gallery?.find(message.id) ?? null);
          break;
        case 'thumbnail':
          await this.#gallery?.keepThumbnail(message.id, message.bytes);
          break;
        case 'save':
          if (this.#shownPicture && target) await savePicture(this.#shownPicture, target.uri);
          break;
        case 'apply-seed':
          if (this.#seed && target) await applySeed(server, target, this.#seed);
          break;
        case 'copy-seed':
          if (this.#seed) await copySeed(this.#seed);
          break;
        case 'show-place': {
          const place = this.#view.failure?.places[message.index];
          if (place && target) await showPlace(target.uri, place);
          break;
        }
        case 'open-settings':
          await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:sweetspot.sweetspot preview');
          break;
        case 'choose-backend':
          await vscode.commands.executeCommand(Command.chooseBackend);
          break;
        case 'dismiss-hint':
          this.#happen({ kind: 'hint', on: false });
          break;
        case 'show-log':
          server.log.show();
          break;
      }
    } catch (error) {
      complain(messageOf(error));
    }
  }

  /** Looks at a kept render in place of the last one, and beside it at another to compare with. */
  async #look(shown: KeptRender | null, compared: KeptRender | null): Promise<void> {
    if (shown) await this.#gallery?.send('shown', shown);
    if (compared) await this.#gallery?.send('compared', compared);
    this.#happen({ kind: 'shown', shown, compared });
    await this.#findSeedPlace();
  }

  async #findSeedPlace(): Promise<void> {
    if (!this.#target || this.#seed === null) return;
    const found = await hasSeedPlace(this.#services.server, this.#target, this.#seed).catch(() => false);
    this.#happen({ kind: 'seed-place', found });
  }

  /** Seed of the render that is looked at. */
  get #seed(): string | null {
    return described(this.#view)?.plan.seed ?? null;
  }

  get #shownPicture(): PictureData | undefined {
    return this.#panel?.picture(this.#view.shown ? 'shown' : 'live');
  }

  #onNews({ renderId, event, picture }: RenderNews): void {
    if (renderId !== this.#running?.id) return;
    if (picture instanceof Error) {
      this.#lose(picture);
      return;
    }
    if (picture) this.#panel?.showPicture('live', picture);
    if (event.kind === 'done' || event.kind === 'failed' || event.kind === 'cancelled') this.#end(event);
    else this.#happen(event);
    if (event.kind === 'done') inBackground(() => this.#keep());
  }

  /** The picture of the running render can't be had. */
  #lose(error: Error): void {
    this.#stop();
    const message = `The picture could not be read: ${error.message}`;
    this.#happen({ kind: 'failed', message, places: [] });
  }

  /** Keeps the render that has just been done. */
  async #keep(): Promise<void> {
    const { plan, warnings, outcome } = this.#view;
    const picture = this.#panel?.picture('live');
    if (!plan || !outcome || !picture || !this.#gallery) return;
    try {
      const kept = await this.#gallery.keep({ plan, warnings, ...outcome }, picture);
      if (kept && this.#view.plan === plan) this.#happen({ kind: 'kept', id: kept.id });
    } catch (error) {
      this.#services.server.log.warn(`The render was not kept in the history: ${messageOf(error)}`);
    }
  }

  #onServerState(state: ServerState): void {
    if (state !== 'stopped' || this.#running === null) return;
    const message = 'The Sweetspot server stopped. Its log may say why. Try again to go on.';
    this.#end({ kind: 'failed', message, places: [] });
  }

  #onEdit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || document.uri.toString() !== this.#target?.uri) return;
    this.#target = { ...this.#target, position: contentChanges.reduce(moved, this.#target.position) };
    this.#panel?.remember(this.#target);
    for (const edit of contentChanges) this.#happen({ kind: 'edited', edit });
    clearTimeout(this.#edited);
    this.#edited = setTimeout(() => inBackground(() => this.#findSeedPlace()), PAUSE);
  }

  /** Tells the server to stop the running render, whose events are ignored from here. False when none is running. */
  #stop(): boolean {
    if (this.#running === null) return false;
    const { id: renderId, asking } = this.#running;
    asking.cancel();
    inBackground(() => this.#services.server.notify(CANCEL_RENDER, { renderId }));
    this.#setRunning(null);
    return true;
  }

  #end(happening: Happening): void {
    this.#setRunning(null);
    this.#happen(happening);
  }

  #setRunning(running: Running | null): void {
    this.#running = running;
    inBackground(() => vscode.commands.executeCommand('setContext', 'sweetspot.rendering', running !== null));
  }

  #happen(happening: Happening): void {
    const before = this.#view;
    this.#view = next(before, happening);
    if (this.#view.failure?.places !== before.failure?.places)
      this.#problems.show(this.#target?.uri ?? '', this.#view.failure?.places ?? []);
    this.#panel?.show(this.#view);
  }
}

/** Through the command, which asks whether the workspace is trusted. */
function commandOf(mode: RenderMode): string {
  return mode === 'draft' ? Command.preview : Command.renderAsConfigured;
}
