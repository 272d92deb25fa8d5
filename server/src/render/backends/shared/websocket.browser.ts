/** As `websocket`, by the browser's own: it answers pings itself, sends no headers of ours, and does not tell why a socket failed. */
import { t } from '@vscode/l10n';
import { Line } from '../../../common/line.ts';
import { at, type Connection } from '../../address.ts';
import { BackendError } from '../../problem.ts';
import { tooLarge } from './faults.ts';
import { MAX_MESSAGE, type Socket } from './wire.ts';

/** Bytes that a message takes beside its own. */
const OVERHEAD = 100;

export async function openSocket(
  connection: Connection,
  path: string,
  signal: AbortSignal,
  _headers: Readonly<Record<string, string>> = {},
): Promise<Socket> {
  signal.throwIfAborted();
  const { origin } = connection.address;
  if (connection.credentials)
    throw new BackendError(
      'unauthorized',
      t`A browser can't send credentials where ${origin} tells of its renders (WebSocket). Render from VS Code on the desktop.`,
    );
  const url = at(connection.address, path);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  const incoming = new Incoming(socket, connection.address);
  const abort = (): void => socket.close();
  signal.addEventListener('abort', abort, { once: true });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('close', () => {
      signal.removeEventListener('abort', abort);
      reject(signal.aborted ? signal.reason : unheard(origin));
    });
  });
  return {
    messages: incoming,
    get problem() {
      return incoming.problem;
    },
    send: (text) => socket.send(text),
    close: () => socket.close(),
  };
}

function unheard(origin: string): BackendError {
  return new BackendError(
    'unreachable',
    t`${origin} can't be listened to from a browser: it may not allow this page, or a proxy in between passes no WebSockets.`,
  );
}

/** Keeps messages until they are read. */
class Incoming implements AsyncIterable<string | Buffer> {
  problem: BackendError | null = null;
  readonly #waiting = new Line<string | Buffer>();
  #bytes = 0;

  constructor(socket: WebSocket, address: URL) {
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      const message = typeof data === 'string' ? data : Buffer.from(data);
      this.#bytes += message.length + OVERHEAD;
      if (this.#bytes > MAX_MESSAGE) {
        // A browser can't hold a server up.
        this.problem = tooLarge(address, MAX_MESSAGE);
        socket.close();
        return;
      }
      this.#waiting.push(message);
    });
    socket.addEventListener('close', () => this.#waiting.end());
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string | Buffer, void, void> {
    for await (const message of this.#waiting) {
      this.#bytes -= message.length + OVERHEAD;
      yield message;
    }
  }
}
