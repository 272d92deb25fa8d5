import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import { CANCEL_RENDER, RENDER, type RenderMode } from '../../../server/src/protocol/render.ts';
import { messageOf } from '../backends/problems.ts';
import { Command } from '../commands.ts';
import { rangeOf, reveal } from '../documents.ts';
import { inform } from '../notices.ts';
import { Panel } from '../panel/panel.ts';
import type { RenderHappening } from '../panel/render.ts';
import type { PanelServices } from '../panel/requests.ts';
import type { Target } from '../panel/target.ts';
import { valueInFile, writeValue } from '../setting-edit.ts';
import { Gallery } from './gallery.ts';
import type { RenderHistory } from './history.ts';
import type { KeptRender } from './kept-schema.ts';
import { titleLabel } from './labels.ts';
import { type FromPage, messageFromPage } from './messages.ts';
import { ServerProblems } from './problems.ts';
import { described, type Happening, NOTHING_YET, next, picturesOf, type View } from './view.ts';

export const PANEL_TYPE = 'sweetspot.preview';

/** What the preview works with. */
export interface PreviewServices extends PanelServices {
  readonly history: RenderHistory;
  /** Whether to say how to connect a program; asked once, and then no more. */
  readonly takesHint: () => boolean;
}

/** At most one render and one panel at a time: asks the server, and shows in the panel what comes of it. */
export class Preview implements vscode.Disposable {
  readonly #services: PreviewServices;
  readonly #problems = new ServerProblems('sweetspot render');
  readonly #panel: Panel<View, Happening, FromPage>;
  readonly #listeners: vscode.Disposable;
  #gallery: Gallery | null = null;

  constructor(services: PreviewServices) {
    this.#services = services;
    const { server, backends } = services;
    const page = { type: PANEL_TYPE, name: 'preview' };
    const kind = {
      page,
      nothingYet: NOTHING_YET,
      next,
      titleOf: titleLabel,
      picturesOf,
      read: messageFromPage,
    };
    this.#panel = new Panel(kind, services, {
      onMessage: (message) => this.#onMessage(message),
      onView: (view, before) => this.#showProblems(view, before),
      onClosed: () => {
        this.#gallery = null;
        this.#problems.show('', []);
      },
      onEdit: (edit) => this.#panel.happen({ kind: 'edited', edit }),
      onPause: () => this.#findSeedPlace(),
      stateOf: (target) => target,
      stop: (renderId) => server.notify(CANCEL_RENDER, { renderId }),
      onQuestion: () => this.#panel.happen({ kind: 'asking' }),
      onEnded: (_, failure) =>
        this.#panel.happen(failure === null ? { kind: 'cancelled' } : { kind: 'failed', message: failure, places: [] }),
      onRunning: (isRunning) =>
        inBackground(() => vscode.commands.executeCommand('setContext', 'sweetspot.rendering', isRunning)),
      keyOf: (renderId) => (this.#panel.requests.has(renderId) ? 'live' : null),
      onRender: (renderId, event) => this.#onRender(renderId, event),
    });
    this.#listeners = vscode.Disposable.from(
      this.#problems,
      this.#panel,
      backends.onDidChange(() => this.#panel.happen({ kind: 'hint', on: false })),
    );
  }

  /** What the open panel is about. */
  get target(): Target | null {
    return this.#panel.target;
  }

  /** Renders the generation at `target`, in place of whatever is rendering. Failures are shown in the panel. */
  async render(target: Target, mode: RenderMode): Promise<void> {
    const { requests } = this.#panel;
    requests.stop();
    inBackground(() => this.#aim(target));
    const renderId = requests.begin();
    this.#panel.happen({ kind: 'requested', mode });
    const plan = await this.#panel.plan(renderId, target, (aim, token) =>
      this.#services.server.request(RENDER, { renderId, mode, ...aim }, token),
    );
    if (!plan) return;
    this.#panel.happen({ kind: 'planned', plan });
    if (plan.backend.kind === 'builtin' && this.#services.takesHint()) this.#panel.happen({ kind: 'hint', on: true });
    await this.#findSeedPlace();
  }

  /** Cancels the running render, if there is one. */
  cancel(): void {
    if (this.#panel.requests.stop().length > 0) this.#panel.happen({ kind: 'cancelled' });
  }

  /** Takes over a panel that VS Code has restored: it shows the last render of the file it was about. */
  async restore(panel: vscode.WebviewPanel, target: Target | null): Promise<void> {
    this.#panel.open(target, panel);
    if (!target) return;
    const latest = await this.#aim(target);
    if (latest) await this.#look(latest, null);
  }

  /** Removes all kept renders, and those on the screen. */
  async clearHistory(): Promise<void> {
    await this.#services.history.clear();
    await this.#gallery?.load();
    this.#panel.happen({ kind: 'shown', shown: null, compared: null });
  }

  dispose(): void {
    this.#listeners.dispose();
  }

  /** Turns the panel to a generation; resolves with the latest kept render of its file where that is another file. */
  async #aim(target: Target): Promise<KeptRender | null> {
    const before = this.target;
    this.#panel.open(target);
    if (this.#gallery && before?.uri === target.uri) {
      if (before.position.line !== target.position.line) this.#panel.happen({ kind: 'aimed-elsewhere' });
      return null;
    }
    this.#panel.happen({ kind: 'other-file' });
    this.#gallery = new Gallery(this.#services.history, this.#panel, target.uri);
    return this.#gallery.load();
  }

  async #onMessage(message: FromPage): Promise<void> {
    const { view, target } = this.#panel;
    if (!target) return;
    switch (message.type) {
      case 'render':
        // Through the command, which asks whether the workspace is trusted.
        await vscode.commands.executeCommand(
          message.mode === 'draft' ? Command.preview : Command.renderAsConfigured,
          target,
        );
        break;
      case 'cancel':
        this.cancel();
        break;
      case 'show':
        // The last render is looked at as what it is.
        await this.#look(message.id === view.keptAs ? null : (this.#gallery?.find(message.id) ?? null), null);
        break;
      case 'compare':
        await this.#look(view.shown, this.#gallery?.find(message.id) ?? null);
        break;
      case 'thumbnail':
        await this.#gallery?.keepThumbnail(message.id, message.bytes);
        break;
      case 'save':
        await this.#panel.save(view.shown ? 'shown' : 'live');
        break;
      case 'apply-seed':
        if (this.#seed) await this.#applySeed(target, this.#seed);
        break;
      case 'copy-seed':
        if (this.#seed) await vscode.env.clipboard.writeText(this.#seed);
        break;
      case 'show-place': {
        const place = view.failure?.places[message.index];
        if (place) await reveal(vscode.Uri.parse(target.uri), rangeOf(place.range));
        break;
      }
      case 'open-settings':
        await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:sweetspot.sweetspot preview');
        break;
      case 'dismiss-hint':
        this.#panel.happen({ kind: 'hint', on: false });
        break;
    }
  }

  /** Looks at a kept render in place of the last one, and beside it at another to compare with. */
  async #look(shown: KeptRender | null, compared: KeptRender | null): Promise<void> {
    if (shown) await this.#gallery?.send('shown', shown);
    if (compared) await this.#gallery?.send('compared', compared);
    this.#panel.happen({ kind: 'shown', shown, compared });
    await this.#findSeedPlace();
  }

  async #findSeedPlace(): Promise<void> {
    if (!this.target || this.#seed === null) return;
    const inFile = await valueInFile(this.#services.server, this.target, 'seed', [this.#seed]).catch(() => null);
    this.#panel.happen({ kind: 'seed-place', found: inFile !== null && inFile.value === null });
  }

  /** Where there is no place left for a seed, it is copied. */
  async #applySeed(target: Target, seed: string): Promise<void> {
    if (await writeValue(this.#services.server, target, 'seed', seed)) return;
    await vscode.env.clipboard.writeText(seed);
    inform(t('There is no seed setting to write to. The seed was copied instead.'));
  }

  /** Seed of the render that is looked at. */
  get #seed(): string | null {
    return described(this.#panel.view)?.plan.seed ?? null;
  }

  #onRender(renderId: string, event: RenderHappening): void {
    if (event.kind === 'done' || event.kind === 'failed' || event.kind === 'cancelled')
      this.#panel.requests.end(renderId);
    this.#panel.happen(event);
    if (event.kind === 'done') inBackground(() => this.#keep());
  }

  /** Keeps the render that has just been done. */
  async #keep(): Promise<void> {
    const { plan, warnings, outcome } = this.#panel.view;
    const picture = this.#panel.picture('live');
    if (!plan || !outcome || !picture || !this.#gallery) return;
    try {
      const kept = await this.#gallery.keep({ plan, warnings, ...outcome }, picture);
      if (kept && this.#panel.view.plan === plan) this.#panel.happen({ kind: 'kept', id: kept.id });
    } catch (error) {
      this.#services.server.log.warn(`The render was not kept in the history: ${messageOf(error)}`);
    }
  }

  #showProblems({ failure }: View, before: View): void {
    if (failure?.places !== before.failure?.places) this.#problems.show(this.target?.uri ?? '', failure?.places ?? []);
  }
}
