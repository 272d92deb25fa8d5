/** The program that renders: read from the user's settings, told to the server, never while the workspace is untrusted. */

import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import {
  type BackendChoice,
  type BackendCredentials,
  type BackendState,
  DETECT_BACKENDS,
  type FoundBackend,
  PROBE_BACKEND,
  USE_BACKEND,
} from '../../../server/src/protocol/backends.ts';
import type { Server } from '../server.ts';
import { BUILTIN, type Chosen, chosenFrom } from './choice.ts';
import { CredentialStore } from './credentials.ts';
import { EarlierBackends } from './earlier.ts';
import { messageOf } from './problems.ts';

const SECTION = 'sweetspot.backend';

export class Backends implements vscode.Disposable {
  readonly credentials: CredentialStore;
  readonly earlier: EarlierBackends;
  readonly #server: Server;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #stateChanged = new vscode.EventEmitter<void>();
  readonly #listeners: vscode.Disposable;
  #state: BackendState | null = null;
  /** While both settings are written, the first of them says nothing on its own. */
  #writing = false;
  #arrived: Promise<void> = Promise.resolve();

  /** Fires when another program was chosen, here or in the settings. */
  readonly onDidChange = this.#changed.event;
  /** Fires when something else is known of how it is. */
  readonly onDidChangeState = this.#stateChanged.event;

  constructor(server: Server, { secrets, globalState }: Pick<vscode.ExtensionContext, 'secrets' | 'globalState'>) {
    this.#server = server;
    this.credentials = new CredentialStore(secrets, globalState);
    this.earlier = new EarlierBackends(globalState);
    this.#listeners = vscode.Disposable.from(
      this.#changed,
      this.#stateChanged,
      server.onBackendState((state) => this.#know(state)),
      server.onDidChangeState((state) => {
        if (state === 'running') inBackground(() => this.#tell());
        if (state === 'stopped') this.#know(null);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => inBackground(() => this.#tell())),
      secrets.onDidChange(() => inBackground(() => this.#tell())),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION) && !this.#writing) this.#settled();
      }),
    );
  }

  /** The choice of this user on this machine; a workspace has no say in it. */
  get chosen(): Chosen {
    const settings = vscode.workspace.getConfiguration(SECTION);
    return chosenFrom(settings.inspect('kind')?.globalValue, settings.inspect('address')?.globalValue);
  }

  /** What the server said of it last; `null` when it has said nothing yet. */
  get state(): BackendState | null {
    return this.#state;
  }

  /** Writes a choice into the user's settings of this machine. What is asked to render meanwhile waits for it. */
  choose(chosen: Chosen): Promise<void> {
    const written = this.#write(chosen);
    this.#arrived = Promise.allSettled([this.#arrived, written]).then(() => {});
    return written;
  }

  async #write({ kind, address }: Chosen): Promise<void> {
    const settings = vscode.workspace.getConfiguration(SECTION);
    this.#writing = true;
    try {
      // What is the default needs no entry.
      await settings.update('kind', kind === BUILTIN.kind ? undefined : kind, vscode.ConfigurationTarget.Global);
      await settings.update('address', address?.replace(/\/$/, ''), vscode.ConfigurationTarget.Global);
    } finally {
      this.#writing = false;
      this.#settled();
    }
  }

  /** What runs on this machine's usual ports. Contacts them, so call it only when somebody asks. */
  detect(token: vscode.CancellationToken): Promise<readonly FoundBackend[]> {
    return this.#server.request(DETECT_BACKENDS, {}, token);
  }

  /** What answers at an address. Rejects with a message for people. */
  probe(
    address: string,
    credentials: BackendCredentials | null,
    token: vscode.CancellationToken,
  ): Promise<FoundBackend> {
    return this.#server.request(PROBE_BACKEND, { address, credentials }, token);
  }

  /** Resolves when the server knows the present choice: a render that is asked for after that goes there. */
  async arrived(): Promise<void> {
    // While one choice is told, another may be made.
    for (let arrived: Promise<void> | null = null; arrived !== this.#arrived; ) {
      arrived = this.#arrived;
      await arrived;
    }
  }

  dispose(): void {
    this.#listeners.dispose();
  }

  #know(state: BackendState | null): void {
    this.#state = state;
    this.#stateChanged.fire();
  }

  #settled(): void {
    // What was said of the one before says nothing of this one.
    this.#know(null);
    this.#changed.fire();
    inBackground(() => this.#tell());
  }

  #tell(): Promise<void> {
    this.#arrived = this.#arrived.then(() => this.#send());
    return this.#arrived;
  }

  async #send(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const { chosen } = this;
    const choice: BackendChoice = { ...chosen, credentials: await this.#credentialsOf(chosen) };
    await this.#server.notify(USE_BACKEND, choice);
  }

  /** None where they can't be read: the program is the right one all the same, and says that it wants some. */
  async #credentialsOf({ address }: Chosen): Promise<BackendCredentials | null> {
    try {
      return await this.credentials.of(address);
    } catch (error) {
      this.#server.log.warn(`The credentials could not be read: ${messageOf(error)}`);
      return null;
    }
  }
}
