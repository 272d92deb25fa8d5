/** What a panel has asked the server for and has not ended: begun, planned with a person's answers, stopped. */

import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import type { Backends } from '../backends/backends.ts';
import { messageOf } from '../backends/problems.ts';
import type { Server } from '../server.ts';
import { type Ask, requestPlan } from './questions.ts';
import type { RememberedModels } from './remembered-models.ts';

/** What panels with renders work with. */
export interface PanelServices {
  readonly server: Server;
  readonly backends: Backends;
  readonly remembered: RememberedModels;
  readonly extension: vscode.Uri;
}

/** Said of everything that ran when the server was gone. */
const stopped = (): string => t('The Sweetspot server stopped. Its log may say why. Try again to go on.');

/** Whoever asks the server through a panel. */
export interface RequestsOwner {
  /** Tells the server to stop what was asked for under an id. */
  stop(id: string): Promise<void>;
  /** A person is asked something. */
  onQuestion(): void;
  /** One ended before it had a plan, or with the server; `failure`: why, `null` where somebody would rather not. */
  onEnded(id: string, failure: string | null): void;
  /** Something began or ended. */
  onRunning(isRunning: boolean): void;
}

export class Requests implements vscode.Disposable {
  readonly #services: PanelServices;
  readonly #owner: RequestsOwner;
  readonly #listener: vscode.Disposable;
  /** Events of anything else were cancelled or replaced. */
  readonly #open = new Map<string, vscode.CancellationTokenSource>();

  constructor(services: PanelServices, owner: RequestsOwner) {
    this.#services = services;
    this.#owner = owner;
    this.#listener = services.server.onDidChangeState((state) => {
      if (state === 'stopped') for (const id of this.#open.keys()) this.#fail(id, stopped());
    });
  }

  get isRunning(): boolean {
    return this.#open.size > 0;
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  /** A new one. */
  begin(): string {
    const id = randomUUID();
    this.#open.set(id, new vscode.CancellationTokenSource());
    this.#owner.onRunning(true);
    return id;
  }

  /**
   * Asks for the plan of one, with the answers of a person to what the server must know. `null` where it came to none, of which the
   * owner has heard, or where it was stopped meanwhile. Never rejects.
   */
  async plan<Plan extends object>(id: string, uri: string, ask: Ask<Plan>): Promise<Plan | null> {
    const { backends, remembered } = this.#services;
    const token = this.#open.get(id)?.token;
    if (!token) return null;
    try {
      // A restored panel may outlive its editor; the server knows only files that are open.
      await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      const onQuestion = (): void => void (this.has(id) && this.#owner.onQuestion());
      const plan = await requestPlan(ask, remembered, { backends, onQuestion, token });
      if (plan && this.has(id)) return plan;
      this.#fail(id, null);
    } catch (error) {
      this.#fail(id, messageOf(error));
    }
    return null;
  }

  /** Forgets one that has ended. */
  end(id: string): void {
    this.#open.delete(id);
    this.#owner.onRunning(this.isRunning);
  }

  /** Tells the server to stop all; their events are ignored from here. The ids of those that ran. */
  stop(): readonly string[] {
    const ids = [...this.#open.keys()];
    for (const id of ids) {
      this.#open.get(id)?.cancel();
      this.end(id);
      inBackground(() => this.#owner.stop(id));
    }
    return ids;
  }

  dispose(): void {
    this.#listener.dispose();
  }

  #fail(id: string, failure: string | null): void {
    if (!this.has(id)) return;
    this.end(id);
    this.#owner.onEnded(id, failure);
  }
}
