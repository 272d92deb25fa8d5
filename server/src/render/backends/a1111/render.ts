/** One render on a server of `/sdapi/v1`: a request that blocks until the picture is there, and questions how far it is. */

import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import type { SdapiProduct } from '../../../knowledge/schema.ts';
import type { Connection } from '../../address.ts';
import type { RenderRequest } from '../../backend.ts';
import type { BackendServices } from '../../backend-kind.ts';
import { differences } from '../shared/echo.ts';
import { meaningOf } from '../shared/failures.ts';
import { type HttpResponse, send } from '../shared/http.ts';
import type { Job } from '../shared/job.ts';
import { show } from '../shared/show.ts';
import { type Answer, readAnswer, refusal } from './answer.ts';
import { type Composed, composeBody } from './body.ts';
import { type Emit, follow, globalSource, isServerIdle, type Source, stopJob, taskSource } from './progress.ts';
import type { Known, SdapiServer } from './server.ts';

const TXT2IMG = '/sdapi/v1/txt2img';

/** The job of a request. `disposed`: ends the wait for cancelled jobs that have not begun. */
export function jobOf(
  request: RenderRequest,
  server: SdapiServer,
  { knowledge, limits, log }: BackendServices,
  disposed: AbortSignal,
): Job {
  const { connection } = server;
  /** Set while the server may have the job. */
  let running: { readonly product: SdapiProduct; readonly source: Source | null } | null = null;

  const cancel = async (): Promise<void> => {
    if (running) await stopJob({ ...running, connection, log, disposed, patience: limits.maxDuration });
  };

  const run: Job['run'] = async (emit, signal) => {
    try {
      return await render(emit, signal);
    } catch (error) {
      server.forget();
      throw error;
    }
  };

  const render: Job['run'] = async (emit, signal) => {
    const warn = (text: string): void => emit({ kind: 'warning', text });
    const known = await server.know(signal);
    const { product } = known;
    const model = await server.modelFor(request, known, warn, signal);
    const task = `task(sweetspot-${randomUUID()})`;
    const composed = composeBody(request, { product, lists: known.lists, model, task }, knowledge);
    composed.warnings.forEach(warn);
    const source = await sourceOf(known, server, task, composed, signal);
    running = { product, source };
    const what = t`loading ${request.model ?? t`the model`}`;
    const followed = source && ((until: AbortSignal) => follow(source, what, emit, until));
    const response = await drawn(connection, composed, followed, signal);
    running = null;
    if (response.status !== 200) throw refusal(connection, response, product, knowledge);
    await showAnswer(readAnswer(response, product), composed, product, emit);
    return { modelEvaluations: null };
  };

  /** The picture, after what is to be said of it. */
  async function showAnswer(
    { picture, drawn }: Answer,
    { asked }: Composed,
    product: SdapiProduct,
    emit: Emit,
  ): Promise<void> {
    const by = product.name;
    const said = differences(asked, drawn, knowledge, by);
    if (request.model === null && drawn.model !== null)
      said.push(t`The file names no model: this is ${drawn.model}, which ${by} has loaded.`);
    const ifBlack = meaningOf('NansException', 'sdapi', knowledge)?.says ?? '';
    await show({ picture, seed: drawn.seed ?? asked.seed, asked, by, said, ifBlack }, emit);
  }

  return { run, cancel };
}

/** Sends the request, and follows it until its answer is there. */
async function drawn(
  connection: Connection,
  { body }: Composed,
  followed: ((until: AbortSignal) => Promise<void>) | null,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const over = new AbortController();
  const following = followed?.(AbortSignal.any([signal, over.signal]));
  try {
    return await send(connection, { path: TXT2IMG, json: body, signal });
  } finally {
    over.abort();
    await following;
  }
}

/** Where the progress of the job is asked for. Made before the job is sent: whatever the server runs by then is not ours. */
async function sourceOf(
  { product: { progress }, tellsTasks }: Known,
  { connection }: SdapiServer,
  task: string,
  { asked }: Composed,
  signal: AbortSignal,
): Promise<Source | null> {
  if (!progress) return null;
  if (tellsTasks && progress.task !== undefined) return taskSource(connection, progress.task, task, asked.steps);
  const jobs = progress.jobs === undefined ? null : new RegExp(progress.jobs);
  const wasIdle = await isServerIdle(connection, progress.global, signal).catch(() => false);
  signal.throwIfAborted();
  return globalSource(connection, progress.global, jobs, wasIdle);
}
