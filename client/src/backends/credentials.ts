/** Credentials of servers, in VS Code's secret storage, by the server's origin. */
import * as v from 'valibot';
import type * as vscode from 'vscode';
import { listOf } from '../../../server/src/knowledge/readable.ts';
import type { BackendCredentials } from '../../../server/src/protocol/backends.ts';
import { credentialsFrom, originOf } from './choice.ts';

/** Secret storage can't be listed, so the origins (no secrets) are kept beside it. */
const ORIGINS = 'credentialOrigins';

export class CredentialStore {
  readonly #secrets: vscode.SecretStorage;
  readonly #memory: vscode.Memento;

  constructor(secrets: vscode.SecretStorage, memory: vscode.Memento) {
    this.#secrets = secrets;
    this.#memory = memory;
  }

  /** What to send to the server at an address; `null` where nothing is kept for its origin. */
  async of(address: string | null): Promise<BackendCredentials | null> {
    const origin = address === null ? null : originOf(address);
    return origin === null ? null : credentialsFrom(await this.#secrets.get(keyOf(origin)));
  }

  async keep(address: string, credentials: BackendCredentials): Promise<void> {
    const origin = originOf(address);
    if (origin === null) return;
    await this.#secrets.store(keyOf(origin), JSON.stringify(credentials));
    await this.#memory.update(ORIGINS, [...new Set([...this.origins(), origin])]);
  }

  /** Origins that credentials are kept for. */
  origins(): string[] {
    return v.parse(listOf(v.string()), this.#memory.get(ORIGINS));
  }

  async forget(origin: string): Promise<void> {
    await this.#secrets.delete(keyOf(origin));
    await this.#memory.update(
      ORIGINS,
      this.origins().filter((kept) => kept !== origin),
    );
  }
}

function keyOf(origin: string): string {
  return `credentials ${origin}`;
}
