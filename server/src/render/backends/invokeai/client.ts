/** The routes of InvokeAI that a render needs (invokeai/app/api/routers). Only items that were made here are touched. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { anyObject, objectOf } from '../../../common/records.ts';
import { readAs } from '../../../knowledge/readable.ts';
import { type Connection, inPath } from '../../address.ts';
import { BackendError } from '../../problem.ts';
import { type HttpRequest, type HttpResponse, send } from '../shared/http.ts';
import type { Graph } from './graph.ts';
import { type InvokeModel, ModelsSchema } from './models.ts';
import { problemIn } from './problem.ts';

/** Milliseconds for an answer. While it renders on the processor, InvokeAI is slow to give any. */
const PATIENCE = 60_000;
const QUEUE = '/api/v1/queue/default';

const VersionSchema = v.object({ version: v.string() });
const StatusSchema = v.object({ queue: v.object({ pending: v.number(), in_progress: v.number() }) });
const EnqueuedSchema = v.object({ item_ids: v.array(v.number()) });
const LoginSchema = v.object({ token: v.string() });
const text = v.fallback(v.nullish(v.string(), null), null);
const ItemSchema = v.object({
  /** pending, in_progress, waiting, completed, failed, canceled. */
  status: v.string(),
  error_type: text,
  error_message: text,
  error_traceback: text,
  session: v.fallback(
    v.object({
      /** By the ids of prepared nodes, not of the graph's own. */
      results: anyObject,
      prepared_source_mapping: objectOf(v.string()),
    }),
    { results: {}, prepared_source_mapping: {} },
  ),
});
export type QueueItem = v.InferOutput<typeof ItemSchema>;

export class InvokeClient {
  #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** With a token, once a user and password have been traded for one. */
  get connection(): Connection {
    return this.#connection;
  }

  /** The version, which a locked server tells as well. */
  async version(signal: AbortSignal): Promise<string> {
    return (await this.#ask({ path: '/api/v1/app/version', signal }, VersionSchema)).version;
  }

  /** How many jobs wait or run, everybody's. */
  async queueLength(signal: AbortSignal): Promise<number> {
    const { queue } = await this.#ask({ path: `${QUEUE}/status`, signal }, StatusSchema);
    return queue.pending + queue.in_progress;
  }

  models(signal: AbortSignal): Promise<readonly InvokeModel[]> {
    return this.#ask({ path: '/api/v2/models/', signal }, ModelsSchema);
  }

  /** Puts a graph into the queue under a destination that names this job alone. Answers its item. */
  async enqueue(graph: Graph, destination: string, signal: AbortSignal): Promise<number> {
    const json = { prepend: false, batch: { graph, runs: 1, origin: 'sweetspot', destination } };
    const { item_ids } = await this.#ask({ path: `${QUEUE}/enqueue_batch`, json, signal }, EnqueuedSchema);
    if (item_ids.length === 0) throw new BackendError('busy', t`The queue of InvokeAI is full. Clear it, or wait.`);
    return item_ids[0];
  }

  item(id: number, signal: AbortSignal): Promise<QueueItem> {
    return this.#ask({ path: `${QUEUE}/i/${id}`, signal }, ItemSchema, (response) =>
      response.status === 404
        ? new BackendError('lost', t`InvokeAI no longer has this job: its queue was cleared, or it was restarted.`)
        : problemIn(this.#connection, response),
    );
  }

  /** Stops the job of a destination, waiting or running. */
  async cancel(destination: string, signal: AbortSignal): Promise<void> {
    await this.#send({ method: 'PUT', path: `${QUEUE}/cancel_by_destination?destination=${destination}`, signal });
  }

  async image(name: string, signal: AbortSignal): Promise<Buffer> {
    return (await this.#send({ path: `/api/v1/images/i/${inPath(name)}/full`, signal })).bytes;
  }

  /** Takes a picture off the server's disk and its job off the queue's list. */
  async forget(image: string, item: number, signal: AbortSignal): Promise<void> {
    await this.#send({ method: 'DELETE', path: `/api/v1/images/i/${inPath(image)}`, signal });
    await this.#send({ method: 'DELETE', path: `${QUEUE}/i/${item}`, signal });
  }

  async #ask<S extends v.GenericSchema>(
    request: HttpRequest,
    schema: S,
    problem?: (response: HttpResponse) => BackendError,
  ): Promise<v.InferOutput<S>> {
    const read = readAs(schema, (await this.#send(request, problem)).json());
    if (read !== null) return read;
    const { origin } = this.#connection.address;
    throw new BackendError('protocol', t`${origin} answers in a form that InvokeAI does not use.`);
  }

  /**
   * Sends; where users have accounts, an e-mail address and password are traded for a token on the way. A POST, which puts a job
   * into the queue, is not sent again with it: the questions before it have seen to the token.
   */
  async #send(
    request: HttpRequest,
    problem = (response: HttpResponse): BackendError => problemIn(this.#connection, response),
  ): Promise<HttpResponse> {
    const whole = { timeout: PATIENCE, ...request };
    let response = await send(this.#connection, whole);
    const mayRepeat = request.json === undefined;
    if (response.status === 401 && mayRepeat && (await this.#login(request.signal)))
      response = await send(this.#connection, whole);
    if (response.status < 200 || response.status >= 300) throw problem(response);
    return response;
  }

  /** False where there is nothing to log in with. */
  async #login(signal: AbortSignal): Promise<boolean> {
    const { credentials } = this.#connection;
    if (credentials?.kind !== 'basic') return false;
    const json = { email: credentials.user, password: credentials.password };
    const bare = { ...this.#connection, credentials: null };
    const response = await send(bare, { path: '/api/v1/auth/login', json, signal, timeout: PATIENCE });
    const read = response.status === 200 ? readAs(LoginSchema, response.json()) : null;
    if (!read) return false;
    this.#connection = { ...this.#connection, credentials: { kind: 'bearer', token: read.token } };
    return true;
  }
}
