/**
 * HTTP to a backend: requests that may take minutes, bodies of bounded size, errors that say what to do.
 *
 * `node:http` and not `fetch`: fetch gives up after 300 s without headers, which a blocking render exceeds, and it can go
 * through a proxy that the environment names, which loopback must not.
 */
import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { BackendError } from '../problem.ts';
import { at, authorization, type Connection } from './address.ts';
import { parseJson, parseJsonWithBytes, stringifyJson } from './json.ts';

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query below the server's address. */
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
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
  /** The body as UTF-8. */
  text(): string;
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
/** Letters of a server's own words that are kept. */
const DETAIL_LENGTH = 2000;

/**
 * Sends one request and reads the whole answer, whatever its status. Throws `BackendError`: `unreachable`, `redirected` (to
 * another host), `lost` (the answer broke off), `timeout`, `protocol` (too large); the signal's reason when it aborts.
 */
export async function send(connection: Connection, request: HttpRequest): Promise<HttpResponse> {
  let url = at(connection.address, request.path);
  for (let hops = 0; ; hops += 1) {
    const response = await sendOnce(url, connection, request);
    const location = response.status >= 300 && response.status < 400 ? response.headers.location : undefined;
    if (location === undefined) return response;
    const next = URL.parse(location, url.href);
    if (!next || next.origin !== url.origin || hops >= MAX_REDIRECTS) {
      const where = next ? next.origin : 'somewhere unreadable';
      throw new BackendError(
        'redirected',
        `${connection.address.origin} sends requests on to ${where}, and Sweetspot talks only to the server you chose. If that is the right one, choose its address itself.`,
      );
    }
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

/** The error for a status that the backend's own rules say nothing about. */
export function failure({ address }: Connection, response: HttpResponse): BackendError {
  const detail = shorten(response.text());
  const more = { detail };
  switch (response.status) {
    case 401:
      return new BackendError(
        'unauthorized',
        `${address.origin} asks for a user and password, or a token. Run "Sweetspot: Choose Backend" and enter them.`,
        more,
      );
    case 403:
      return new BackendError('unauthorized', `${address.origin} refuses the request (403).`, more);
    case 404:
      return new BackendError(
        'protocol',
        `${address.origin} doesn't know this request: it may be another program.`,
        more,
      );
    case 429:
    case 503:
      return new BackendError('busy', `${address.origin} is busy. Try again in a moment.`, more);
    default:
      return new BackendError('server', `${address.origin} answered with an error (${response.status}).`, more);
  }
}

/** A server's words, short enough to log. */
export function shorten(text: string): string {
  return text.length > DETAIL_LENGTH ? `${text.slice(0, DETAIL_LENGTH)} …` : text;
}

function sendOnce(url: URL, connection: Connection, request: HttpRequest): Promise<HttpResponse> {
  const { method = request.json === undefined ? 'GET' : 'POST', signal, timeout, maxBytes = MAX_BYTES } = request;
  const body = request.json === undefined ? null : Buffer.from(stringifyJson(request.json), 'utf8');
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const outgoing = (url.protocol === 'https:' ? https : http).request(url, {
      method,
      signal,
      // A render that blocks has a connection of its own: it must not be sent twice, which one kept from before may need.
      ...(timeout === undefined && { agent: false }),
      headers: {
        accept: 'application/json, */*',
        // A tunnel's warning page would be taken for the answer.
        'ngrok-skip-browser-warning': '1',
        ...(body && { 'content-type': 'application/json', 'content-length': String(body.length) }),
        ...authorization(connection.credentials),
        ...request.headers,
      },
    });
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            outgoing.destroy(
              new BackendError(
                'timeout',
                `${url.origin} did not answer within ${timeout / 1000} s. It may be busy or hang.`,
              ),
            );
          }, timeout);
    // A server that vanishes without a word, as over a network that breaks, is noticed.
    outgoing.setSocketKeepAlive(true, ALIVE_EVERY);
    let answered = false;
    const fail = (error: Error & { code?: string }): void => {
      clearTimeout(timer);
      if (signal.aborted) reject(signal.reason);
      // Servers close connections that are kept open just when they please: the request never arrived.
      else if (outgoing.reusedSocket && !answered && /^(ECONNRESET|EPIPE)$/.test(error.code ?? ''))
        resolve(sendOnce(url, connection, request));
      else reject(error instanceof BackendError ? error : networkError(error, url, answered));
    };
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      answered = true;
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > maxBytes)
          incoming.destroy(
            new BackendError('protocol', `${url.origin} sent more than ${maxBytes} bytes. It was not read on.`),
          );
      });
      incoming.on('error', fail);
      incoming.on('aborted', () => fail(new Error('aborted')));
      incoming.on('end', () => {
        clearTimeout(timer);
        decoded(Buffer.concat(chunks), incoming.headers['content-encoding'], maxBytes).then(
          (bytes) => resolve(responseOf(incoming, bytes, url)),
          (error: Error) =>
            reject(
              new BackendError('protocol', `${url.origin} sent a body that can't be unpacked.`, {
                detail: error.message,
              }),
            ),
        );
      });
    });
    outgoing.end(body ?? undefined);
  });
}

const unzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.unzip);
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const unbrotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);

/** A body without its `Content-Encoding`, whether or not it was asked for: some servers and proxies don't ask back. */
async function decoded(bytes: Buffer, encoding: string | undefined, maxOutputLength: number): Promise<Buffer> {
  if (bytes.length === 0) return bytes;
  switch (encoding?.toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return unzip(bytes, { maxOutputLength });
    case 'deflate':
      // With zlib's header, as the standard says, or without, as many do. The header's low bits are 8.
      return (bytes[0] & 0x0f) === 8 ? unzip(bytes, { maxOutputLength }) : inflateRaw(bytes, { maxOutputLength });
    case 'br':
      return unbrotli(bytes, { maxOutputLength });
    default:
      return bytes;
  }
}

function responseOf({ statusCode = 0, headers }: http.IncomingMessage, bytes: Buffer, url: URL): HttpResponse {
  const text = (): string => bytes.toString('utf8');
  const parsed = (parse: () => unknown): unknown => {
    try {
      return parse();
    } catch {
      throw new BackendError(
        'protocol',
        `${url.origin} answered with something that is not JSON: it may be another program.`,
        { detail: shorten(text()) },
      );
    }
  };
  return {
    status: statusCode,
    headers,
    bytes,
    text,
    json: () => parsed(() => parseJson(text())),
    jsonWithBytes: () => parsed(() => parseJsonWithBytes(bytes)),
  };
}

/** The error for a connection that was not made, or that broke off (`answered`: after an answer had begun). */
export function networkError(error: Error & { code?: string }, { origin }: URL, answered: boolean): BackendError {
  const detail = `${error.code ?? ''} ${error.message}`.trim();
  if (answered || error.code === 'ECONNRESET' || error.code === 'EPIPE')
    return new BackendError('lost', `${origin} broke the connection off. It may have stopped: look at its window.`, {
      detail,
    });
  if (/CERT|SELF_SIGNED|SSL|TLS/.test(error.code ?? ''))
    return new BackendError('unreachable', `${origin} has a certificate that is not trusted here (${error.code}).`, {
      detail,
    });
  return new BackendError(
    'unreachable',
    `Nothing answers at ${origin}. Start the server, wait until it is up, or run "Sweetspot: Choose Backend".`,
    { detail },
  );
}
