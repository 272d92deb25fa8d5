/** Jobs of stable-diffusion.cpp's server: submitted, looked at until they end, cancelled while they wait. */

import { setTimeout as sleep } from 'node:timers/promises';
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { readAs } from '../../../knowledge/readable.ts';
import type { Connection } from '../../address.ts';
import { BackendError } from '../../problem.ts';
import { meaningOf } from '../shared/failures.ts';
import { failure, shorten } from '../shared/faults.ts';
import { type HttpResponse, send } from '../shared/http.ts';
import { type Encoded, EncodedSchema } from '../shared/image.ts';
import { ANSWER_TIME } from '../shared/wire.ts';
import { NAME } from './capabilities.ts';

/** Milliseconds between looks at a job: often at first, when a small picture may be done, then ever less. */
const LOOK = { first: 100, growth: 1.15, last: 1000 };
/** Milliseconds for a cancel. */
const HURRY = 2000;
/** Looks that may fail in a row, as when the machine sleeps. */
const PATIENCE = 3;

const text = v.fallback(v.nullable(v.string()), null);
const SubmittedSchema = v.object({ id: v.pipe(v.string(), v.regex(/^\w+$/)) });
const JobSchema = v.object({
  status: v.picklist(['queued', 'generating', 'completed', 'failed', 'cancelled']),
  queue_position: v.fallback(v.nullable(v.number()), null),
  result: v.fallback(
    v.nullable(v.object({ images: v.fallback(v.array(v.object({ b64_json: v.fallback(EncodedSchema, '') })), []) })),
    null,
  ),
  error: v.fallback(v.nullable(v.object({ code: text, message: text })), null),
});
type Job = v.InferOutput<typeof JobSchema>;
const RefusalSchema = v.object({ error: v.string(), message: v.optional(text) });

/** Submits a job and answers with its id. Throws `BackendError`. */
export async function submit(connection: Connection, body: unknown, signal: AbortSignal): Promise<string> {
  const response = await send(connection, { path: '/sdcpp/v1/img_gen', json: body, signal, timeout: ANSWER_TIME });
  if (response.status !== 202) throw refusal(connection, response);
  const submitted = readAs(SubmittedSchema, response.json());
  if (!submitted) throw new BackendError('protocol', t`${NAME} took the job without telling its id.`);
  return submitted.id;
}

/**
 * Looks at a job until it ends; answers with the encoded picture. `queued` is told how many jobs are before it. Throws
 * `BackendError`: `server` (it failed), `lost` (the server knows it no more), `no-picture`.
 */
export async function result(
  connection: Connection,
  id: string,
  knowledge: Knowledge,
  queued: (ahead: number | null) => void,
  signal: AbortSignal,
): Promise<Encoded> {
  for (let pause = LOOK.first; ; pause = Math.min(pause * LOOK.growth, LOOK.last)) {
    await sleep(pause, undefined, { signal });
    const job = await look(connection, id, signal);
    if (job.status === 'queued') queued(job.queue_position);
    if (job.status === 'failed') throw failed(job, knowledge);
    if (job.status === 'cancelled') throw new BackendError('server', t`Somebody else cancelled the job at ${NAME}.`);
    if (job.status !== 'completed') continue;
    const picture = job.result?.images.find(({ b64_json }) => b64_json.length > 0);
    if (!picture)
      throw new BackendError('no-picture', t`${NAME} ended the job without a picture. Its window says why.`);
    return picture.b64_json;
  }
}

/** Cancels a job that waits. False where it is being drawn, which the server can't stop. Throws when it can't be asked. */
export async function cancelJob(connection: Connection, id: string): Promise<boolean> {
  const path = `/sdcpp/v1/jobs/${id}/cancel`;
  const response = await send(connection, { method: 'POST', path, signal: AbortSignal.timeout(HURRY), timeout: HURRY });
  return response.status !== 409;
}

async function look(connection: Connection, id: string, signal: AbortSignal): Promise<Job> {
  const path = `/sdcpp/v1/jobs/${id}`;
  for (let failures = 1; ; failures += 1) {
    try {
      return jobIn(connection, await send(connection, { path, signal, timeout: ANSWER_TIME }));
    } catch (error) {
      const passing = error instanceof BackendError && ['lost', 'timeout', 'unreachable'].includes(error.problem.code);
      // What the server said itself stays as it is.
      if (!passing || error instanceof Gone || failures >= PATIENCE) throw error;
      await sleep(LOOK.last / PATIENCE, undefined, { signal });
    }
  }
}

/** The server answers, and has no such job. */
class Gone extends BackendError {}

function jobIn(connection: Connection, response: HttpResponse): Job {
  if (response.status === 404)
    throw new Gone('lost', t`${NAME} knows nothing of the job any more: it was started anew. Render again.`);
  if (response.status === 410)
    throw new Gone('lost', t`${NAME} has thrown the picture away: it keeps pictures for ten minutes. Render again.`);
  if (response.status !== 200) throw refusal(connection, response);
  const job = readAs(JobSchema, response.jsonWithBytes());
  if (!job) throw new BackendError('protocol', t`${NAME} describes the job in a way that is not known here.`);
  return job;
}

function failed({ error }: Job, knowledge: Knowledge): BackendError {
  const said = error?.message ?? error?.code ?? t`no reason given`;
  const detail = shorten(said);
  const known = meaningOf(said, 'sdcpp', knowledge, { name: NAME });
  if (known) return new BackendError(known.code, known.says, { detail });
  return new BackendError('server', t`${NAME} could not draw the picture (${said}). Its window says more.`, { detail });
}

/** Refusals are `{"error": "…"}`, of JSON it can't use with a `message` beside. */
function refusal(connection: Connection, response: HttpResponse): BackendError {
  const detail = shorten(response.words());
  if (response.status === 429)
    return new BackendError('busy', t`${NAME} has a full queue. Try again when some of its jobs are done.`, { detail });
  const said = refusalIn(response);
  if (said !== null && response.status === 400)
    return new BackendError('invalid', t`${NAME} refuses the request: ${said}.`, { detail });
  if (said !== null && response.status === 500)
    return new BackendError('server', t`${NAME} failed: ${said}.`, { detail });
  return failure(connection, response);
}

function refusalIn(response: HttpResponse): string | null {
  const refused = response.read(RefusalSchema);
  return refused && [refused.error, refused.message].filter(Boolean).join(': ');
}
