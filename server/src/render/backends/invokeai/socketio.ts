/**
 * Events of a Socket.IO server: protocol 5 over Engine.IO 4, WebSocket only, the default namespace, no attachments, which is all
 * that InvokeAI sends. The library for it would make the bundle a quarter larger (113 kB).
 */

import { t } from '@vscode/l10n';
import type { Connection } from '../../address.ts';
import { BackendError } from '../../problem.ts';
import { jsonIn, stringifyJson } from '../shared/json.ts';
import { openSocket } from '../shared/websocket.ts';
import { ANSWER_TIME } from '../shared/wire.ts';

export interface ServerEvent {
  readonly name: string;
  readonly data: unknown;
}

export interface EventSocket {
  /** In order; ends when the socket closes, for whatever reason. For one reader. */
  readonly events: AsyncIterable<ServerEvent>;
  emit(name: string, data: unknown): void;
  close(): void;
}

/** Types of Engine.IO packets, and of Socket.IO packets within a message: the first characters of a text. */
const OPEN = '0';
const PING = '2';
const PONG = '3';
const CONNECT = '40';
const REFUSED = '44';
const EVENT = '42';

/**
 * Connects at a path of the server; a token goes with the connection's credentials and as `auth`. Throws `BackendError`: as
 * `openSocket`, and `unauthorized` when the server refuses.
 */
export async function openEvents(connection: Connection, path: string, signal: AbortSignal): Promise<EventSocket> {
  const socket = await openSocket(connection, `${path}/?EIO=4&transport=websocket`, signal);
  const packets = packetsOf(socket.messages, (text) => socket.send(text));
  const timer = setTimeout(socket.close, ANSWER_TIME);
  try {
    if (!(await next(packets)).startsWith(OPEN)) throw strange(connection);
    const { credentials } = connection;
    socket.send(CONNECT + (credentials?.kind === 'bearer' ? stringifyJson({ token: credentials.token }) : ''));
    const answer = await next(packets);
    if (answer.startsWith(REFUSED))
      throw new BackendError('unauthorized', t`${connection.address.origin} does not let us hear of its progress.`, {
        detail: answer,
      });
    if (!answer.startsWith(CONNECT)) throw strange(connection);
  } catch (error) {
    socket.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return {
    events: eventsOf(packets),
    emit: (name, data) => socket.send(EVENT + stringifyJson([name, data])),
    close: socket.close,
  };
}

/** Packets in order, pings answered and left out. */
async function* packetsOf(
  messages: AsyncIterable<string | Buffer>,
  send: (text: string) => void,
): AsyncGenerator<string, void, void> {
  for await (const message of messages) {
    if (typeof message !== 'string') continue;
    if (message.startsWith(PING)) send(PONG + message.slice(1));
    else yield message;
  }
}

async function next(packets: AsyncGenerator<string, void, void>): Promise<string> {
  const { value } = await packets.next();
  if (value === undefined) throw new BackendError('lost', t`The connection for progress was closed while it opened.`);
  return value;
}

async function* eventsOf(packets: AsyncIterable<string>): AsyncGenerator<ServerEvent, void, void> {
  for await (const packet of packets) {
    // A number before the list asks for an acknowledgement, which InvokeAI never does.
    const list = packet.startsWith(EVENT) ? /^42\d*(\[.*)$/s.exec(packet)?.[1] : undefined;
    if (list === undefined) continue;
    const json = jsonIn(list);
    const [name, data] = Array.isArray(json) ? json : [];
    if (typeof name === 'string') yield { name, data };
  }
}

function strange({ address }: Connection): BackendError {
  return new BackendError('protocol', t`${address.origin} does not speak Socket.IO where InvokeAI does.`);
}
