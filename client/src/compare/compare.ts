import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import { CANCEL_RENDER } from '../../../server/src/protocol/render.ts';
import { CANCEL_SWEEP, type SweepEventParams, type SweepPlan } from '../../../server/src/protocol/sweep.ts';
import type { Backends } from '../backends/backends.ts';
import { messageOf } from '../backends/problems.ts';
import { Command } from '../commands.ts';
import { complain } from '../notices.ts';
import { type Ask, requestPlan } from '../preview/questions.ts';
import type { RememberedModels } from '../preview/remembered-models.ts';
import { savePicture } from '../preview/save.ts';
import { moved, type Target } from '../preview/target.ts';
import type { RenderNews, Server, ServerState } from '../server.ts';
import { isTrusted } from '../trust.ts';
import { applyValue, valueInFile } from './apply.ts';
import { askAnother } from './ask.ts';
import type { Item } from './item.ts';
import { lookingAt } from './looking.ts';
import type { FromPage } from './messages.ts';
import { ComparePanel } from './panel.ts';
import { ask, type Request, type State } from './request.ts';
import {
  type CompareView,
  type Happening,
  isMissing,
  NOTHING_YET,
  next,
  type Purpose,
  writableValues,
} from './view.ts';

/** What comparisons work with. */
export interface CompareServices {
  readonly server: Server;
  readonly backends: Backends;
  readonly remembered: RememberedModels;
  readonly extension: vscode.Uri;
  /** Hears when something begins or ends. */
  readonly onRunning: () => void;
}

/** Milliseconds without an edit after which it is worth to look at the file again. */
const PAUSE = 300;

/** One panel of a purpose at a time: asks the server, and shows in the panel what comes of it. */
export class Compare implements vscode.Disposable {
  readonly #services: CompareServices;
  readonly #purpose: Purpose;
  readonly #listeners: vscode.Disposable;
  /** What has been asked for and has not ended. Events of anything else were cancelled or replaced. */
  readonly #open = new Map<string, vscode.CancellationTokenSource>();
  #panel: ComparePanel | null = null;
  #view: CompareView;
  #target: Target | null = null;
  #request: Request | null = null;
  #edited: NodeJS.Timeout | undefined;

  constructor(services: CompareServices, purpose: Purpose) {
    this.#services = services;
    this.#purpose = purpose;
    this.#view = { ...NOTHING_YET, purpose };
    const { server } = services;
    this.#listeners = vscode.Disposable.from(
      server.onRenderNews((news) => this.#onNews(news)),
      server.onSweepEvent((params) => this.#onSweepEvent(params)),
      server.onDidChangeState((state) => this.#onServerState(state)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#onEdit(event)),
    );
  }

  /** What the open panel is about. */
  get target(): Target | null {
    return this.#panel && this.#target;
  }

  get isRunning(): boolean {
    return this.#open.size > 0;
  }

  /** Compares or searches anew, in place of what is there. Failures are shown in the panel. */
  async start(target: Target, request: Request): Promise<void> {
    if (!(await isTrusted())) return;
    this.cancel();
    this.#panel ??= this.#openPanel();
    this.#panel.reveal();
    this.#target = target;
    this.#request = request;
    this.#remember();
    const sweepId = randomUUID();
    this.#happen({ kind: 'requested', sweepId });
    await this.#run(sweepId, target, request);
  }

  /** Cancels all that runs or waits. What is rendered stays. */
  cancel(): void {
    for (const [sweepId, asking] of this.#open) {
      asking.cancel();
      inBackground(() => this.#services.server.notify(CANCEL_SWEEP, { sweepId }));
      this.#end(sweepId, 'cancelled', null);
    }
  }

  /** Takes over a panel that VS Code has restored. Its pictures are gone; it offers to render them again. */
  restore(panel: vscode.WebviewPanel, state: State | null): void {
    this.#panel?.dispose();
    this.#panel = this.#openPanel(panel);
    this.#target = state?.target ?? null;
    this.#request = state?.request ?? null;
    this.#remember();
    if (state) this.#happen({ kind: 'gone' });
    else this.#panel.show(this.#view);
  }

  dispose(): void {
    clearTimeout(this.#edited);
    this.#listeners.dispose();
    this.#panel?.dispose();
  }

  #openPanel(restored?: vscode.WebviewPanel): ComparePanel {
    const closed = (): void => {
      this.cancel();
      this.#panel = null;
      this.#view = { ...NOTHING_YET, purpose: this.#purpose };
    };
    const { extension } = this.#services;
    return new ComparePanel(
      extension,
      this.#purpose,
      (message) => inBackground(() => this.#onMessage(message)),
      closed,
      restored,
    );
  }

  /** Asks for another value of the comparison that is shown. */
  async #add(target: Target): Promise<void> {
    const { plan, items } = this.#view;
    if (!plan) return;
    const present = items.map(({ value }) => value);
    const values = await askAnother(this.#services.server, target, plan.setting, present);
    // Begun anew or closed meanwhile.
    if (values && this.#view.plan === plan) await this.#goOn(target, values);
  }

  /** Renders more values of the comparison that is shown, with its seed. */
  async #goOn(target: Target, values: readonly string[]): Promise<void> {
    const { plan } = this.#view;
    if (!plan || !(await isTrusted())) return;
    const sweepId = randomUUID();
    this.#happen({ kind: 'added', sweepId });
    const { setting, seed } = plan;
    await this.#run(sweepId, target, { purpose: 'compare', setting, values: [...values], seed });
  }

  async #run(sweepId: string, target: Target, request: Request): Promise<void> {
    const { server, backends, remembered } = this.#services;
    const asking = new vscode.CancellationTokenSource();
    this.#open.set(sweepId, asking);
    this.#services.onRunning();
    try {
      // A restored panel may outlive its editor; the server knows only files that are open.
      await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri));
      const { uri, position } = target;
      const at = { sweepId, textDocument: { uri }, position };
      const send: Ask<SweepPlan> = (answers, token) => ask(server, request, { ...at, ...answers }, token);
      const plan = await requestPlan(send, remembered, {
        backends,
        onQuestion: () => this.#open.has(sweepId) && this.#happen({ kind: 'asking' }),
        token: asking.token,
      });
      if (!this.#open.has(sweepId)) return;
      if (plan) this.#happen({ kind: 'planned', sweepId, plan });
      else this.#end(sweepId, 'cancelled', null);
      await this.#readFile();
    } catch (error) {
      if (this.#open.has(sweepId)) this.#end(sweepId, 'failed', messageOf(error));
    }
  }

  async #onMessage(message: FromPage): Promise<void> {
    const target = this.#target;
    const { server } = this.#services;
    try {
      switch (message.type) {
        case 'cancel': {
          const { renderId } = message;
          await server.notify(CANCEL_RENDER, { renderId });
          this.#happen({ kind: 'render', renderId, event: { kind: 'cancelled' } });
          break;
        }
        case 'cancel-all':
          this.cancel();
          break;
        case 'retry': {
          const missing = this.#view.items.filter(isMissing).map(({ value }) => value);
          if (target && this.#purpose === 'compare' && missing.length > 0) await this.#goOn(target, missing);
          else if (target && this.#request) await this.start(target, this.#request);
          break;
        }
        case 'retry-one': {
          const item = this.#item(message.renderId);
          if (target && item) await this.#goOn(target, [item.value]);
          break;
        }
        case 'again':
          if (target && this.#request) await this.start(target, this.#request);
          break;
        case 'add':
          if (target) await this.#add(target);
          break;
        case 'find':
          if (target) await vscode.commands.executeCommand(Command.findSweetSpot, target);
          break;
        case 'choose':
        case 'point':
        case 'close':
        case 'overlay':
          this.#happen(lookingAt(message, this.#view));
          break;
        case 'apply': {
          const item = this.#item(message.renderId);
          if (item) await this.#apply(item.value);
          break;
        }
        case 'apply-result':
          if (this.#view.result?.steps) await this.#apply(String(this.#view.result.steps));
          break;
        case 'save': {
          const item = this.#item(message.renderId);
          const picture = this.#panel?.picture(message.renderId);
          if (item && picture && target) await savePicture(picture, target.uri, item.value);
          break;
        }
        case 'choose-backend':
          await vscode.commands.executeCommand(Command.chooseBackend);
          break;
        case 'show-log':
          server.log.show();
          break;
      }
    } catch (error) {
      complain(messageOf(error));
    }
  }

  #item(renderId: string): Item | undefined {
    return this.#view.items.find((item) => item.renderId === renderId);
  }

  async #apply(value: string): Promise<void> {
    const setting = this.#view.plan?.setting;
    if (setting && this.#target) await applyValue(this.#services.server, this.#target, setting, value);
  }

  /** Finds out which of the values the file has now. */
  async #readFile(): Promise<void> {
    const { plan } = this.#view;
    const values = writableValues(this.#view);
    if (!plan || !this.#target || values.length === 0) return;
    const found = await valueInFile(this.#services.server, this.#target, plan.setting, values).catch(() => null);
    if (this.#view.plan === plan)
      this.#happen({ kind: 'current', value: found?.value ?? null, hasPlace: found !== null });
  }

  #onNews({ renderId, event, picture }: RenderNews): void {
    if (!this.#item(renderId)) return;
    if (picture instanceof Error) {
      const message = `The picture could not be read: ${picture.message}`;
      this.#happen({ kind: 'render', renderId, event: { kind: 'failed', message, places: [] } });
      return;
    }
    if (picture) this.#panel?.showPicture(renderId, picture);
    this.#happen({ kind: 'render', renderId, event });
  }

  #onSweepEvent({ sweepId, event }: SweepEventParams): void {
    if (!this.#open.has(sweepId)) return;
    if (event.kind === 'ended') this.#end(sweepId, event.outcome, event.message);
    else this.#happen({ kind: 'sweep', sweepId, event });
    if (event.kind === 'found') inBackground(() => this.#readFile());
  }

  #onServerState(state: ServerState): void {
    if (state !== 'stopped') return;
    const message = 'The Sweetspot server stopped. Its log may say why. Try again to go on.';
    for (const sweepId of this.#open.keys()) this.#end(sweepId, 'failed', message);
  }

  #onEdit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || document.uri.toString() !== this.#target?.uri) return;
    this.#target = { ...this.#target, position: contentChanges.reduce(moved, this.#target.position) };
    this.#remember();
    clearTimeout(this.#edited);
    this.#edited = setTimeout(() => inBackground(() => this.#readFile()), PAUSE);
  }

  #remember(): void {
    if (!this.#target || !this.#request) return;
    const state: State = { target: this.#target, request: this.#request };
    this.#panel?.remember(state);
  }

  #end(sweepId: string, outcome: 'done' | 'cancelled' | 'failed', message: string | null): void {
    this.#open.delete(sweepId);
    this.#services.onRunning();
    this.#happen({ kind: 'sweep', sweepId, event: { kind: 'ended', outcome, message } });
  }

  #happen(happening: Happening): void {
    this.#view = next(this.#view, happening);
    this.#panel?.show(this.#view);
  }
}
