/** Recordings of a real ComfyUI, from beside the checkout, as a server that plays them again. */
import { readFileSync } from 'node:fs';
import type { WebSocket } from 'ws';
import { type Asked, type ScriptedServer, startServer } from '../support.ts';

interface HttpEntry {
  readonly dir: 'http';
  readonly t_ms: number;
  readonly took_ms: number;
  readonly note?: string;
  readonly request: { readonly method: string; readonly path: string; readonly body?: string };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly body_base64?: string;
  };
}
interface SocketEntry {
  readonly dir: 'connect' | 'send' | 'recv' | 'closed' | 'note';
  readonly client?: string;
  readonly t_ms: number;
  readonly text?: string;
  readonly base64?: string;
}
export type Entry = HttpEntry | SocketEntry;

export interface Recording {
  readonly scenario: string;
  readonly clients: Readonly<Record<string, { readonly clientId: string }>>;
  readonly timeline: readonly Entry[];
}

export function recording<T = Recording>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`../../../../shared/recordings/comfyui/${name}.json`, import.meta.url), 'utf8'),
  );
}

/** The node definitions of the recorded server: the classes that its graphs use most. */
export function recordedDefinitions(): Record<string, unknown> {
  return recording<{ response: { body_json: Record<string, unknown> } }>('object_info').response.body_json;
}

export function isHttp(entry: Entry): entry is HttpEntry {
  return entry.dir === 'http';
}

/** One prompt of a recording: what was sent, and all that one client was told until the next prompt. */
export interface RecordedRun {
  readonly promptId: string;
  readonly graph: Record<string, { class_type: string; inputs: Record<string, unknown> }>;
  readonly answer: string;
  readonly messages: readonly (string | Buffer)[];
  /** Bodies by path, history and files. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** The prompts that a recording's server accepted, in order, with what their client heard. */
export function runsOf({ timeline, clients }: Recording): RecordedRun[] {
  const files = new Map<string, Buffer>();
  for (const entry of timeline.filter(isHttp)) {
    const { status, body, body_base64 } = entry.response;
    if (status !== 200) continue;
    if (/^\/(history|view)/.test(entry.request.path))
      files.set(entry.request.path, body === undefined ? Buffer.from(body_base64 ?? '', 'base64') : Buffer.from(body));
  }
  return timeline
    .filter(isHttp)
    .filter(
      ({ request, response }) => request.path === '/prompt' && request.method === 'POST' && response.status === 200,
    )
    .map(({ request, response }) => {
      const { prompt, client_id } = JSON.parse((request.body ?? '').replace(/NaN/g, 'null'));
      const promptId: string = JSON.parse(response.body ?? '{}').prompt_id;
      const ears = Object.keys(clients).filter((name) => clients[name].clientId === client_id);
      const heard = timeline.filter(
        (entry): entry is SocketEntry => !isHttp(entry) && entry.dir === 'recv' && ears.includes(entry.client ?? ''),
      );
      const first = heard.findIndex(({ text }) => text?.includes('"execution_start"') && text.includes(promptId));
      const after = heard.slice(Math.max(first, 0));
      const end = after.findIndex(({ text }) => text?.includes('"node": null') && text.includes(promptId));
      const messages = (end < 0 ? after : after.slice(0, end + 1)).map(({ text, base64 }) =>
        text === undefined ? Buffer.from(base64 ?? '', 'base64') : text,
      );
      return { promptId, graph: prompt, answer: response.body ?? '', messages, files };
    });
}

export interface ReplayServer extends ScriptedServer {
  readonly submitted: unknown[];
}

/**
 * Plays one run to whoever submits something: ids of the recording become those of the client, lengths stay. Classes that the
 * recording's definitions lack are added, and files that were not fetched are `picture`.
 */
export async function replay(
  run: RecordedRun,
  stats: string,
  definitions: Record<string, unknown>,
  picture: Uint8Array,
): Promise<ReplayServer> {
  const submitted: unknown[] = [];
  const sockets = new Map<string, WebSocket>();
  let promptId = '';
  const renamed = (text: string): string => text.replaceAll(run.promptId, promptId);
  const play = ({ prompt_id, client_id }: { prompt_id: string; client_id: string }): void => {
    promptId = prompt_id;
    // The answer goes first, as it did: what is sent here is read after it.
    setImmediate(() => {
      for (const message of run.messages)
        sockets
          .get(client_id)
          ?.send(
            typeof message === 'string' ? renamed(message) : Buffer.from(renamed(message.toString('latin1')), 'latin1'),
          );
    });
  };
  const bodyOf = ({ method, path, query, json }: Asked): string | Buffer | null => {
    if (path === '/system_stats') return stats;
    if (path === '/object_info') return JSON.stringify({ ...definitions, ...recordedDefinitions() });
    if (path === '/queue') return '{"queue_running": [], "queue_pending": []}';
    if (method === 'POST' && path === '/prompt') {
      submitted.push(json);
      play(json as { prompt_id: string; client_id: string });
      return renamed(run.answer);
    }
    const wanted = `${path}${query.size > 0 ? `?${query}` : ''}`.replaceAll(promptId, run.promptId);
    const file = run.files.get(wanted);
    if (path.startsWith('/history')) return file ? renamed(file.toString()) : '{}';
    return path === '/view' ? (file ?? Buffer.from(picture)) : null;
  };
  const server = await startServer(
    (asked, response) => {
      const body = bodyOf(asked);
      response.writeHead(body === null ? 404 : 200).end(body ?? '');
    },
    (socket, request) => {
      sockets.set(new URL(request.url ?? '', 'http://localhost').searchParams.get('clientId') ?? '', socket);
    },
  );
  return { ...server, submitted };
}
