/** A WebSocket to a backend, as a sequence of whole messages. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { t } from '@vscode/l10n';
import WebSocket from 'ws';
import { Line } from '../../../common/line.ts';
import { at, authorization, type Connection } from '../../address.ts';
import { BackendError } from '../../problem.ts';
import { late, networkError, tooLarge } from './faults.ts';
import { ANSWER_TIME, MAX_MESSAGE, type Socket } from './wire.ts';

/** How ws says that it took longer. */
const TOO_LATE = 'Opening handshake has timed out';
/** Bytes of messages that wait to be read. A server that sends on regardless is held up. */
const MAX_WAITING = 64 * 1024 * 1024;
/** Milliseconds of messages without a pause, after which timers and everything else have a turn. */
const TURN = 10;
/** Bytes that a message takes beside its own. */
const OVERHEAD = 100;
/** Milliseconds between pings; a socket that answers none of them is closed. */
const PING_EVERY = 20_000;

/**
 * Opens a socket at a path of the server. No compression is offered: previews are compressed already, and ComfyUI would take
 * the offer. Redirects are not followed. `headers` are sent along (a cookie, say). Throws `BackendError` `unreachable`, `timeout` or
 * `unauthorized`; the signal's reason when it aborts.
 */
export async function openSocket(
  connection: Connection,
  path: string,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
  patience = ANSWER_TIME,
): Promise<Socket> {
  signal.throwIfAborted();
  const url = at(connection.address, path);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    handshakeTimeout: patience,
    maxPayload: MAX_MESSAGE,
    followRedirects: false,
    headers: { 'ngrok-skip-browser-warning': '1', ...authorization(connection.credentials), ...headers },
  });
  // Before it opens: a server may send at once.
  const incoming = new Incoming(socket, url);
  const abort = (): void => socket.terminate();
  signal.addEventListener('abort', abort, { once: true });
  socket.on('close', () => signal.removeEventListener('abort', abort));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    const fail = (error: Error): void =>
      reject(signal.aborted ? signal.reason : handshakeError(error, connection.address, patience));
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('closed')));
  });
  return {
    messages: incoming,
    send: (text) => socket.send(text),
    get problem() {
      return incoming.problem;
    },
    close: () => {
      socket.close();
      // A dead peer never answers the close.
      setTimeout(() => socket.terminate(), 1000).unref();
    },
  };
}

function handshakeError(error: Error & { code?: string }, address: URL, patience: number): BackendError {
  const { origin } = address;
  if (error.message === TOO_LATE) return late(address, patience);
  // A connection that is broken off here is no server that has stopped.
  if (error.code !== undefined && error.code !== 'ECONNRESET') return networkError(error, address, false);
  const status = /Unexpected server response: (\d+)/.exec(error.message)?.[1];
  const more = { detail: error.message };
  if (status === '401')
    return new BackendError('unauthorized', t`${origin} asks for a user and password, or a token.`, more);
  if (status === '403') return new BackendError('forbidden-origin', t`${origin} refuses the connection (403).`, more);
  return new BackendError(
    'unreachable',
    t`${origin} can't be listened to (${error.message}). A proxy in between may not pass WebSockets.`,
    more,
  );
}

/** Keeps messages until they are read, and the connection alive. */
class Incoming implements AsyncIterable<string | Buffer> {
  problem: BackendError | null = null;
  readonly #socket: WebSocket;
  readonly #waiting = new Line<string | Buffer>();
  /** Of what waits; letters of a text count as bytes. */
  #bytes = 0;

  constructor(socket: WebSocket, url: URL) {
    this.#socket = socket;
    let alive = true;
    const pings = setInterval(() => {
      // A socket that is held up here hears no pong.
      if (!alive && !socket.isPaused) {
        socket.terminate();
        return;
      }
      alive = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, PING_EVERY);
    pings.unref();
    const heard = (): void => {
      alive = true;
    };
    socket.on('pong', heard);
    socket.on('ping', heard);
    socket.on('open', heard);
    socket.on('message', (data: Buffer | ArrayBuffer | Buffer[], isBinary) => {
      alive = true;
      const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
      const message = isBinary ? bytes : bytes.toString('utf8');
      this.#waiting.push(message);
      this.#bytes += message.length + OVERHEAD;
      if (this.#bytes > MAX_WAITING) socket.pause();
    });
    socket.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.problem = tooLarge(url, MAX_MESSAGE);
      else if (error.code?.startsWith('WS_ERR')) this.problem = networkError(error, url, true);
    });
    socket.on('close', () => {
      clearInterval(pings);
      this.#waiting.end();
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string | Buffer, void, void> {
    let since = performance.now();
    for await (const message of this.#waiting) {
      this.#bytes -= message.length + OVERHEAD;
      if (this.#socket.isPaused && this.#bytes < MAX_WAITING / 2) this.#socket.resume();
      yield message;
      if (performance.now() - since <= TURN) continue;
      await nextTurn();
      since = performance.now();
    }
  }
}
