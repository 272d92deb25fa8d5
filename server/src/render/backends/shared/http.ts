/** HTTP to a backend: requests that may take minutes, bodies of bounded size, errors that say what to do. */
import { t } from '@vscode/l10n';
import type { GenericSchema, InferOutput } from 'valibot';
import { readAs } from '../../../knowledge/readable.ts';
import { at, authorization, type Connection, urlOf } from '../../address.ts';
import { BackendError } from '../../problem.ts';
import { exchange } from './exchange.ts';
import { failure, redirected, shorten } from './faults.ts';
import { parseJson, parseJsonWithBytes, stringifyJson, TooComplex } from './json.ts';
import type { Answer, Method } from './wire.ts';

export interface HttpRequest {
  readonly method?: Method;
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
  readonly headers: Answer['headers'];
  readonly bytes: Buffer;
  /** The beginning of the body as UTF-8: as much as is looked at for a server's words. */
  words(): string;
  /** The body as JSON; throws `BackendError` `protocol` when it is none (a page of HTML, say). */
  json(): unknown;
  /** The JSON as a schema reads it; `null` where it is something else, or none: many programs answer a page of HTML to whatever is asked. */
  read<Schema extends GenericSchema>(schema: Schema): InferOutput<Schema> | null;
  /** As `json`, with what is long and base64 as its bytes (`parseJsonWithBytes`): for answers that hold pictures. */
  jsonWithBytes(): unknown;
}

/** 64 MiB: a batch of large PNGs as base64. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 3;
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
    const next = urlOf(location, url.href);
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

function methodOf({ method, json, body }: HttpRequest): Method {
  return method ?? (json === undefined && body === undefined ? 'GET' : 'POST');
}

function asJson(json: unknown): NonNullable<HttpRequest['body']> {
  return { type: 'application/json', bytes: Buffer.from(stringifyJson(json), 'utf8') };
}

function sendOnce(url: URL, connection: Connection, request: HttpRequest): Promise<HttpResponse> {
  const { signal, timeout, maxBytes = MAX_BYTES } = request;
  const body = request.body ?? (request.json === undefined ? null : asJson(request.json));
  const headers = {
    accept: 'application/json, */*',
    ...(body && { 'content-type': body.type }),
    ...authorization(connection.credentials),
    ...request.headers,
  };
  const outgoing = { method: methodOf(request), headers, body: body?.bytes ?? null, signal, timeout, maxBytes };
  return exchange(url, outgoing).then((answer) => responseOf(answer, url));
}

/** An answer as it came from `url`. */
export function responseOf({ status, headers, bytes }: Answer, url: URL): HttpResponse {
  const words = (): string => bytes.toString('utf8', 0, WORDS);
  const parsed = (parse: () => unknown): unknown => {
    try {
      return parse();
    } catch (error) {
      const says =
        error instanceof TooComplex
          ? t`${url.origin} sent more than can be read: ${error.message}.`
          : t`${url.origin} answered with something that is not JSON: it may be another program.`;
      throw new BackendError('protocol', says, { detail: shorten(words()) });
    }
  };
  const json = (): unknown => parsed(() => parseJson(bytes.toString('utf8')));
  return {
    status,
    headers,
    bytes,
    words,
    json,
    read: (schema) => {
      try {
        return readAs(schema, json());
      } catch {
        return null;
      }
    },
    jsonWithBytes: () => parsed(() => parseJsonWithBytes(bytes)),
  };
}
