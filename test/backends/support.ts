/** What the scripted servers of the backends' tests share: a server on loopback, pictures, slow bodies, a request to render. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RenderRequest } from '../../server/src/render/backend.ts';
import type { BackendServices } from '../../server/src/render/backend-kind.ts';
import { knowledge } from '../support/knowledge.ts';

export interface ScriptedServer {
  /** As `parseAddress` gives it: without a slash at the end. */
  readonly url: URL;
  /** Stops it at once, open connections and sockets included. A second call does nothing. */
  stop(): Promise<void>;
}

/** A request with its body read. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  readonly raw: http.IncomingMessage;
}

/**
 * Starts a server at a port of 127.0.0.1, by default any free one. An error in `answer` is an answer of 500 with its text.
 * Rejects where the port is taken.
 */
export async function startServer(
  answer: (asked: Asked, response: http.ServerResponse) => void | Promise<void>,
  connected: (socket: WebSocket, request: http.IncomingMessage) => void = (socket) => socket.close(),
  port = 0,
): Promise<ScriptedServer> {
  const server = http.createServer(async (raw, response) => {
    try {
      const { pathname, searchParams } = new URL(raw.url ?? '/', 'http://localhost');
      const chunks: Buffer[] = [];
      for await (const chunk of raw) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString('utf8');
      const { method = 'GET', headers } = raw;
      await answer({ method, path: pathname, query: searchParams, headers, body, json: jsonOf(body), raw }, response);
    } catch (error) {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', connected);
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    url,
    stop: async () => {
      if (!server.listening) return;
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A server that counts who comes: where `redirects` points. */
export async function elsewhere(): Promise<ScriptedServer & { hits(): number }> {
  let hits = 0;
  const server = await startServer((_, response) => {
    hits += 1;
    response.end('{}');
  });
  return { ...server, hits: () => hits };
}

export function sendJson(response: http.ServerResponse, json: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(json));
}

/** A page of some other program, with status 200. */
export function sendHtml(response: http.ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<!doctype html><title>Another program</title><p>It works!</p>');
}

/** Answers whatever is asked of it as a server that is none of ours, or that is elsewhere. */
export function strange(scenario: 'another-product' | 'redirects', elsewhere: URL) {
  return ({ path }: Pick<Asked, 'path'>, response: http.ServerResponse): true => {
    if (scenario === 'another-product') sendHtml(response);
    else response.writeHead(307, { location: new URL(path, elsewhere).href }).end();
    return true;
  };
}

/** Sends a body in pieces of `size` bytes, each in a packet of its own. */
export async function sendInPieces(
  response: http.ServerResponse,
  bytes: Uint8Array,
  type: string,
  size = 97,
): Promise<void> {
  response.writeHead(200, { 'content-type': type });
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size));
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}

/** Sends a message of a WebSocket in frames of `size` bytes. */
export function sendInFrames(socket: WebSocket, message: string | Uint8Array, size = 61): void {
  const bytes = Buffer.from(message);
  const binary = typeof message !== 'string';
  for (let at = 0; at < bytes.length; at += size)
    socket.send(bytes.subarray(at, at + size), { fin: at + size >= bytes.length, binary });
}

/** A PNG of one colour. */
export function png(width = 64, height = 64, [red, green, blue] = [200, 80, 40]): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) data.set([red, green, blue], at);
  return encode({ width, height, data, channels: 3 });
}

/** A black PNG, made of so many rows whatever its header says. Small for its size: gigabytes in a megabyte. */
export function blackPng(width: number, height: number, rows = height): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const pixels = deflateSync(Buffer.alloc((3 * width + 1) * rows), { level: 9 });
  const chunks = [pngChunk('IHDR', header), pngChunk('IDAT', pixels), pngChunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** A promise and the function that resolves it. */
export function gate(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** What backends are made with; `log` collects the lines. */
export function services(log: string[] = []): BackendServices {
  return { knowledge, limits: { maxSide: 2048, maxDuration: 60_000 }, log: (line) => log.push(line) };
}

/** Four steps of a small picture, changed where a test says so. */
export function renderRequest(changes: Partial<RenderRequest> = {}): RenderRequest {
  return {
    prompt: 'a fox in the snow',
    negativePrompt: 'blurry',
    steps: 4,
    guidance: 6,
    distilledGuidance: null,
    width: 64,
    height: 64,
    seed: 1234n,
    sampler: { id: 'euler', written: 'euler' },
    schedule: { id: 'normal', written: 'normal' },
    model: null,
    family: null,
    loras: [],
    clipSkip: null,
    graph: null,
    paidNodesAllowed: false,
    ...changes,
  };
}
