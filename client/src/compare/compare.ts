import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import { CANCEL_RENDER } from '../../../server/src/protocol/render.ts';
import { CANCEL_SWEEP, type SweepEventParams } from '../../../server/src/protocol/sweep.ts';
import { Command } from '../commands.ts';
import { inform } from '../notices.ts';
import { Panel } from '../panel/panel.ts';
import type { PanelServices } from '../panel/requests.ts';
import type { Target } from '../panel/target.ts';
import { valueInFile, writeValue } from '../setting-edit.ts';
import { isTrusted } from '../trust.ts';
import { askAnother } from './ask.ts';
import { panelLabel } from './labels.ts';
import { type FromPage, messageFromPage } from './messages.ts';
import { ask, type Request, type State } from './request.ts';
import {
  type CompareView,
  type Happening,
  type Item,
  isMissing,
  NOTHING_YET,
  next,
  type Purpose,
  picturesOf,
  writableValues,
} from './view.ts';

/** By which VS Code restores panels. */
export const PANEL_TYPES: Readonly<Record<Purpose, string>> = {
  compare: 'sweetspot.compare',
  search: 'sweetspot.search',
};

/** What comparisons work with. */
export interface CompareServices extends PanelServices {
  /** Hears when something begins or ends. */
  readonly onRunning: () => void;
}

/** One panel of a purpose at a time: asks the server, and shows in the panel what comes of it. */
export class Compare implements vscode.Disposable {
  readonly #services: CompareServices;
  readonly #purpose: Purpose;
  readonly #panel: Panel<CompareView, Happening, FromPage>;
  readonly #listeners: vscode.Disposable;
  #request: Request | null = null;

  constructor(services: CompareServices, purpose: Purpose) {
    this.#services = services;
    this.#purpose = purpose;
    const { server, onRunning } = services;
    const page = { type: PANEL_TYPES[purpose], name: 'compare' };
    const nothingYet = { ...NOTHING_YET, purpose };
    const kind = { page, nothingYet, next, titleOf: panelLabel, picturesOf, read: messageFromPage };
    this.#panel = new Panel(kind, services, {
      onMessage: (message) => this.#onMessage(message),
      onPause: () => this.#readFile(),
      stateOf: (target): State | null => this.#request && { target, request: this.#request },
      stop: (sweepId) => server.notify(CANCEL_SWEEP, { sweepId }),
      onQuestion: () => this.#panel.happen({ kind: 'asking' }),
      onEnded: (sweepId, failure) => this.#ended(sweepId, failure),
      onRunning,
      keyOf: (renderId) => this.#item(renderId)?.renderId ?? null,
      onRender: (renderId, event) => this.#panel.happen({ kind: 'render', renderId, event }),
    });
    this.#listeners = vscode.Disposable.from(
      this.#panel,
      server.onSweepEvent((params) => this.#onSweepEvent(params)),
    );
  }

  /** What the open panel is about. */
  get target(): Target | null {
    return this.#panel.target;
  }

  get isRunning(): boolean {
    return this.#panel.requests.isRunning;
  }

  /** Compares or searches anew, in place of what is there. Failures are shown in the panel. */
  async start(target: Target, request: Request): Promise<void> {
    if (!(await isTrusted())) return;
    this.cancel();
    this.#request = request;
    this.#panel.open(target);
    const sweepId = this.#panel.requests.begin();
    this.#panel.happen({ kind: 'requested', sweepId });
    await this.#run(sweepId, target, request);
  }

  /** Cancels all that runs or waits. What is rendered stays. */
  cancel(): void {
    for (const sweepId of this.#panel.requests.stop()) this.#ended(sweepId, null);
  }

  /** Takes over a panel that VS Code has restored. Its pictures are gone; it offers to render them again. */
  restore(panel: vscode.WebviewPanel, state: State | null): void {
    this.#request = state?.request ?? null;
    this.#panel.open(state?.target ?? null, panel);
    if (state) this.#panel.happen({ kind: 'gone' });
  }

  dispose(): void {
    this.#listeners.dispose();
  }

  /** Asks for another value of the comparison that is shown. */
  async #add(target: Target): Promise<void> {
    const { plan, items } = this.#panel.view;
    if (!plan) return;
    const present = items.map(({ value }) => value);
    const values = await askAnother(this.#services.server, target, plan.setting, present);
    // Begun anew or closed meanwhile.
    if (values && this.#panel.view.plan === plan) await this.#goOn(target, values);
  }

  /** Renders more values of the comparison that is shown, with its seed. */
  async #goOn(target: Target, values: readonly string[]): Promise<void> {
    const { plan } = this.#panel.view;
    if (!plan || !(await isTrusted())) return;
    const sweepId = this.#panel.requests.begin();
    this.#panel.happen({ kind: 'added', sweepId });
    const { setting, seed } = plan;
    await this.#run(sweepId, target, { purpose: 'compare', setting, values: [...values], seed });
  }

  async #run(sweepId: string, target: Target, request: Request): Promise<void> {
    const plan = await this.#panel.plan(sweepId, target, (aim, token) =>
      ask(this.#services.server, request, { sweepId, ...aim }, token),
    );
    if (plan) this.#panel.happen({ kind: 'planned', sweepId, plan });
    await this.#readFile();
  }

  async #onMessage(message: FromPage): Promise<void> {
    const { target } = this;
    const { items, result } = this.#panel.view;
    if (!target) return;
    switch (message.type) {
      case 'cancel': {
        const { renderId } = message;
        await this.#services.server.notify(CANCEL_RENDER, { renderId });
        this.#panel.happen({ kind: 'render', renderId, event: { kind: 'cancelled' } });
        break;
      }
      case 'cancel-all':
        this.cancel();
        break;
      case 'retry': {
        const missing = items.filter(isMissing).map(({ value }) => value);
        if (this.#purpose === 'compare' && missing.length > 0) await this.#goOn(target, missing);
        else if (this.#request) await this.start(target, this.#request);
        break;
      }
      case 'retry-one': {
        const item = this.#item(message.renderId);
        if (item) await this.#goOn(target, [item.value]);
        break;
      }
      case 'again':
        if (this.#request) await this.start(target, this.#request);
        break;
      case 'add':
        await this.#add(target);
        break;
      case 'find':
        await vscode.commands.executeCommand(Command.findSweetSpot, target);
        break;
      case 'choose':
      case 'point':
      case 'close':
      case 'overlay':
        this.#panel.happen({ kind: 'looked', at: message });
        break;
      case 'apply': {
        const item = this.#item(message.renderId);
        if (item) await this.#apply(target, item.value);
        break;
      }
      case 'apply-result':
        if (result?.steps) await this.#apply(target, String(result.steps));
        break;
      case 'save':
        await this.#panel.save(message.renderId, this.#item(message.renderId)?.value);
        break;
    }
  }

  #item(renderId: string): Item | undefined {
    return this.#panel.view.items.find((item) => item.renderId === renderId);
  }

  async #apply(target: Target, value: string): Promise<void> {
    const setting = this.#panel.view.plan?.setting;
    if (setting && !(await writeValue(this.#services.server, target, setting, value)))
      inform(t('There is no place in the file that this could be written to.'));
  }

  /** Finds out which of the values the file has now. */
  async #readFile(): Promise<void> {
    const { plan } = this.#panel.view;
    const values = writableValues(this.#panel.view);
    if (!plan || !this.target || values.length === 0) return;
    const found = await valueInFile(this.#services.server, this.target, plan.setting, values).catch(() => null);
    if (this.#panel.view.plan === plan)
      this.#panel.happen({ kind: 'current', value: found?.value ?? null, hasPlace: found !== null });
  }

  #onSweepEvent({ sweepId, event }: SweepEventParams): void {
    if (!this.#panel.requests.has(sweepId)) return;
    if (event.kind === 'ended') this.#panel.requests.end(sweepId);
    this.#panel.happen({ kind: 'sweep', sweepId, event });
    if (event.kind === 'found') inBackground(() => this.#readFile());
  }

  #ended(sweepId: string, failure: string | null): void {
    const outcome = failure === null ? 'cancelled' : 'failed';
    this.#panel.happen({ kind: 'sweep', sweepId, event: { kind: 'ended', outcome, message: failure } });
  }
}
