/** What goes over the network, however it goes: `exchange` and `websocket` carry it, in Node and in browsers. */
import type { IncomingHttpHeaders } from 'node:http';
import type { BackendError } from '../../problem.ts';

/** Milliseconds for an answer that waits for no picture: a server that loads a model or renders on its processor answers late. */
export const ANSWER_TIME = 30_000;

/** Milliseconds for a picture that is fetched. */
export const PICTURE_TIME = 60_000;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A request, once. */
export interface Outgoing {
  readonly method: Method;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly signal: AbortSignal;
  /** Milliseconds until the whole answer must be there; for ever where left out. */
  readonly timeout: number | undefined;
  /** Largest body that is read, bytes. */
  readonly maxBytes: number;
}

/** The whole of an answer, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Without their encoding. */
  readonly bytes: Buffer;
}

/** A WebSocket as a sequence of whole messages. */
export interface Socket {
  /** Messages in order, text as strings, binary as buffers; ends when the socket closes, for whatever reason. For one reader. */
  readonly messages: AsyncIterable<string | Buffer>;
  /** What the server sent that can't be read, if that is why it closed: too large, or no message at all. */
  readonly problem: BackendError | null;
  send(text: string): void;
  close(): void;
}

/** Largest message of a socket, bytes: a large PNG as base64, as much as an answer over HTTP. */
export const MAX_MESSAGE = 64 * 1024 * 1024;
