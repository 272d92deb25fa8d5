/** Following a job of InvokeAI: by its events, and by asking now and then, since an event may be missed or nobody hear them. */

import { setTimeout as delay } from 'node:timers/promises';
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { readAs } from '../../../knowledge/readable.ts';
import type { RenderEvent } from '../../backend.ts';
import { previewOf } from '../shared/image.ts';
import type { InvokeClient, QueueItem } from './client.ts';
import { DENOISE } from './graph.ts';
import type { EventSocket, ServerEvent } from './socketio.ts';

/** Milliseconds between questions while events come, and without any. */
const ASK_RARELY = 5000;
const ASK_OFTEN = 500;

export interface WatchedJob {
  readonly item: number;
  readonly steps: number;
  /** Name of the model, for people. */
  readonly model: string;
}

const JobSchema = v.object({ item_id: v.number() });
const ProgressSchema = v.object({
  invocation_source_id: v.string(),
  percentage: v.fallback(v.nullish(v.number(), null), null),
  image: v.fallback(v.nullish(v.object({ dataURL: v.string() }), null), null),
});

/** Tells of a job until it is over, and answers how it ended. `socket` is null where there is none. */
export async function watch(
  job: WatchedJob,
  client: InvokeClient,
  socket: EventSocket | null,
  emit: (event: RenderEvent) => void,
  signal: AbortSignal,
): Promise<QueueItem> {
  const bell = new Bell();
  let hears = socket !== null;
  let hasSteps = false;
  if (socket) {
    const tell = (event: RenderEvent): void => {
      hasSteps = true;
      emit(event);
    };
    // What the socket would have told is asked for instead.
    follow(job, socket.events, tell, bell)
      .catch(() => {})
      .finally(() => {
        hears = false;
        bell.ring();
      });
  }
  let lastStatus = '';
  for (;;) {
    bell.silence();
    const item = await client.item(job.item, signal);
    const { status } = item;
    if (status === 'completed' || status === 'failed' || status === 'canceled') return item;
    if (status !== lastStatus) {
      lastStatus = status;
      const event: RenderEvent =
        status === 'pending'
          ? { kind: 'queued', ahead: Math.max(0, (await client.queueLength(signal)) - 1) }
          : { kind: 'loading', what: t`loading ${job.model}` };
      // The steps may have overtaken the answers.
      if (!hasSteps) emit(event);
    }
    await bell.wait(hears ? ASK_RARELY : ASK_OFTEN, signal);
  }
}

/** Passes the progress of a job on, and rings when its status changes. */
async function follow(
  { item, steps }: WatchedJob,
  events: AsyncIterable<ServerEvent>,
  emit: (event: RenderEvent) => void,
  bell: Bell,
): Promise<void> {
  let doneSoFar = -1;
  for await (const { name, data } of events) {
    if (readAs(JobSchema, data)?.item_id !== item) continue;
    if (name === 'queue_item_status_changed') bell.ring();
    const progress = name === 'invocation_progress' ? readAs(ProgressSchema, data) : null;
    if (progress?.invocation_source_id !== DENOISE) continue;
    const { percentage, image } = progress;
    // A part of the steps; second-order schedulers tell each of theirs twice (invokeai/app/util/step_callback.py). A third of six
    // is 1.9999…
    const done = percentage === null ? doneSoFar : Math.floor(Math.min(1, Math.max(0, percentage)) * steps + 1e-6);
    if (done > doneSoFar) emit({ kind: 'step', done, total: steps });
    doneSoFar = Math.max(doneSoFar, done);
    const picture = image && previewOf(image.dataURL);
    if (picture) emit({ kind: 'preview', picture });
  }
}

/** Wakes one sleeper; rung while nobody sleeps, it is heard all the same. */
class Bell {
  #isRung = false;
  #wake = (): void => {};

  ring(): void {
    this.#isRung = true;
    this.#wake();
  }

  silence(): void {
    this.#isRung = false;
  }

  /** Resolves when it rings, or after some milliseconds. Rejects when the signal aborts. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#isRung) return;
    const rung = new AbortController();
    this.#wake = () => rung.abort();
    try {
      await delay(milliseconds, undefined, { signal: AbortSignal.any([signal, rung.signal]) });
    } catch {
      signal.throwIfAborted();
    }
  }
}
