/** A scripted stable-diffusion.cpp server: jobs one after the other, moved on by whoever looks at them. */
import type { ServerResponse } from 'node:http';
import type { Scenario } from '../contract.ts';
import {
  type Asked,
  base64,
  gate,
  png,
  type ScriptedServer,
  sendHtml,
  sendInPieces,
  sendJson,
  startServer,
} from '../support.ts';

export interface Script {
  readonly scenario?: Scenario;
  readonly elsewhere?: URL;
  /** Somebody else's jobs before ours, each gone after a look. */
  readonly before?: number;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  readonly picture?: Uint8Array;
  readonly answer?: (asked: Asked, response: ServerResponse) => boolean;
}

export interface Scripted extends ScriptedServer {
  readonly bodies: readonly Readonly<Record<string, unknown>>[];
  /** Ids of jobs that were asked to be cancelled, with the status of the answer. */
  readonly cancels: readonly (readonly [id: string, status: number])[];
  /** Resolves when a job is being drawn. */
  readonly begun: Promise<void>;
  /** Resolves when a job is in the queue. */
  readonly taken: Promise<void>;
}

export const CAPABILITIES = {
  model: { name: 'sd15-q8_0.gguf', stem: 'sd15-q8_0', path: '/models/sd15-q8_0.gguf' },
  current_mode: 'img_gen',
  supported_modes: ['img_gen'],
  features: { cancel_queued: true, cancel_generating: false },
  limits: { min_width: 64, max_width: 4096, min_height: 64, max_height: 4096, max_batch_count: 8, max_queue_size: 64 },
  samplers: ['euler', 'euler_a', 'heun', 'dpm++2m', 'ddim_trailing', 'lcm'],
  schedulers: ['discrete', 'normal', 'karras', 'simple'],
  loras: [{ name: 'add_detail', path: 'styles/add_detail.safetensors' }],
};

interface Job {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  status: 'queued' | 'generating' | 'completed' | 'cancelled';
  looks: number;
}

/** Looks at a job while it is drawn. */
const LOOKS = 2;

/** Starts one. */
export async function startSdcpp(script: Script = {}): Promise<Scripted> {
  const { scenario = 'healthy' } = script;
  const bodies: Record<string, unknown>[] = [];
  const cancels: [string, number][] = [];
  const jobs = new Map<string, Job>();
  const [begun, taken] = [gate(), gate()];
  let before = script.before ?? 0;

  const server = await startServer(async (asked, response) => {
    if (script.answer?.(asked, response)) return;
    const send = (json: unknown, status = 200): Promise<void> | void =>
      scenario === 'slow-pieces' && status === 200
        ? sendInPieces(response, Buffer.from(JSON.stringify(json)), 'application/json')
        : sendJson(response, json, status);
    if (scenario === 'another-product') return sendHtml(response);
    if (scenario === 'redirects')
      return void response.writeHead(302, { location: new URL(asked.path, script.elsewhere).href }).end();
    if (scenario === 'locked') return void response.writeHead(401).end('who are you?');
    if (asked.path === '/sdcpp/v1/capabilities') return send({ ...CAPABILITIES, ...script.capabilities });
    if (asked.path === '/sdcpp/v1/img_gen') return submit(asked, response, send);
    const [, id, action] = /^\/sdcpp\/v1\/jobs\/(\w+)(\/cancel)?$/.exec(asked.path) ?? [];
    const job = jobs.get(id ?? '');
    if (id !== undefined && !job) return send({ error: 'job not found' }, 404);
    if (!job) return void response.writeHead(404).end();
    if (action) return cancel(job, send);
    if (scenario === 'dies' && job.looks > 0) return void server.stop();
    look(job);
    await send(described(job));
  });

  function submit(
    { json }: Asked,
    response: ServerResponse,
    send: (json: unknown, status?: number) => Promise<void> | void,
  ): Promise<void> | void {
    if (scenario === 'invalid') return send({ error: 'invalid generation parameters' }, 400);
    if (scenario === 'crashes') return void response.writeHead(500).end();
    const body = json as Record<string, unknown>;
    bodies.push(body);
    const id = `job_6b03b4b1_${String(jobs.size).padStart(8, '0')}`;
    jobs.set(id, { id, body, status: 'queued', looks: 0 });
    taken.resolve();
    return send({ id, kind: 'img_gen', status: 'queued', created: 1, poll_url: `/sdcpp/v1/jobs/${id}` }, 202);
  }

  function cancel(job: Job, send: (json: unknown, status?: number) => Promise<void> | void): Promise<void> | void {
    if (scenario === 'deaf') return;
    const drawing = job.status === 'generating';
    cancels.push([job.id, drawing ? 409 : 200]);
    if (drawing) return send({ error: 'job is currently generating and cannot be interrupted yet' }, 409);
    if (job.status === 'queued') job.status = 'cancelled';
    return send(described(job));
  }

  /** Looking moves the job on. */
  function look(job: Job): void {
    job.looks += 1;
    if (job.status === 'queued') {
      if (before > 0) {
        before -= 1;
        return;
      }
      job.status = 'generating';
      job.looks = 1;
      begun.resolve();
      return;
    }
    const ends = scenario !== 'endless' && scenario !== 'deaf';
    if (job.status === 'generating' && ends && job.looks > LOOKS) job.status = 'completed';
  }

  function described({ id, body, status }: Job): Record<string, unknown> {
    const { width, height } = body as { width: number; height: number };
    const images =
      scenario === 'no-picture' ? [] : [{ index: 0, b64_json: base64(script.picture ?? png(width, height)) }];
    return {
      id,
      kind: 'img_gen',
      status,
      created: 1,
      started: status === 'queued' ? null : 2,
      completed: status === 'completed' ? 3 : null,
      queue_position: status === 'queued' ? before + 1 : 0,
      result: status === 'completed' ? { output_format: 'png', images } : null,
      error: status === 'cancelled' ? { code: 'cancelled', message: 'job cancelled by client' } : null,
    };
  }

  return { ...server, bodies, cancels, begun: begun.promise, taken: taken.promise };
}
