/** A WebSocket to a backend, as a sequence of whole messages. */
import WebSocket from 'ws';
import { BackendError } from '../problem.ts';
import { at, authorization, type Connection } from './address.ts';
import { networkError } from './faults.ts';

export interface Socket {
  /** Messages in order, text as strings, binary as buffers; ends when the socket closes, for whatever reason. For one reader. */
  readonly messages: AsyncIterable<string | Buffer>;
  send(text: string): void;
  /** Why it closed, once it has: 1006 is a server that died. */
  readonly closeCode: number | null;
  close(): void;
}

/** Milliseconds for the opening handshake. */
const HANDSHAKE = 5000;
/** Largest message, bytes: ComfyUI's own client allows as much. */
const MAX_MESSAGE = 2 ** 30;
/** Milliseconds between pings; a socket that answers none of them is closed. */
const PING_EVERY = 20_000;

/**
 * Opens a socket at a path of the server. No compression is offered: previews are compressed already, and ComfyUI would take
 * the offer. Redirects are not followed. `headers` are sent along (a cookie, say). Throws `BackendError` `unreachable` or `unauthorized`; the signal's reason when it aborts.
 */
export async function openSocket(
  connection: Connection,
  path: string,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<Socket> {
  signal.throwIfAborted();
  const url = at(connection.address, path);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    handshakeTimeout: HANDSHAKE,
    maxPayload: MAX_MESSAGE,
    followRedirects: false,
    headers: { 'ngrok-skip-browser-warning': '1', ...authorization(connection.credentials), ...headers },
  });
  // Before it opens: a server may send at once.
  const incoming = new Incoming(socket);
  const abort = (): void => socket.terminate();
  signal.addEventListener('abort', abort, { once: true });
  socket.on('close', () => signal.removeEventListener('abort', abort));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.on('error', (error) => reject(signal.aborted ? signal.reason : handshakeError(error, connection.address)));
    socket.on('close', () =>
      reject(signal.aborted ? signal.reason : handshakeError(new Error('closed'), connection.address)),
    );
  });
  return {
    messages: incoming,
    send: (text) => socket.send(text),
    get closeCode() {
      return incoming.closeCode;
    },
    close: () => {
      socket.close();
      // A dead peer never answers the close.
      setTimeout(() => socket.terminate(), 1000).unref();
    },
  };
}

function handshakeError(error: Error & { code?: string }, address: URL): BackendError {
  const { origin } = address;
  if (error.code === 'ECONNREFUSED' || error.code === 'ENOTFOUND') return networkError(error, address, false);
  const status = /Unexpected server response: (\d+)/.exec(error.message)?.[1];
  const more = { detail: error.message };
  if (status === '401')
    return new BackendError('unauthorized', `${origin} asks for credentials. Run "Sweetspot: Choose Backend".`, more);
  if (status === '403') return new BackendError('forbidden-origin', `${origin} refuses the connection (403).`, more);
  return new BackendError(
    'unreachable',
    `${origin} can't be listened to (${error.message}). A proxy in between may not pass WebSockets.`,
    more,
  );
}

/** Keeps messages until they are read, and the connection alive. */
class Incoming implements AsyncIterable<string | Buffer> {
  closeCode: number | null = null;
  readonly #waiting: (string | Buffer)[] = [];
  #wake: () => void = () => {};

  constructor(socket: WebSocket) {
    let alive = true;
    const pings = setInterval(() => {
      if (!alive) {
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
      this.#waiting.push(isBinary ? bytes : bytes.toString('utf8'));
      this.#wake();
    });
    socket.on('close', (code) => {
      clearInterval(pings);
      this.closeCode = code;
      this.#wake();
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string | Buffer, void, void> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) yield message;
      else if (this.closeCode !== null) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
