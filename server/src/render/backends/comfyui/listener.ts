/** The WebSocket of one job, opened again when it breaks. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../address.ts';
import { openSocket } from '../shared/websocket.ts';
import type { Socket } from '../shared/wire.ts';

/** A message, or how long nothing came, or that nothing comes any more. */
export type Heard = { readonly message: string | Buffer } | 'silence' | 'closed';

/** Must be the first message on a socket; without it previews name no job (server.py, `websocket_handler`). */
const FEATURES = JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } });

export class Listener {
  readonly #connection: Connection;
  readonly #path: string;
  readonly #signal: AbortSignal;
  #socket: Socket | null = null;
  #messages: AsyncIterator<string | Buffer> | null = null;
  /** Asked for and not there yet: a timeout leaves it for the next turn. */
  #next: Promise<IteratorResult<string | Buffer>> | null = null;
  #closed = false;

  constructor(connection: Connection, clientId: string, signal: AbortSignal) {
    this.#connection = connection;
    this.#path = `/ws?clientId=${encodeURIComponent(clientId)}`;
    this.#signal = signal;
  }

  get isOpen(): boolean {
    return this.#messages !== null;
  }

  /** Opens it. Throws `BackendError` as `openSocket` does. */
  async open(): Promise<void> {
    const socket = await openSocket(this.#connection, this.#path, this.#signal);
    if (this.#closed) {
      socket.close();
      return;
    }
    socket.send(FEATURES);
    this.#socket = socket;
    this.#messages = socket.messages[Symbol.asyncIterator]();
    this.#next = null;
  }

  /**
   * Opens it anew; false when that fails. The old one is closed first and its end awaited: a server that sees it close after
   * the new one opened forgets the new one too.
   */
  async reopen(): Promise<boolean> {
    this.#socket?.close();
    while (this.#messages !== null && !(await (this.#next ?? this.#messages.next())).done) this.#next = null;
    this.#socket = null;
    this.#messages = null;
    try {
      await this.open();
      return true;
    } catch {
      return false;
    }
  }

  /** The next message; `silence` when none comes in time. `closed` after the same time, so that a caller may ask again at once. */
  async next(milliseconds: number): Promise<Heard> {
    if (this.#messages !== null) {
      this.#next ??= this.#messages.next();
      let timer: NodeJS.Timeout | undefined;
      const silence = new Promise<'silence'>((resolve) => {
        timer = setTimeout(resolve, milliseconds, 'silence');
      });
      const heard = await Promise.race([this.#next, silence]);
      clearTimeout(timer);
      if (heard === 'silence') return heard;
      this.#next = null;
      if (!heard.done) return { message: heard.value };
      this.#messages = null;
      return 'closed';
    }
    await sleep(milliseconds, undefined, { signal: this.#signal });
    return 'closed';
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }
}
