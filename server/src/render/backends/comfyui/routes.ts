/** ComfyUI's HTTP routes, each answer validated. Source: server.py of Comfy-Org/ComfyUI. */

import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { anyObject } from '../../../common/records.ts';
import { own } from '../../../knowledge/own.ts';
import { listOf, readAs } from '../../../knowledge/readable.ts';
import { type Connection, inPath } from '../../address.ts';
import type { InputFile } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { failure } from '../shared/faults.ts';
import { type HttpRequest, type HttpResponse, send, sendOk } from '../shared/http.ts';
import { ANSWER_TIME } from '../shared/wire.ts';
import { type ApiGraph, type NodeDefinition, type ObjectInfo, parseObjectInfo } from './graph.ts';
import { FailureSchema, filesOf, type NodeFailure, type OutputFile } from './messages.ts';

/** Milliseconds for each call of a cancel: there are up to four, and after the grace time nobody listens. */
const CANCEL_ANSWER = 1500;
/** Bytes of a picture in which its size stands, whatever else a camera writes before it. */
const BEGIN_OF_PICTURE = 256 * 1024;

export interface SystemStats {
  readonly version: string | null;
  /** The server's command line. */
  readonly argv: readonly string[];
}

export interface Queue {
  readonly running: readonly string[];
  /** In the order they will run. */
  readonly pending: readonly string[];
}

/** How a job ended, from `/history`. */
export interface HistoryEntry {
  /** By node, in the server's order. */
  readonly files: ReadonlyMap<string, readonly OutputFile[]>;
  readonly failure: NodeFailure | null;
  readonly interrupted: boolean;
  /** The graph as it was run, numbers converted. */
  readonly graph: Readonly<Record<string, unknown>>;
}

export interface Submission {
  readonly graph: ApiGraph;
  readonly clientId: string;
  readonly promptId: string;
  /** `null` leaves previews to how the server was started. */
  readonly previewMethod: string | null;
}

export interface Submitted {
  /** Ours, except from servers older than 0.3.45, which choose their own. */
  readonly promptId: string;
  /** Counts the prompts since the server's start. */
  readonly number: number;
  /** Outputs that are left out because their nodes are wrong; `refusal.ts` reads them. */
  readonly nodeErrors: unknown;
}

const StatsSchema = v.object({
  system: v.object({
    comfyui_version: v.optional(v.fallback(v.nullable(v.string()), null), null),
    argv: v.fallback(v.array(v.string()), []),
  }),
  devices: v.fallback(v.array(v.object({ name: v.fallback(v.string(), '') })), []),
});

const SubmittedSchema = v.object({
  prompt_id: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  number: v.fallback(v.number(), 0),
  node_errors: v.optional(v.unknown()),
});

const UploadedSchema = v.object({ name: v.string(), subfolder: v.fallback(v.string(), '') });

/** Tuples of number, prompt id, graph, extra data, outputs; the pending ones in heap order. Jobs that are none are passed over. */
const JobsSchema = v.pipe(
  v.array(v.fallback(v.nullable(v.looseTuple([v.number(), v.string()])), null)),
  v.transform((jobs) => jobs.filter((job) => job !== null)),
);
/** Without its lists it is no answer: a job of ours is not said to be gone by one. */
const QueueSchema = v.object({ queue_running: JobsSchema, queue_pending: JobsSchema });

const StatusMessage = v.tuple([v.string(), v.unknown()]);
const HistorySchema = v.object({
  prompt: v.fallback(v.array(v.unknown()), []),
  outputs: v.fallback(anyObject, {}),
  status: v.optional(v.fallback(v.nullable(v.object({ messages: listOf(StatusMessage) })), null), null),
});

/** Throws `BackendError` as `http.ts` does; `forbidden-origin` where the server's origin check says no. */
export class Routes {
  constructor(readonly connection: Connection) {}

  /** `GET /system_stats`. Throws `protocol` for programs that only look like ComfyUI. */
  async systemStats(signal: AbortSignal): Promise<SystemStats> {
    const stats = readAs(StatsSchema, await this.#json({ path: '/system_stats', signal, timeout: ANSWER_TIME }));
    const { origin } = this.connection.address;
    if (!stats) throw new BackendError('protocol', t`What answers at ${origin} is not ComfyUI.`);
    const { system, devices } = stats;
    if (devices.some(({ name }) => name === 'koboldcpp'))
      throw new BackendError(
        'protocol',
        t`${origin} is KoboldCpp, which only imitates ComfyUI. Choose it as an A1111 server: that works better.`,
      );
    return { version: system.comfyui_version, argv: system.argv };
  }

  /** `GET /object_info`: all definitions. Several megabytes with many custom nodes. */
  async objectInfo(signal: AbortSignal): Promise<ObjectInfo> {
    const headers = { 'accept-encoding': 'gzip, deflate' };
    return parseObjectInfo(await this.#json({ path: '/object_info', signal, timeout: ANSWER_TIME * 2, headers }));
  }

  /** `GET /object_info/{class}`: one definition as it is now; `null` when the server has no such class. */
  async definition(className: string, signal: AbortSignal): Promise<NodeDefinition | null> {
    const path = `/object_info/${inPath(className)}`;
    return parseObjectInfo(await this.#json({ path, signal, timeout: ANSWER_TIME })).get(className) ?? null;
  }

  /** `POST /upload/image`: into the input folder. The server renames what has the name of another file; answers the name it has. */
  async upload({ name, bytes }: InputFile, signal: AbortSignal): Promise<string> {
    const boundary = `sweetspot-${randomUUID()}`;
    const head = (field: string): string => `--${boundary}\r\ncontent-disposition: form-data; name="${field}"`;
    const quoted = name.replaceAll('"', '%22').replace(/[\r\n]/g, ' ');
    const body = Buffer.concat([
      Buffer.from(`${head('type')}\r\n\r\ninput\r\n`),
      Buffer.from(`${head('image')}; filename="${quoted}"\r\ncontent-type: application/octet-stream\r\n\r\n`),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const type = `multipart/form-data; boundary=${boundary}`;
    const request = { path: '/upload/image', body: { type, bytes: body }, signal, timeout: ANSWER_TIME * 2 };
    const answer = readAs(UploadedSchema, await this.#json(request));
    if (!answer) throw this.#unreadable('/upload/image');
    return answer.subfolder === '' ? answer.name : `${answer.subfolder}/${answer.name}`;
  }

  /** `POST /prompt`. `refused` makes the error of a graph that the server does not take. */
  async submit(
    { graph, clientId, promptId, previewMethod }: Submission,
    refused: (response: HttpResponse) => BackendError,
    signal: AbortSignal,
  ): Promise<Submitted> {
    const response = await sendOk(
      this.connection,
      {
        path: '/prompt',
        json: {
          prompt: graph,
          client_id: clientId,
          prompt_id: promptId,
          ...(previewMethod !== null && { extra_data: { preview_method: previewMethod } }),
        },
        signal,
        timeout: ANSWER_TIME,
      },
      (answer) => (answer.status === 400 ? refused(answer) : this.#problem(answer)),
    );
    const submitted = readAs(SubmittedSchema, response.json());
    if (!submitted) throw this.#unreadable('/prompt');
    const { prompt_id, number, node_errors } = submitted;
    return { promptId: prompt_id, number, nodeErrors: node_errors };
  }

  /** `GET /queue`. It holds whole graphs: ask rarely. */
  async queue(signal: AbortSignal): Promise<Queue> {
    const queue = readAs(QueueSchema, await this.#json({ path: '/queue', signal, timeout: ANSWER_TIME }));
    if (!queue) throw this.#unreadable('/queue');
    const { queue_running, queue_pending } = queue;
    return {
      running: queue_running.map(([, id]) => id),
      pending: queue_pending.sort(([a], [b]) => a - b).map(([, id]) => id),
    };
  }

  /** `GET /history/{id}`; `null` until the job is over, and after a restart of the server. */
  async history(promptId: string, signal: AbortSignal): Promise<HistoryEntry | null> {
    const path = `/history/${inPath(promptId)}`;
    const all = readAs(anyObject, await this.#json({ path, signal, timeout: ANSWER_TIME }));
    if (!all) throw this.#unreadable('/history');
    const entry = readAs(HistorySchema, own(all, promptId));
    if (!entry) return null;
    const { prompt, outputs, status } = entry;
    const messages = status?.messages ?? [];
    const error = messages.find(([type]) => type === 'execution_error');
    return {
      files: new Map(Object.entries(outputs).map(([node, output]) => [node, filesOf(output)])),
      failure: readAs(FailureSchema, error?.[1]),
      interrupted: messages.some(([type]) => type === 'execution_interrupted'),
      graph: readAs(anyObject, prompt[2]) ?? {},
    };
  }

  /** `GET /view`: a file that a node made. */
  async view({ filename, subfolder, type }: OutputFile, signal: AbortSignal): Promise<Buffer> {
    const path = `/view?${new URLSearchParams({ filename, subfolder, type })}`;
    const response = await sendOk(this.connection, { path, signal, timeout: ANSWER_TIME * 2 }, (answer) =>
      answer.status === 404
        ? new BackendError(
            'no-picture',
            t`The server has made the picture but no longer has its file (${filename}). Render with another seed.`,
          )
        : this.#problem(answer),
    );
    return response.bytes;
  }

  /** `GET /view`: the begin of a picture in the input folder, as graphs name it (`folder/fox.png [output]`). Its header says its size. */
  async input(name: string, signal: AbortSignal): Promise<Buffer> {
    const [, file = name, type = 'input'] = /^(.*?)(?: \[(input|output|temp)\])?$/s.exec(name) ?? [];
    const at = file.lastIndexOf('/');
    const query = new URLSearchParams({
      filename: file.slice(at + 1),
      subfolder: file.slice(0, Math.max(0, at)),
      type,
    });
    const request = {
      path: `/view?${query}`,
      signal,
      timeout: ANSWER_TIME,
      headers: { range: `bytes=0-${BEGIN_OF_PICTURE}` },
    };
    return (await sendOk(this.connection, request, (answer) => this.#problem(answer))).bytes;
  }

  /** Whether this very job runs now: asked right before something stops what runs. */
  async isRunning(promptId: string): Promise<boolean> {
    return (await this.queue(AbortSignal.timeout(CANCEL_ANSWER))).running.includes(promptId);
  }

  /** `POST /queue`: takes a job that waits out of the queue; says nothing about whether it was there. */
  async deletePending(promptId: string): Promise<void> {
    await sendOk(this.connection, this.#cancelling('/queue', { delete: [promptId] }));
  }

  /** `POST /interrupt`: stops this job if it runs. Servers of before 2025 stop whatever runs. */
  async interrupt(promptId: string): Promise<void> {
    await sendOk(this.connection, this.#cancelling('/interrupt', { prompt_id: promptId }));
  }

  /** `POST /api/jobs/{id}/cancel` of 2026; `null` where the server does not know it: it says 405 or 404 then. */
  async cancelJob(promptId: string): Promise<boolean | null> {
    const response = await send(this.connection, this.#cancelling(`/api/jobs/${inPath(promptId)}/cancel`, {}));
    if (response.status !== 200) return null;
    return readAs(v.object({ cancelled: v.boolean() }), response.json())?.cancelled ?? null;
  }

  /** Is asked after the render's own signal has aborted. */
  #cancelling(path: string, json: unknown): HttpRequest {
    return { path, json, signal: AbortSignal.timeout(CANCEL_ANSWER) };
  }

  async #json(request: HttpRequest): Promise<unknown> {
    return (await sendOk(this.connection, request, (answer) => this.#problem(answer))).json();
  }

  #problem(response: HttpResponse): BackendError {
    const { origin } = this.connection.address;
    // Its answer to a request of another origin is empty (server.py, `create_origin_only_middleware`).
    if (response.status === 403 && response.bytes.length === 0)
      return new BackendError(
        'forbidden-origin',
        t`${origin} refuses requests from here (403). Use the address that ComfyUI itself shows, or start it with --enable-cors-header.`,
      );
    if (response.status === 413)
      return new BackendError(
        'invalid',
        t`The graph is too large for ${origin}. Start ComfyUI with a larger --max-upload-size.`,
      );
    return failure(this.connection, response);
  }

  #unreadable(route: string): BackendError {
    return new BackendError(
      'protocol',
      t`${this.connection.address.origin} answers ${route} in a way that ComfyUI does not.`,
    );
  }
}
