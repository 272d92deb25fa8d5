/** One server of `/sdapi/v1`: what is known of it, and renders on it. */
import { randomUUID } from 'node:crypto';
import type { SdapiProduct } from '../../../knowledge/schema.ts';
import type { Backend, RenderEvent, RenderRequest, ServerInfo, ServerModel } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import type { Connection } from '../address.ts';
import { differences, sizeDifference } from '../echo.ts';
import { send } from '../http.ts';
import { type Job, runJob } from '../job.ts';
import type { BackendServices } from '../kind.ts';
import { sameFile, stem } from '../names.ts';
import { readAnswer, refusal } from './answer.ts';
import { type Composed, composeBody } from './body.ts';
import { type Lists, readLists, readModels, refreshModels } from './lists.ts';
import { capabilitiesOf, type Found, findProduct } from './product.ts';
import { type Emit, follow, globalSource, isServerIdle, type Source, stopJob, taskSource } from './progress.ts';

const TXT2IMG = '/sdapi/v1/txt2img';

interface Known extends Found {
  readonly lists: Lists;
  readonly models: readonly ServerModel[];
}

/** A backend of a kind of `data/backends/sdapi.yaml`. */
export class SdapiBackend implements Backend {
  readonly kind: string;
  readonly name: string;
  readonly address: URL;
  readonly #connection: Connection;
  readonly #services: BackendServices;
  readonly #products: readonly SdapiProduct[];
  readonly #disposed = new AbortController();
  /** What renders need to know of the server, asked once. */
  #known: Known | null = null;
  /** As the last picture said it. */
  #version: string | null = null;

  constructor(kind: string, name: string, connection: Connection, services: BackendServices) {
    this.kind = kind;
    this.name = name;
    this.address = connection.address;
    this.#connection = connection;
    this.#services = services;
    this.#products = services.knowledge.data.sdapi.products.filter((product) => product.kind === kind);
  }

  async probe(signal: AbortSignal): Promise<ServerInfo> {
    const found = await this.#find(signal);
    return {
      name: found.product.name,
      version: found.version ?? this.#version,
      capabilities: capabilitiesOf(found),
    };
  }

  async models(signal: AbortSignal): Promise<readonly ServerModel[]> {
    const { product } = await this.#find(signal);
    return readModels(this.#connection, product, signal);
  }

  render(request: RenderRequest, signal: AbortSignal): AsyncGenerator<RenderEvent, void, void> {
    return runJob(this.#job(request), signal);
  }

  dispose(): void {
    this.#disposed.abort();
  }

  #job(request: RenderRequest): Job {
    /** Set once the server may have the job. */
    let running: { product: SdapiProduct; source: Source } | null = null;
    const cancel = async (): Promise<void> => {
      if (running === null) return;
      await stopJob({
        ...running,
        connection: this.#connection,
        log: this.#services.log,
        disposed: this.#disposed.signal,
        patience: this.#services.limits.maxDuration,
      });
    };
    const run: Job['run'] = async (emit, signal) => {
      const known = await this.#know(signal);
      const { product, lists } = known;
      const model = await this.#choose(request, known, emit, signal);
      const task = `task(sweetspot-${randomUUID()})`;
      const composed = composeBody(request, { product, lists, model, task }, this.#services.knowledge);
      for (const text of composed.warnings) emit({ kind: 'warning', text });
      running = { product, source: await this.#source(known, task, composed, signal) };
      await this.#draw(composed, running, request, emit, signal, cancel);
      return { modelEvaluations: null };
    };
    return { run, cancel };
  }

  /** Sends the request, which blocks until the picture is there, and tells of it meanwhile. */
  async #draw(
    { body, asked }: Composed,
    { product, source }: { product: SdapiProduct; source: Source },
    request: RenderRequest,
    emit: Emit,
    signal: AbortSignal,
    cancel: () => Promise<void>,
  ): Promise<void> {
    const { knowledge, limits } = this.#services;
    const deadline = AbortSignal.timeout(limits.maxDuration);
    const over = new AbortController();
    const following = follow(source, request.model ?? 'the model', emit, AbortSignal.any([signal, over.signal]));
    const response = await send(this.#connection, {
      path: TXT2IMG,
      json: body,
      signal: AbortSignal.any([signal, deadline]),
    })
      .catch(async (error: unknown) => {
        if (!deadline.aborted || signal.aborted) throw error;
        await cancel().catch(() => {});
        const minutes = Math.round(limits.maxDuration / 60_000);
        throw new BackendError(
          'timeout',
          `${product.name} did not end the render within ${minutes} min: it was stopped.`,
        );
      })
      .finally(async () => {
        over.abort();
        await following;
      });
    if (response.status !== 200) throw refusal(this.#connection, response, product, knowledge.data.sdapi.failures);
    const { picture, drawn, version } = readAnswer(response, product);
    this.#version = version ?? this.#version;
    if (product.progress) emit({ kind: 'step', done: asked.steps ?? 0, total: asked.steps ?? 0 });
    for (const text of differences(asked, drawn, knowledge, product.name)) emit({ kind: 'warning', text });
    const size = sizeDifference(asked, picture, product.name);
    if (size !== null) emit({ kind: 'warning', text: size });
    if (request.model === null && drawn.model !== null)
      emit({
        kind: 'warning',
        text: `The file names no model: this is ${drawn.model}, which ${product.name} has loaded.`,
      });
    emit({ kind: 'picture', picture, seed: drawn.seed ?? asked.seed });
  }

  /** The model's name as the server takes it. Throws `BackendError` `missing-model`: another one is never drawn quietly. */
  async #choose(request: RenderRequest, known: Known, emit: Emit, signal: AbortSignal): Promise<string | null> {
    const { product, lists } = known;
    const wanted = request.model;
    if (product.lists.models === undefined) {
      const takes = product.fields.model !== undefined && new RegExp(product.model_names ?? '').test(wanted ?? '');
      if (wanted !== null && takes) return wanted;
      const has = lists.current;
      if (wanted === null && has) emit({ kind: 'warning', text: `The file names no model: this is ${has}.` });
      if (wanted !== null && (!has || !sameFile(wanted, has)))
        emit({
          kind: 'warning',
          text: `${product.name} draws with the model it has${has ? ` (${has})` : ''}, not with ${wanted}.`,
        });
      return null;
    }
    if (wanted === null) return null;
    let found = findModel(wanted, known.models);
    if (found === null) {
      await refreshModels(this.#connection, product, signal);
      const models = await readModels(this.#connection, product, signal);
      this.#known = { ...known, models };
      found = findModel(wanted, models);
    }
    if (found === null)
      throw new BackendError(
        'missing-model',
        `${product.name} has no model ${wanted}. Choose one of its own, or put the file into its folder.`,
      );
    return found;
  }

  /** Where the progress of the job is asked for; must be made before the job is sent. */
  async #source(known: Known, task: string, composed: Composed, signal: AbortSignal): Promise<Source> {
    const { progress } = known.product;
    if (!progress) return SILENT;
    if (known.tellsTasks && progress.task !== undefined)
      return taskSource(this.#connection, progress.task, task, composed.asked.steps ?? 1);
    const jobs = progress.jobs === undefined ? null : new RegExp(progress.jobs);
    const wasIdle = await isServerIdle(this.#connection, progress.global, signal).catch(() => {
      signal.throwIfAborted();
      return false;
    });
    return globalSource(this.#connection, progress.global, jobs, wasIdle);
  }

  async #find(signal: AbortSignal): Promise<Found> {
    const found = await findProduct(this.#connection, this.#products, true, signal);
    if (found === null)
      throw new BackendError('protocol', `${this.address.origin} is not ${this.name}: something else answers there.`);
    return found;
  }

  async #know(signal: AbortSignal): Promise<Known> {
    if (this.#known) return this.#known;
    const found = await this.#find(signal);
    const [lists, models] = await Promise.all([
      readLists(this.#connection, found.product, this.#services.knowledge.data.sdapi.unset, signal),
      readModels(this.#connection, found.product, signal),
    ]);
    this.#known = { ...found, lists, models };
    return this.#known;
  }
}

/** The source of servers that tell nothing. */
const SILENT: Source = {
  look: async () => ({ state: 'unknown', ahead: null, step: null, total: null, preview: null }),
};

function findModel(wanted: string, models: readonly ServerModel[]): string | null {
  const found =
    models.find(({ name }) => name === wanted) ??
    models.find(({ name, hashes }) => sameFile(name, wanted) || hashes.includes(stem(wanted)));
  return found?.name ?? null;
}
