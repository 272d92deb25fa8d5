/** One server with one document open: what a person does to it, each action timed from the client's side. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  CancellationTokenSource,
  CompletionRequest,
  type Diagnostic,
  DocumentDiagnosticRequest,
} from 'vscode-languageserver/node';
import type { TestClient } from '../support/language-client.ts';
import type { BenchDocument } from './documents/document.ts';
import type { Server } from './servers.ts';

/** Edits sent at once in a burst. */
export const BURST = 50;

/** Why a server has no figure. */
export class NoAnswer extends Error {}

/** A server is given up and ended when it owes an answer for so long. */
const PATIENCE_MS = 20_000;

/**
 * What an action costs. `wall`: from sending to the answer, as a person waits. `processor`: the time that the server's main thread
 * ran, which other programs on the machine hardly change; a waiting pause and the way of the messages are not in it. Linux only.
 */
export type Clock = 'wall' | 'processor';

/** Milliseconds that the main thread of a process has run so far. */
export function processorTime({ pid }: ChildProcess): number {
  const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}

export class Session {
  readonly #client: TestClient;
  readonly #clock: Clock;
  readonly #document: BenchDocument;
  readonly #uri: string;
  readonly #pulls: boolean;
  #version = 1;
  /** What stands at the place of the edit. */
  #digit = '2';
  #resultId: string | undefined;

  private constructor(client: TestClient, document: BenchDocument, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
    this.#document = document;
    this.#uri = `file:///bench/document.${document.languageId}`;
    this.#pulls = client.initialized.capabilities.diagnosticProvider !== undefined;
  }

  static async start(server: Server, document: BenchDocument, clock: Clock): Promise<Session> {
    const client = await server.start();
    await server.prepare(client, document.kind);
    return new Session(client, document, clock);
  }

  /** Opening the document to its first diagnostics. Says how many there are. */
  async open(): Promise<{ ms: number; findings: number }> {
    let findings = 0;
    const ms = await this.#timed(async () => {
      const { languageId, text } = this.#document;
      const shown = await this.#diagnosticsAfter('2', () => this.#client.open(this.#uri, text, languageId));
      findings = shown.length;
    });
    return { ms, findings };
  }

  /** A change of one digit, which makes or mends a finding, to the diagnostics that show it. */
  edit(): Promise<number> {
    return this.#timed(() => this.#edit(this.#other()));
  }

  hover(): Promise<number> {
    return this.#timed(() => this.#hover());
  }

  hoverAfterEdit(): Promise<number> {
    return this.#afterEdit(() => this.#hover());
  }

  /** `null`: the server offers none. */
  async completion(): Promise<number | null> {
    return this.#offersCompletion ? this.#timed(() => this.#complete()) : null;
  }

  /** `null`: the server offers none. */
  async completionAfterEdit(): Promise<number | null> {
    return this.#offersCompletion ? this.#afterEdit(() => this.#complete()) : null;
  }

  /** Fifty edits sent without waiting, to the diagnostics of the last. As VS Code pulls: after the first, cancelled by the others. */
  async burst(): Promise<number> {
    // The last edit makes the only finding, so that diagnostics of a version before are not taken for the last.
    if (this.#digit === '9') await this.#timed(() => this.#edit('2'));
    return this.#timed(() =>
      this.#diagnosticsAfter('9', async () => {
        const digits = Array.from({ length: BURST }, (_, i) => (i === BURST - 1 ? '9' : i % 2 === 0 ? '3' : '2'));
        const cancel = new CancellationTokenSource();
        const changes = [this.#change(digits[0])];
        const first = this.#pulls ? this.#pull(cancel).catch(() => {}) : undefined;
        changes.push(...digits.slice(1).map((digit) => this.#change(digit)));
        cancel.cancel();
        await Promise.all(changes);
        await first;
      }),
    );
  }

  /** Most memory the process ever held, MB; `null` where the system does not say. */
  memory(): number | null {
    if (process.platform !== 'linux') return null;
    const status = readFileSync(`/proc/${this.#client.child.pid}/status`, 'utf8');
    return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]) / 1000;
  }

  async stop(): Promise<void> {
    const { child } = this.#client;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
    await Promise.race([this.#client.stop().catch(() => {}), ended]);
    await ended;
    clearTimeout(timer);
  }

  /** Ends a server that owes an answer. */
  kill(): void {
    this.#client.child.kill('SIGKILL');
    this.#client.connection.dispose();
  }

  #other(): string {
    return this.#digit === '2' ? '9' : '2';
  }

  #change(digit: string): Promise<void> {
    this.#digit = digit;
    const { line, character } = this.#document.edit;
    const range = { start: { line, character }, end: { line, character: character + 1 } };
    return this.#client.change(this.#uri, ++this.#version, range, digit);
  }

  get #offersCompletion(): boolean {
    return this.#client.initialized.capabilities.completionProvider !== undefined;
  }

  #complete(): Promise<unknown> {
    const params = { textDocument: { uri: this.#uri }, position: this.#document.edit };
    return this.#client.connection.sendRequest(CompletionRequest.type, params);
  }

  async #hover(): Promise<void> {
    const answer = await this.#client.hover(this.#uri, this.#document.edit);
    if (answer === null && this.#document.kind !== 'hostile') throw new NoAnswer('no hover');
  }

  /** Edit and question sent back to back, to the answer. The diagnostics are waited for, too, but not timed. */
  async #afterEdit(ask: () => Promise<unknown>): Promise<number> {
    let ms = 0;
    const digit = this.#other();
    await this.#timed(() =>
      this.#diagnosticsAfter(digit, async () => {
        const start = this.#now();
        const [, answer] = [this.#change(digit), ask()];
        await answer;
        ms = this.#now() - start;
      }),
    );
    return ms;
  }

  async #edit(digit: string): Promise<void> {
    await this.#diagnosticsAfter(digit, () => this.#change(digit));
  }

  /** The diagnostics that follow `send`, after which `digit` is in the text. Throws when they are not of that text. */
  async #diagnosticsAfter(digit: string, send: () => Promise<void>): Promise<Diagnostic[]> {
    const { kind, edit } = this.#document;
    const fits = (shown: readonly Diagnostic[]) => kind === 'hostile' || shown.some(isAtEdit) === (digit === '9');
    const isAtEdit = ({ range: { start } }: Diagnostic) =>
      start.line === edit.line && start.character === edit.character;
    if (!this.#pulls) {
      const pushed = this.#client.nextPush(this.#uri, fits);
      await send();
      return pushed;
    }
    await send();
    const shown = await this.#pull();
    if (!fits(shown)) throw new NoAnswer('wrong diagnostics');
    return shown;
  }

  async #pull(cancel?: CancellationTokenSource): Promise<Diagnostic[]> {
    const params = {
      textDocument: { uri: this.#uri },
      ...(this.#resultId !== undefined && { previousResultId: this.#resultId }),
    };
    const report = await this.#client.connection.sendRequest(DocumentDiagnosticRequest.type, params, cancel?.token);
    this.#resultId = report.resultId;
    return report.kind === 'full' ? report.items : [];
  }

  #now(): number {
    return this.#clock === 'wall' ? performance.now() : processorTime(this.#client.child);
  }

  /** Milliseconds of an action. Rejects with NoAnswer when it takes too long or the server ends. */
  async #timed(action: () => Promise<unknown>): Promise<number> {
    const { child } = this.#client;
    const start = this.#now();
    let fail: (error: Error) => void = () => {};
    const failed = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const ended = () => fail(new NoAnswer('crashed'));
    const timer = setTimeout(() => fail(new NoAnswer(`none in ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
    child.once('exit', ended);
    try {
      await Promise.race([action(), failed]);
      return this.#now() - start;
    } finally {
      clearTimeout(timer);
      child.off('exit', ended);
    }
  }
}
