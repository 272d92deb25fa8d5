/**
 * One request over the network and the whole of its answer.
 *
 * `node:http` and not `fetch`: fetch gives up after 300 s without headers, which a blocking render exceeds, and it can go
 * through a proxy that the environment names, which loopback must not.
 */
import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { BackendError } from '../../problem.ts';
import { Arriving } from './arriving.ts';
import { decoded } from './body.ts';
import { late, networkError, tooLarge } from './faults.ts';
import type { Answer, Outgoing } from './wire.ts';

/** Milliseconds of silence after which the operating system asks whether the other side is still there. */
const ALIVE_EVERY = 30_000;

/** Follows no redirect. Throws `BackendError`; the signal's reason when it aborts. */
export function exchange(url: URL, request: Outgoing): Promise<Answer> {
  const { method, headers, body, signal, timeout, maxBytes } = request;
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
        // A tunnel's warning page would be taken for the answer.
        'ngrok-skip-browser-warning': '1',
        ...(body && { 'content-length': String(body.length) }),
        ...headers,
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
        else if (method === 'GET' && wasClosed) resolve(exchange(url, request));
        else reject(error instanceof BackendError ? error : networkError(error, url, answered));
      });
    const breakOff = (problem: BackendError): void => {
      fail(problem);
      outgoing.destroy();
    };
    const timer = timeout === undefined ? undefined : setTimeout(() => breakOff(late(url, timeout)), timeout);
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
          (bytes) => end(() => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes })),
          fail,
        ),
      );
    });
    outgoing.end(body ?? undefined);
  });
}
