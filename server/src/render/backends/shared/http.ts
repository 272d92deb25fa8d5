/**
 * HTTP to a backend: requests that may take minutes, bodies of bounded size, errors that say what to do.
 *
 * `node:http` and not `fetch`: fetch gives up after 300 s without headers, which a blocking render exceeds, and it can go
 * through a proxy that the environment names, which loopback must not.
 */
import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { at, authorization, type Connection } from '../../address.ts';
import { BackendError } from '../../problem.ts';
import { Arriving, decoded } from './body.ts';
import { failure, networkError, redirected, shorten, tooLarge } from './faults.ts';
import { parseJson, parseJsonWithBytes, stringifyJson, TooComplex } from './json.ts';

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query below the server's address. */
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, in place of JSON. */
  readonly body?: { readonly type: string; readonly bytes: Buffer };
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Milliseconds until the whole answer must be there; left out for renders that block. */
  readonly timeout?: number;
  /** Largest body that is read, bytes. */
  readonly maxBytes?: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The beginning of the body as UTF-8: as much as is looked at for a server's words. */
  words(): string;
  /** The body as JSON; throws `BackendError` `protocol` when it is none (a page of HTML, say). */
  json(): unknown;
  /** As `json`, with what is long and base64 as its bytes (`parseJsonWithBytes`): for answers that hold pictures. */
  jsonWithBytes(): unknown;
}

/** 64 MiB: a batch of large PNGs as base64. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 3;
/** Milliseconds of silence after which the operating system asks whether the other side is still there. */
const ALIVE_EVERY = 30_000;
/** Bytes of a server's words that are looked at. */
const WORDS = 64 * 1024;

/**
 * Sends one request and reads the whole answer, whatever its status. What may change the server (anything but a GET) is sent
 * once, whatever becomes of it. Throws `BackendError`: `unreachable`, `redirected` (to another host, in circles, or what is no
 * GET), `lost` (the answer broke off), `timeout`, `protocol` (too large, no HTTP); the signal's reason when it aborts.
 */
export async function send(connection: Connection, request: HttpRequest): Promise<HttpResponse> {
  const seen = new Set<string>();
  let url = at(connection.address, request.path);
  for (;;) {
    seen.add(url.href);
    const response = await sendOnce(url, connection, request);
    const location = response.status >= 300 && response.status < 400 ? response.headers.location : undefined;
    if (location === undefined) return response;
    const next = URL.parse(location, url.href);
    if (next?.origin !== url.origin || methodOf(request) !== 'GET' || seen.has(next.href) || seen.size > MAX_REDIRECTS)
      throw redirected(url, next);
    url = next;
  }
}

/** As `send`, with a status outside 200 to 299 thrown as `problem` makes it, by default `failure`. */
export async function sendOk(
  connection: Connection,
  request: HttpRequest,
  problem: (response: HttpResponse) => BackendError = (response) => failure(connection, response),
): Promise<HttpResponse> {
  const response = await send(connection, request);
  if (response.status >= 200 && response.status < 300) return response;
  throw problem(response);
}

function methodOf({ method, json, body }: HttpRequest): NonNullable<HttpRequest['method']> {
  return method ?? (json === undefined && body === undefined ? 'GET' : 'POST');
}

function asJson(json: unknown): NonNullable<HttpRequest['body']> {
  return { type: 'application/json', bytes: Buffer.from(stringifyJson(json), 'utf8') };
}

function sendOnce(url: URL, connection: Connection, request: HttpRequest): Promise<HttpResponse> {
  const { signal, timeout, maxBytes = MAX_BYTES } = request;
  const method = methodOf(request);
  const body = request.body ?? (request.json === undefined ? null : asJson(request.json));
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    // A render's signal goes to all of its requests, and Node warns people of the eleventh that listens.
    setMaxListeners(0, signal);
    const outgoing = (url.protocol === 'https:' ? https : http).request(url, {
      method,
      signal,
      // Servers close connections that are kept open just when they please, and nobody can tell whether the request arrived.
      // A GET is then asked again; whatever must not be sent twice has a connection of its own.
      ...((method !== 'GET' || timeout === undefined) && { agent: false }),
      headers: {
        accept: 'application/json, */*',
        // A tunnel's warning page would be taken for the answer.
        'ngrok-skip-browser-warning': '1',
        ...(body && { 'content-type': body.type, 'content-length': String(body.bytes.length) }),
        ...authorization(connection.credentials),
        ...request.headers,
      },
    });
    // A server that vanishes without a word, as over a network that breaks, is noticed.
    outgoing.setSocketKeepAlive(true, ALIVE_EVERY);
    let answered = false;
    let over = false;
    /** The first end counts: what is broken off here breaks with another error later. */
    const end = (settle: () => void): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      settle();
    };
    const fail = (error: Error & { code?: string }): void =>
      end(() => {
        const wasClosed = outgoing.reusedSocket && !answered && /^(ECONNRESET|EPIPE)$/.test(error.code ?? '');
        if (signal.aborted) reject(signal.reason);
        else if (method === 'GET' && wasClosed) resolve(sendOnce(url, connection, request));
        else reject(error instanceof BackendError ? error : networkError(error, url, answered));
      });
    const breakOff = (problem: BackendError): void => {
      fail(problem);
      outgoing.destroy();
    };
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            const says = `${url.origin} did not answer within ${timeout / 1000} s. It may be busy or hang.`;
            breakOff(new BackendError('timeout', says));
          }, timeout);
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      answered = true;
      const arriving = new Arriving();
      if (Number(incoming.headers['content-length']) > maxBytes) breakOff(tooLarge(url, maxBytes));
      incoming.on('data', (chunk: Buffer) => {
        if (arriving.length + chunk.length > maxBytes) breakOff(tooLarge(url, maxBytes));
        else arriving.add(chunk);
      });
      incoming.on('error', fail);
      incoming.on('aborted', () => fail(new Error('aborted')));
      incoming.on('end', () =>
        decoded(arriving.bytes, incoming.headers['content-encoding'], maxBytes, url).then(
          (bytes) => end(() => resolve(responseOf(incoming, bytes, url))),
          fail,
        ),
      );
    });
    outgoing.end(body?.bytes);
  });
}

function responseOf({ statusCode = 0, headers }: http.IncomingMessage, bytes: Buffer, url: URL): HttpResponse {
  const words = (): string => bytes.toString('utf8', 0, WORDS);
  const parsed = (parse: () => unknown): unknown => {
    try {
      return parse();
    } catch (error) {
      const says =
        error instanceof TooComplex
          ? `${url.origin} sent more than can be read: ${error.message}.`
          : `${url.origin} answered with something that is not JSON: it may be another program.`;
      throw new BackendError('protocol', says, { detail: shorten(words()) });
    }
  };
  return {
    status: statusCode,
    headers,
    bytes,
    words,
    json: () => parsed(() => parseJson(bytes.toString('utf8'))),
    jsonWithBytes: () => parsed(() => parseJsonWithBytes(bytes)),
  };
}
