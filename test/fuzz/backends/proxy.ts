/** Stands between a client and its server, passes everything on, and does one thing wrong at one of the server's messages. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

/** An answer over HTTP that is about to be sent. */
export interface Answer {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A message over a WebSocket that is about to be sent. */
export interface Message {
  readonly to: WebSocket;
  /** The stream below, for what is no message. */
  readonly socket: Socket;
  readonly data: Buffer;
  readonly binary: boolean;
  /** Sends it as it is. */
  pass(): void;
}

export interface Fault {
  /** What is done in the place of an answer. */
  answer(answer: Answer): void;
  /** What is done in the place of a message. */
  message(message: Message): void;
}

export interface Proxy {
  readonly url: URL;
  /** At what the fault was done; `null` while it was not. */
  hit(): string | null;
  /** Messages so far. */
  count(): number;
  stop(): Promise<void>;
}

/** Does the fault at the message of this number, counted from 0. The opening of a WebSocket is an answer, too. */
export async function startProxy(upstream: URL, at: number, fault: Fault): Promise<Proxy> {
  let count = 0;
  let hit: string | null = null;
  /** Whether it is the turn of the fault. */
  const isTurn = (what: string): boolean => {
    count += 1;
    if (count - 1 !== at) return false;
    hit = what;
    return true;
  };

  const server = http.createServer(async (request, response) => {
    response.on('error', () => {});
    const what = `${request.method} ${request.url}`;
    const wrong = isTurn(what);
    const answer = await forward(upstream, request, response);
    if (answer === null) return;
    if (wrong) fault.answer(answer);
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.on('clientError', (_, socket) => socket.destroy());
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });

  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head) => {
    socket.on('error', () => {});
    const what = `socket ${request.url}`;
    if (isTurn(what)) {
      const response = new http.ServerResponse(request);
      response.assignSocket(socket);
      response.on('error', () => {});
      fault.answer({ request, response, socket, status: 403, headers: {}, body: Buffer.from('{}') });
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => join(client, socket, request, what));
  });

  function join(client: WebSocket, socket: Socket, request: IncomingMessage, what: string): void {
    const { cookie, authorization } = request.headers;
    const there = new WebSocket(new URL(request.url ?? '/', upstream.href.replace(/^http/, 'ws')), {
      headers: { ...(cookie && { cookie }), ...(authorization && { authorization }) },
    });
    const early: RawData[] = [];
    client.on('message', (data) => (there.readyState === WebSocket.OPEN ? there.send(String(data)) : early.push(data)));
    there.on('open', () => {
      for (const data of early) there.send(String(data));
    });
    there.on('message', (data: Buffer, binary) => {
      const pass = (): void => {
        if (client.readyState === WebSocket.OPEN) client.send(data, { binary });
      };
      if (isTurn(`${what}: ${binary ? 'binary' : String(data).slice(0, 80)}`))
        fault.message({ to: client, socket, data, binary, pass });
      else pass();
    });
    client.on('error', () => {});
    there.on('error', () => client.terminate());
    client.on('close', () => there.terminate());
    there.on('close', () => client.close());
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    hit: () => hit,
    count: () => count,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Asks the server; `null` when either side has gone away meanwhile. */
async function forward(upstream: URL, request: IncomingMessage, response: ServerResponse): Promise<Answer | null> {
  const sent: Buffer[] = [];
  try {
    for await (const chunk of request) sent.push(chunk);
  } catch {
    return null;
  }
  return new Promise((resolve) => {
    const { method = 'GET', url = '/', headers } = request;
    const onward = http.request(new URL(url, upstream), { method, headers, agent: false }, async (incoming) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of incoming) chunks.push(chunk);
      } catch {
        response.destroy();
        resolve(null);
        return;
      }
      const { statusCode: status = 0 } = incoming;
      const { 'transfer-encoding': _, connection, 'keep-alive': __, ...headers } = incoming.headers;
      resolve({ request, response, socket: request.socket, status, headers, body: Buffer.concat(chunks) });
    });
    onward.on('error', () => {
      response.destroy();
      resolve(null);
    });
    response.on('close', () => {
      if (!response.writableFinished) onward.destroy();
      resolve(null);
    });
    onward.end(Buffer.concat(sent));
  });
}
