/** A scripted InvokeAI, after its own routers and sockets.py, and what version 6.14.2 was seen to send. */
import type http from 'node:http';
import type { WebSocket } from 'ws';
import {
  type Asked,
  base64,
  gate,
  png,
  type ScriptedServer,
  sendInFrames,
  sendInPieces,
  sendJson,
  startServer,
} from '../support.ts';

type Json = Record<string, unknown>;

export interface InvokeScript {
  /** Answers in place of the server's own. Returns true when it has. */
  answer?: (asked: Asked, response: http.ServerResponse) => boolean | Promise<boolean>;
  /** What comes of a job once it runs, by default `completed`; `running` until it is cancelled. */
  outcome?: 'completed' | 'running' | 'failed' | 'canceled';
  /** Why it failed. */
  error?: { type: string; message: string };
  /** Events beside those of a healthy job, before its first step. */
  events?: (item: number) => readonly (readonly [string, unknown])[];
  /** Results of the job's nodes, by default its picture. */
  results?: Json;
  /** No Socket.IO: the upgrade is refused. */
  silent?: boolean;
  /** Sockets break off once the job runs; the job goes on. */
  dropsSockets?: boolean;
  /** What the server sends where it should let the client in. */
  welcome?: string;
  /** Never answers a cancel. */
  deaf?: boolean;
  /** Breaks everything off once the job runs. */
  dies?: boolean;
  inPieces?: boolean;
  /** The account without which there is no queue. */
  account?: { email: string; password: string; token: string };
}

export interface ScriptedInvoke extends ScriptedServer {
  /** Graphs as they came in. */
  readonly batches: Json[];
  /** `METHOD path?query` of every request. */
  readonly asked: string[];
  /** What clients said over their sockets. */
  readonly said: string[];
  readonly begun: Promise<void>;
}

const model = (key: string, base: string, type: string, name = key) => ({
  key,
  hash: `blake3:${Buffer.from(key).toString('hex')}`,
  name,
  base,
  type,
  format: 'checkpoint',
  path: `/models/${key}`,
});

export const MODELS = [
  model('k-sd1', 'sd-1', 'main', 'dreamshaper'),
  { ...model('k-xl', 'sdxl', 'main', 'sd_xl_base_1.0'), hash: 'sha256:ABCDEF' },
  model('k-twin-1', 'sd-1', 'main', 'twin'),
  model('k-twin-x', 'sdxl', 'main', 'twin'),
  model('k-flux', 'flux', 'main', 'flux-dev'),
  model('k-odd', 'cogview4', 'main', 'cog'),
  model('k-t5', 'any', 't5_encoder'),
  model('k-clip', 'any', 'clip_embed'),
  model('k-vae-xl', 'sdxl', 'vae'),
  model('k-vae', 'flux', 'vae'),
  model('k-lora-1', 'sd-1', 'lora', 'detail'),
  model('k-lora-x', 'sdxl', 'lora', 'detail'),
  { key: 'a record of some later version' },
];

export async function startInvoke(script: InvokeScript = {}): Promise<ScriptedInvoke> {
  const batches: Json[] = [];
  const asked: string[] = [];
  const said: string[] = [];
  const begun = gate();
  const sockets = new Set<WebSocket>();
  const items = new Map<number, { status: string; destination: string; width: number; height: number }>();

  const tell = (name: string, data: unknown): void => {
    const text = `42${JSON.stringify([name, data])}`;
    for (const socket of sockets) script.inPieces ? sendInFrames(socket, text) : socket.send(text);
  };
  const change = (item: number, status: string): void => {
    const job = items.get(item);
    if (job) job.status = status;
    tell('queue_item_status_changed', { item_id: item, status, queue_id: 'default' });
  };
  const run = (item: number, steps: number): void => {
    const progress = (source: string, percentage: number | null, image: unknown = null) =>
      tell('invocation_progress', {
        item_id: item,
        invocation_source_id: source,
        message: 'Denoising',
        percentage,
        image,
      });
    change(item, 'in_progress');
    tell('invocation_started', { item_id: item, invocation_source_id: 'model' });
    for (const [name, data] of script.events?.(item) ?? []) tell(name, data);
    progress('positive', null);
    begun.resolve();
    if (script.dies) return void server.stop();
    if (script.dropsSockets) for (const socket of sockets) socket.terminate();
    if (script.outcome === 'running') return;
    for (let step = 0; step <= steps; step += 1)
      progress('denoise', step / steps, {
        width: 64,
        height: 64,
        dataURL: `data:image/png;base64,${base64(png(8, 8))}`,
      });
    change(item, script.outcome ?? 'completed');
  };
  const itemOf = (id: number) => {
    const job = items.get(id);
    const failed = job?.status === 'failed';
    return {
      item_id: id,
      status: job?.status,
      error_type: failed ? (script.error?.type ?? 'Exception') : null,
      error_message: failed ? (script.error?.message ?? 'no reason') : null,
      error_traceback: failed ? 'Traceback (most recent call last): …' : null,
      session: {
        prepared_source_mapping: { 'p-1': 'model', 'p-7': 'picture' },
        results:
          job?.status === 'completed'
            ? (script.results ?? { 'p-1': { type: 'model_loader_output' }, 'p-7': pictureOutput(`${id}.png`) })
            : {},
      },
    };
  };

  const server = await startServer(
    async (request, response) => {
      const { method, path, query } = request;
      asked.push(`${method} ${path}${query.size ? `?${query}` : ''}`);
      if (await script.answer?.(request, response)) return;
      if (path === '/api/v1/app/version') return sendJson(response, { version: '6.14.2' });
      const { account } = script;
      if (path === '/api/v1/auth/login') {
        const { email, password } = request.json as Json;
        if (email !== account?.email || password !== account?.password)
          return sendJson(response, { detail: 'Incorrect email or password' }, 401);
        return sendJson(response, { token: account?.token, user: {}, expires_in: 1 });
      }
      if (account && request.headers.authorization !== `Bearer ${account.token}`)
        return sendJson(response, { detail: 'Missing authentication credentials' }, 401);
      if (path === '/api/v2/models/') {
        if (script.inPieces)
          return sendInPieces(response, Buffer.from(JSON.stringify({ models: MODELS })), 'application/json');
        return sendJson(response, { models: MODELS });
      }
      if (path === '/api/v1/queue/default/status') {
        const waiting = [...items].filter(([, { status }]) => status === 'pending');
        sendJson(response, { queue: { pending: waiting.length, in_progress: 0 } });
        // Jobs run once somebody has seen them wait.
        for (const [id] of waiting) {
          const { nodes } = (batches[id - 1] as { graph: { nodes: Record<string, Json> } }).graph;
          run(id, Number(nodes.denoise.steps ?? nodes.denoise.num_steps));
        }
        return;
      }
      if (path === '/api/v1/queue/default/enqueue_batch') {
        const { batch } = request.json as { batch: { destination: string; graph: { nodes: Record<string, Json> } } };
        batches.push(batch);
        const { nodes } = batch.graph;
        const sized = nodes.noise ?? nodes.denoise;
        const id = items.size + 1;
        const [width, height] = [Number(sized.width), Number(sized.height)];
        items.set(id, { status: 'pending', destination: batch.destination, width, height });
        sendJson(response, { queue_id: 'default', enqueued: 1, requested: 1, priority: 0, item_ids: [id] });
        return;
      }
      if (path === '/api/v1/queue/default/cancel_by_destination') {
        if (script.deaf) return;
        const ours = [...items].filter(([, { destination }]) => destination === query.get('destination'));
        for (const [id] of ours) change(id, 'canceled');
        return sendJson(response, { canceled: ours.length });
      }
      const item = Number(/^\/api\/v1\/queue\/default\/i\/(\d+)$/.exec(path)?.[1]);
      const job = items.get(item);
      if (job && method === 'GET') return sendJson(response, itemOf(item));
      const picture = /^\/api\/v1\/images\/i\/(\d+)\.png(\/full)?$/.exec(path);
      if (method === 'DELETE') return sendJson(response, {});
      if (picture) {
        const of = items.get(Number(picture[1]));
        const bytes = png(of?.width, of?.height);
        if (script.inPieces) return sendInPieces(response, bytes, 'image/png', 11);
        return void response.writeHead(200, { 'content-type': 'image/png' }).end(bytes);
      }
      return sendJson(response, { detail: 'Not Found' }, 404);
    },
    (socket) => {
      if (script.silent) return socket.terminate();
      const send = (text: string) => (script.inPieces ? sendInFrames(socket, text, 7) : socket.send(text));
      send(
        '0{"sid":"PhIdlWc3_6gVc4mFAAAA","upgrades":[],"pingTimeout":20000,"pingInterval":25000,"maxPayload":1000000}',
      );
      socket.on('message', (message) => {
        const text = String(message);
        said.push(text);
        if (text.startsWith('40')) {
          send('2'); // a ping, which a server may send at any time
          send(script.welcome ?? '40{"sid":"Q1"}');
        }
        if (text === '42["subscribe_queue",{"queue_id":"default"}]') sockets.add(socket);
      });
    },
  );
  return { ...server, batches, asked, said, begun: begun.promise };
}

export const pictureOutput = (image_name: string) => ({
  type: 'image_output',
  image: { image_name },
  width: 64,
  height: 64,
});
