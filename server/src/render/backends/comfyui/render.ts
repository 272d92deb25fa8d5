/** One render on ComfyUI: submitted, listened to, fetched, cancelled. */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { RenderEvent, RenderRequest } from '../../backend.ts';
import { BackendError, type ProblemCode } from '../../problem.ts';
import type { HttpResponse } from '../shared/http.ts';
import { type Job, takeBack } from '../shared/job.ts';
import { collectPictures } from './collect.ts';
import { Listener } from './listener.ts';
import type { ServerMemory } from './memory.ts';
import { parseMessage } from './messages.ts';
import { type Prepared, prepare } from './prepare.ts';
import { Progress } from './progress.ts';
import { droppedOutputs, isRefusal, refusalOf } from './refusal.ts';
import type { HistoryEntry, Routes, Submitted } from './routes.ts';

type Emit = (event: RenderEvent) => void;

/** Milliseconds. */
export interface Timing {
  /** Without a message until the server is asked what became of the job. Loading a model is silent too. */
  readonly silence: number;
  /** How long a server that can't be reached is asked again. */
  readonly patience: number;
}

export const TIMING: Timing = { silence: 5000, patience: 30_000 };

/** Milliseconds between two questions to a server that can't be listened to. */
const POLL = 1000;
/** Pauses between two attempts, milliseconds. */
const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 3000;
/** What may pass: a network that wakes up, a proxy that starts again. */
const PASSING: readonly ProblemCode[] = ['unreachable', 'lost', 'timeout', 'busy', 'server'];

/** What fresh definitions may mend: a file or pack that was put on the server meanwhile. */
const MAY_HAVE_CHANGED: readonly ProblemCode[] = ['missing-model', 'missing-node', 'missing-input', 'invalid'];

export interface RenderContext {
  readonly routes: Routes;
  readonly memory: ServerMemory;
  readonly knowledge: Knowledge;
  readonly timing: Timing;
}

export class ComfyJob implements Job {
  readonly #request: RenderRequest;
  readonly #context: RenderContext;
  /** A new one for every job: the server forgets clients whose sockets overlapped. */
  readonly #clientId = randomUUID();
  readonly #ownId: string = randomUUID();
  /** As the server has it: old ones choose their own. */
  #promptId = this.#ownId;
  #submitting: Promise<Submitted> | null = null;
  /** The server has refused the job, or it is over. */
  #isGone = false;
  #askingForPlace = false;

  constructor(request: RenderRequest, context: RenderContext) {
    this.#request = request;
    this.#context = context;
  }

  async run(emit: Emit, signal: AbortSignal): Promise<{ modelEvaluations: null }> {
    const { routes, memory, knowledge } = this.#context;
    const listener = new Listener(routes.connection, this.#clientId, signal);
    try {
      // The socket opens while the graph is made, and is there before the prompt: its first messages come with the answer.
      const opening = listener.open();
      opening.catch(() => {});
      const [prepared, previewMethod] = await Promise.all([this.#prepare(signal), memory.previewMethod(signal)]);
      await opening;
      for (const text of prepared.warnings) emit({ kind: 'warning', text });
      await this.#submit(prepared, previewMethod, emit, signal);
      emit({ kind: 'queued', ahead: null });
      const progress = new Progress(this.#promptId, prepared.sampling);
      const complete = await this.#follow(listener, progress, emit, signal);
      this.#isGone = true;
      listener.close();
      await collectPictures(
        { routes, knowledge, request: this.#request, prepared, promptId: this.#promptId, progress, complete },
        emit,
        signal,
      );
      this.#sayNoPreviews(progress, emit);
      return { modelEvaluations: null };
    } catch (error) {
      if (error instanceof BackendError && ['unreachable', 'lost'].includes(error.problem.code)) memory.forget();
      throw error;
    } finally {
      listener.close();
    }
  }

  async cancel(): Promise<void> {
    if (this.#submitting && !this.#isGone) await takeBack(this.#submitting, () => this.#takeBack());
  }

  /** Takes our job out of the queue, or stops it where it runs; nobody else's. */
  async #takeBack(): Promise<void> {
    const { routes } = this.#context;
    // The id that we gave it is nobody else's, whatever the answer made of it.
    for (const id of new Set([this.#ownId, this.#promptId])) {
      // First: what waits now may run when it is looked for. Where that fails, the rest is done before it is told.
      const deleting = routes.deletePending(id);
      await deleting.catch(() => {});
      await this.#stop(id);
      await deleting;
    }
  }

  async #stop(id: string): Promise<void> {
    const { routes, memory } = this.#context;
    if (memory.cancelsJobs !== false) {
      const cancelled = await routes.cancelJob(id).catch(() => undefined);
      if (cancelled !== undefined) memory.cancelsJobs = cancelled !== null;
      if (cancelled) return;
    }
    // Old servers stop whatever runs, so ours must be seen running right before. One queue without it proves nothing: it may be of a
    // moment ago, and a job that is left behind costs more than a second question.
    if ((await routes.isRunning(id)) || (await routes.isRunning(id))) await routes.interrupt(id);
  }

  /** The server's lists may have grown since they were asked for: what they lack is looked for again in fresh ones. */
  async #prepare(signal: AbortSignal): Promise<Prepared> {
    const { memory, knowledge } = this.#context;
    const { objectInfo, fresh } = await memory.definitions(signal);
    try {
      return prepare(this.#request, objectInfo, knowledge);
    } catch (error) {
      if (fresh || !(error instanceof BackendError) || !MAY_HAVE_CHANGED.includes(error.problem.code)) throw error;
      memory.forget();
      return prepare(this.#request, (await memory.definitions(signal)).objectInfo, knowledge);
    }
  }

  async #submit({ graph, ofSampler }: Prepared, previewMethod: string | null, emit: Emit, signal: AbortSignal) {
    const { routes, memory } = this.#context;
    const { objectInfo } = await memory.definitions(signal);
    const submission = { graph, clientId: this.#clientId, promptId: this.#promptId, previewMethod };
    const refused = (response: HttpResponse): BackendError => {
      this.#isGone = isRefusal(response);
      memory.forget();
      return refusalOf(response, graph, objectInfo, this.#context.knowledge.files);
    };
    this.#submitting = routes.submit(submission, refused, signal);
    const { promptId, number, nodeErrors } = await this.#submitting;
    this.#promptId = promptId;
    memory.counted(number);
    const dropped = droppedOutputs(nodeErrors, graph, objectInfo, this.#context.knowledge.files);
    if (dropped.places.length === 0) return;
    const left = [...dropped.outputs].join(', ');
    const why = t`ComfyUI leaves out ${left === '' ? t`a part of the graph` : t`node ${left}`}: ${dropped.places[0].message}`;
    if ([...dropped.outputs].some((output) => ofSampler.has(output)))
      throw new BackendError('invalid', why, { places: dropped.places });
    emit({ kind: 'warning', text: why });
  }

  /** Until the job is over. False when messages may have been missed. Throws `lost` when the server no longer knows the job. */
  async #follow(listener: Listener, progress: Progress, emit: Emit, signal: AbortSignal): Promise<boolean> {
    const { silence } = this.#context.timing;
    let complete = true;
    let since = performance.now();
    while (!progress.over) {
      // What is said of others, or by extensions, breaks no silence: our job may be gone all the same.
      const left = since + silence - performance.now();
      const heard = left <= 0 ? 'silence' : await listener.next(listener.isOpen ? left : POLL);
      signal.throwIfAborted();
      if (typeof heard === 'object') {
        const message = parseMessage(heard.message);
        if (message && progress.isOurs(message)) since = performance.now();
        for (const event of message ? progress.take(message) : []) emit(event);
        if (message?.kind === 'status' && !progress.started) this.#tellPlace(progress, emit, signal).catch(() => {});
        continue;
      }
      since = performance.now();
      const entry = await this.#whatBecame(signal);
      if (entry) progress.settle(entry);
      else if (heard === 'closed' || !complete) await listener.reopen();
      if (heard === 'closed') complete = false;
    }
    return complete;
  }

  /** How the job ended; `null` while it waits or runs. Throws `lost`. */
  async #whatBecame(signal: AbortSignal): Promise<HistoryEntry | null> {
    const { routes } = this.#context;
    const history = () => this.#patiently(() => routes.history(this.#promptId, signal), signal);
    const entry = await history();
    if (entry) return entry;
    const { running, pending } = await this.#patiently(() => routes.queue(signal), signal);
    if ([...running, ...pending].includes(this.#promptId)) return null;
    // It may have ended between the two questions.
    const late = await history();
    if (late) return late;
    throw new BackendError(
      'lost',
      t`ComfyUI no longer knows this render: it was taken out of the queue, or ComfyUI has started anew. Render again.`,
    );
  }

  /** Tries for a while. A refused connection is a server that is gone, and its jobs with it. */
  async #patiently<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const until = performance.now() + this.#context.timing.patience;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        return await attempt();
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof BackendError) || !PASSING.includes(error.problem.code)) throw error;
        const { detail } = error.problem;
        if (detail?.startsWith('ECONNREFUSED') || performance.now() + pause > until)
          throw new BackendError(
            'lost',
            t`ComfyUI went away in the middle of the render. Look at its window, start it again and render anew.`,
            { detail },
          );
        await sleep(pause, undefined, { signal });
      }
    }
  }

  /** How many jobs are before ours, asked for when the queue has changed and there can be any. */
  async #tellPlace(progress: Progress, emit: Emit, signal: AbortSignal): Promise<void> {
    if (this.#askingForPlace || progress.remaining < 2) return;
    this.#askingForPlace = true;
    try {
      const { running, pending } = await this.#context.routes.queue(signal);
      const place = pending.indexOf(this.#promptId);
      if (place >= 0 && !progress.started && !signal.aborted) emit({ kind: 'queued', ahead: running.length + place });
    } catch {
      // Only where it stands in line is not known; the render goes on.
    } finally {
      this.#askingForPlace = false;
    }
  }

  #sayNoPreviews(progress: Progress, emit: Emit): void {
    const { memory } = this.#context;
    if (progress.previews > 0 || progress.steps < 2 || memory.saidNoPreviews) return;
    memory.saidNoPreviews = true;
    emit({ kind: 'warning', text: t`ComfyUI sent no live previews. Start it with --preview-method auto to see them.` });
  }
}
