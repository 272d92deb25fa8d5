/** The language server as the rest of the extension sees it: started, stopped, asked and told. */

import { t } from '@vscode/l10n';
import type { GenericSchema } from 'valibot';
import * as vscode from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { inBackground } from '../../server/src/background.ts';
import { BACKEND_STATE, type BackendState } from '../../server/src/protocol/backends.ts';
import { type ClientAbilities, SEEN, THEME } from '../../server/src/protocol/editor.ts';
import {
  Malformed,
  type Notification,
  type Read,
  type Request,
  read,
  type Sent,
} from '../../server/src/protocol/message.ts';
import { CANCEL_RENDER, RENDER_EVENT, type RenderEventParams } from '../../server/src/protocol/render.ts';
import { SWEEP_EVENT, type SweepEventParams } from '../../server/src/protocol/sweep.ts';
import { TEXT } from '../../server/src/protocol/text.ts';
import { messageOf } from './backends/problems.ts';
import { Command } from './commands.ts';
import { CONFIG_FILES, projectText, seenLines } from './documents.ts';
import { ruleLinks } from './guide/rule-links.ts';
import type { PictureData } from './panel/picture.ts';
import type { PictureFolder } from './panel/picture-folder.ts';
import type { RenderHappening } from './panel/render.ts';
import { projectCompletion } from './project-completion.ts';
import { THEMES } from './theme.ts';

export type ServerState = 'starting' | 'running' | 'stopped';

const STATES: Readonly<Record<State, ServerState>> = {
  [State.Starting]: 'starting',
  [State.Running]: 'running',
  [State.Stopped]: 'stopped',
  [State.StartFailed]: 'stopped',
};

/** An event of a render, and the picture that it brings. */
export interface RenderNews {
  readonly renderId: string;
  readonly event: RenderHappening;
  readonly picture: PictureData | null;
}

/**
 * Outlives the language client inside, which can't be started again once a start has failed: a restart makes a new one.
 * Await `stop` before `dispose`: the log is needed until then.
 */
export class Server implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel('Sweetspot', { log: true });
  readonly #start: (options: LanguageClientOptions) => BaseLanguageClient;
  readonly #pictures: PictureFolder;
  readonly #measurements: string | null;
  readonly #stateChanged = new vscode.EventEmitter<ServerState>();
  readonly #rendering = new vscode.EventEmitter<RenderNews>();
  readonly #sweeping = new vscode.EventEmitter<SweepEventParams>();
  readonly #backend = new vscode.EventEmitter<BackendState>();
  readonly #theme = vscode.window.onDidChangeActiveColorTheme(({ kind }) => {
    inBackground(() => this.notify(THEME, { theme: THEMES[kind] }));
  });
  #client: BaseLanguageClient;

  readonly onDidChangeState = this.#stateChanged.event;
  readonly onRenderNews = this.#rendering.event;
  readonly onSweepEvent = this.#sweeping.event;
  readonly onBackendState = this.#backend.event;

  /**
   * `start` makes a client of a server, `pictures` is where the server may leave pictures, `measurements` a file for what it
   * measures, where both share a disk. Nothing starts yet.
   */
  constructor(
    start: (options: LanguageClientOptions) => BaseLanguageClient,
    pictures: PictureFolder,
    measurements: string | null,
  ) {
    this.#start = start;
    this.#pictures = pictures;
    this.#measurements = measurements;
    this.#client = this.#createClient();
  }

  /** Starts the server. A failure is shown to the user by the language client, and seen in the state. */
  async start(): Promise<void> {
    try {
      await this.#client.start();
    } catch (error) {
      this.log.error(`The server did not start: ${messageOf(error)}`);
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    this.#client = this.#createClient();
    await this.start();
  }

  /** Resolves when the server has stopped; never rejects, since there is nothing left to do about it. */
  async stop(): Promise<void> {
    try {
      await this.#client.dispose();
    } catch (error) {
      this.log.warn(`The server did not stop in order: ${messageOf(error)}`);
    }
    this.#stateChanged.fire('stopped');
  }

  /** Asks the server, once it has started. Rejects with the server's message when it refuses. */
  async request<Params extends GenericSchema, Result extends GenericSchema>(
    request: Request<Params, Result>,
    params: Sent<Params>,
    token?: vscode.CancellationToken,
  ): Promise<Read<Result>> {
    const { method, result } = request;
    // An `undefined` in the token's place would be sent as a parameter.
    const answer: unknown = await (token
      ? this.#client.sendRequest(method, params, token)
      : this.#client.sendRequest(method, params));
    return read(request, result, answer);
  }

  /** Tells the server, if it runs: what is told concerns a running server only. */
  async notify<Params extends GenericSchema>({ method }: Notification<Params>, params: Sent<Params>): Promise<void> {
    if (this.#client.state !== State.Running) return;
    try {
      await this.#client.sendNotification(method, params);
    } catch (error) {
      this.log.warn(`${method} was not delivered: ${messageOf(error)}`);
    }
  }

  dispose(): void {
    const events = [this.#stateChanged, this.#rendering, this.#sweeping, this.#backend];
    vscode.Disposable.from(this.#theme, ...events, this.log).dispose();
  }

  #createClient(): BaseLanguageClient {
    const client = this.#start(this.#options());
    client.onDidChangeState(({ newState }) => this.#stateChanged.fire(STATES[newState]));
    this.#listen(client, RENDER_EVENT, (params) => this.#rendering.fire(this.#newsOf(params)));
    this.#listen(client, SWEEP_EVENT, (params) => this.#sweeping.fire(params));
    this.#listen(client, BACKEND_STATE, (state) => this.#backend.fire(state));
    client.onRequest(SEEN.method, (said: unknown) => seenLines(read(SEEN, SEEN.params, said).textDocument.uri));
    client.onRequest(TEXT.method, (said: unknown) => projectText(read(TEXT, TEXT.params, said)));
    return client;
  }

  /** Hears what the server tells. What is malformed is left out of account. */
  #listen<Params extends GenericSchema>(
    client: BaseLanguageClient,
    notification: Notification<Params>,
    hear: (params: Read<Params>) => void,
  ): void {
    client.onNotification(notification.method, (said: unknown) => {
      try {
        hear(read(notification, notification.params, said));
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        this.log.error(error.message);
      }
    });
  }

  /**
   * Each picture is taken once, also when nobody waits for it any more: its file must not stay behind. A render whose picture can't be
   * read has failed.
   */
  #newsOf({ renderId, event }: RenderEventParams): RenderNews {
    if (event.kind !== 'preview' && event.kind !== 'picture') return { renderId, event, picture: null };
    try {
      return { renderId, event, picture: this.#pictures.take(event) };
    } catch (error) {
      inBackground(() => this.notify(CANCEL_RENDER, { renderId }));
      const message = t('The picture could not be read: {0}', messageOf(error));
      return { renderId, event: { kind: 'failed', message, places: [] }, picture: null };
    }
  }

  #options(): LanguageClientOptions {
    const pictureFolder = this.#pictures.open();
    return {
      documentSelector: [...CONFIG_FILES],
      outputChannel: this.log,
      initializationOptions: (): ClientAbilities => ({
        pictures: true,
        commandLinks: true,
        findingsShown: true,
        seen: true,
        texts: true,
        backendStates: true,
        ...(vscode.l10n.bundle && { translations: vscode.l10n.bundle }),
        theme: THEMES[vscode.window.activeColorTheme.kind],
        ...(pictureFolder !== null && { pictureFolder }),
        ...(this.#measurements !== null && { measurementsFile: this.#measurements }),
      }),
      diagnosticPullOptions: { onChange: true },
      markdown: { supportHtml: true, isTrusted: { enabledCommands: [Command.openPage] } },
      middleware: { ...ruleLinks, ...projectCompletion },
    };
  }
}
