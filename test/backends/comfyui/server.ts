/**
 * A scripted ComfyUI on loopback: routes, queue, history and sockets as the real one has them (server.py, execution.py), with
 * a run that goes well unless a script says otherwise.
 */
import type http from 'node:http';
import type { WebSocket } from 'ws';
import {
  type Asked,
  gate,
  type ScriptedServer,
  sendInFrames,
  sendInPieces,
  sendJson,
  startServer,
} from '../support.ts';
import { definitions } from './definitions.ts';
import { type ComfyScript, type Graph, goodRun, type Inputs, ScriptedJob } from './job.ts';

export * from './job.ts';

export class ScriptedComfy {
  server!: ScriptedServer;
  readonly asked: Asked[] = [];
  readonly jobs: ScriptedJob[] = [];
  readonly waiting: ScriptedJob[] = [];
  running: ScriptedJob | null = null;
  readonly history = new Map<string, unknown>();
  readonly temp = new Map<string, Uint8Array>();
  /** By clientId. As in server.py: a socket that closes takes the entry of its successor with it. */
  readonly sockets = new Map<string, WebSocket>();
  readonly knowsMetadata = new Set<string>();
  readonly begun = gate();
  /** Of every socket that was opened, in order. */
  readonly clientIds: string[] = [];
  readonly handshakes: http.IncomingHttpHeaders[] = [];
  pictures = 0;
  #connected: () => void = () => {};
  #number = 0;

  constructor(readonly script: ComfyScript) {}

  get url(): URL {
    return this.server.url;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  send(clientId: string, message: string | Buffer): void {
    const socket = this.sockets.get(clientId);
    if (!socket) return;
    if (this.script.inPieces) sendInFrames(socket, message);
    else socket.send(message);
  }

  /** `status` to everybody. */
  broadcast(): void {
    const queue_remaining = this.waiting.length + (this.running ? 1 : 0);
    const text = JSON.stringify({ type: 'status', data: { status: { exec_info: { queue_remaining } } } });
    for (const clientId of this.sockets.keys()) this.send(clientId, text);
  }

  /** Resolves once so many sockets have been opened and have said what they can. */
  async connections(wanted: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#connected = () => {
        if (this.clientIds.length >= wanted) resolve();
      };
    });
  }

  /** Starts anew, as after a crash: nothing is remembered. */
  restart(): void {
    for (const socket of this.sockets.values()) socket.terminate();
    this.running = null;
    this.waiting.length = 0;
    this.history.clear();
    this.temp.clear();
    this.#number = 0;
  }

  connect(socket: WebSocket, request: http.IncomingMessage): void {
    const clientId = new URL(request.url ?? '', 'http://localhost').searchParams.get('clientId') ?? '';
    this.sockets.set(clientId, socket);
    this.clientIds.push(clientId);
    this.handshakes.push(request.headers);
    this.knowsMetadata.delete(clientId);
    socket.on('close', () => this.sockets.delete(clientId));
    let isFirst = true;
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (isFirst && message.type === 'feature_flags' && message.data.supports_preview_metadata)
        this.knowsMetadata.add(clientId);
      isFirst = false;
      this.#connected();
    });
    this.broadcast();
    if (this.running?.clientId === clientId)
      this.send(clientId, JSON.stringify({ type: 'executing', data: { node: '3' } }));
  }

  async answer(asked: Asked, response: http.ServerResponse): Promise<void> {
    this.asked.push(asked);
    if (await this.script.answer?.(asked, response)) return;
    const { method, path, query, json } = asked;
    const route = `${method} ${path}`;
    const body = (json ?? {}) as Inputs;
    if (route === 'GET /system_stats')
      return this.#json(response, {
        system: { os: 'posix', comfyui_version: '0.3.64', argv: this.script.argv ?? ['main.py'] },
        devices: [{ name: 'cpu', type: 'cpu' }],
      });
    if (route === 'GET /object_info') return this.#json(response, this.script.objectInfo ?? definitions());
    if (path.startsWith('/object_info/')) {
      const name = decodeURIComponent(path.slice('/object_info/'.length));
      const known = new Map(Object.entries(this.script.objectInfo ?? definitions()));
      return this.#json(response, known.has(name) ? { [name]: known.get(name) } : {});
    }
    if (route === 'POST /prompt') return this.#submit(body, response);
    if (route === 'GET /queue') {
      const tuple = (job: ScriptedJob) => [job.number, job.id, job.graph, {}, []];
      // The pending ones are a heap: not in the order they run.
      const pending = this.waiting.map(tuple).reverse();
      return this.#json(response, { queue_running: this.running ? [tuple(this.running)] : [], queue_pending: pending });
    }
    if (route === 'POST /queue') {
      for (const id of (body.delete as string[] | undefined) ?? [])
        for (const [at, job] of [...this.waiting.entries()].reverse()) if (job.id === id) this.waiting.splice(at, 1);
      this.broadcast();
      response.end();
      return;
    }
    if (route === 'POST /interrupt') {
      if (this.running && (body.prompt_id === undefined || body.prompt_id === this.running.id))
        this.#interrupt(this.running);
      response.end();
      return;
    }
    const cancelled = /^\/api\/jobs\/(.+)\/cancel$/.exec(path)?.[1];
    if (cancelled !== undefined && !this.script.cancelsJobs) {
      response.writeHead(405).end('405: Method Not Allowed');
      return;
    }
    if (cancelled !== undefined) {
      const isRunning = this.running?.id === cancelled;
      if (this.running && isRunning) this.#interrupt(this.running);
      return this.#json(response, { cancelled: isRunning });
    }
    const id = /^\/history\/(.+)$/.exec(path)?.[1];
    if (id !== undefined) return this.#json(response, this.history.has(id) ? { [id]: this.history.get(id) } : {});
    const file = path === '/view' ? this.temp.get(query.get('filename') ?? '') : undefined;
    if (!file || query.get('type') !== 'temp') {
      response.writeHead(404).end();
      return;
    }
    if (this.script.inPieces) return sendInPieces(response, file, 'image/png');
    response.writeHead(200, { 'content-type': 'image/png' }).end(file);
  }

  #json(response: http.ServerResponse, json: unknown): void | Promise<void> {
    if (this.script.inPieces) return sendInPieces(response, Buffer.from(JSON.stringify(json)), 'application/json', 997);
    sendJson(response, json);
  }

  #submit(body: Inputs, response: http.ServerResponse): void | Promise<void> {
    const number = this.#number++;
    const id = this.script.ownIds ? `of-the-server-${number}` : String(body.prompt_id);
    const job = new ScriptedJob(this, id, number, String(body.client_id), body.prompt as Graph, body);
    this.jobs.push(job);
    this.waiting.push(job);
    this.broadcast();
    setImmediate(() => void this.#work());
    return this.#json(response, { prompt_id: id, number, node_errors: {} });
  }

  #interrupt(job: ScriptedJob): void {
    job.interrupted = true;
    job.say('execution_interrupted', { node_id: '3', node_type: 'KSampler', executed: [] });
    job.stopped.resolve();
  }

  async #work(): Promise<void> {
    if (this.running) return;
    const job = this.waiting.shift();
    if (!job) return;
    this.running = job;
    this.begun.resolve();
    await (this.script.run ?? goodRun)(job);
    if (this.running !== job) return; // started anew meanwhile
    this.running = null;
    const failed = job.messages.some(([type]) => type === 'execution_error' || type === 'execution_interrupted');
    this.history.set(job.id, {
      prompt: [job.number, job.id, job.graph, {}, []],
      outputs: job.files,
      status: { status_str: failed ? 'error' : 'success', completed: !failed, messages: job.messages },
    });
    this.broadcast();
    job.say('executing', { node: null });
    void this.#work();
  }
}

export async function startComfy(script: ComfyScript = {}, port = 0): Promise<ScriptedComfy> {
  const comfy = new ScriptedComfy(script);
  comfy.server = await startServer(
    (asked, response) => comfy.answer(asked, response),
    (socket, request) => comfy.connect(socket, request),
    port,
  );
  return comfy;
}
