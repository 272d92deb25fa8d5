/** One render of a backend: what every backend promises of its events, held in one place. */
import { setMaxListeners } from 'node:events';
import type { RenderEvent } from '../../backend.ts';
import { EventQueue } from '../../event-queue.ts';
import { briefly, problemOf } from '../../problem.ts';
import { withTimeout } from '../../timers.ts';

export interface Job {
  /**
   * Renders: emits all but the terminal event, and returns when the last picture is out. Throws `BackendError` (or anything) for
   * a failure. After an abort it may throw whatever it likes.
   */
  run(emit: (event: RenderEvent) => void, signal: AbortSignal): Promise<{ readonly modelEvaluations: number | null }>;
  /**
   * Takes the job back: asks the server to stop this one and no other, if the server may have it. Called when the render is left
   * before its end, aborted or failed; it may hang or fail, and is called once more when it has failed.
   */
  cancel?(): Promise<void>;
}

/** Milliseconds from an abort to `cancelled`, if the server does not confirm before. */
export const ABORT_GRACE = 3000;

/** Milliseconds in which the server may still answer the request that brings it a job which is taken back. */
const LATE_ANSWER = 2000;

/**
 * Takes a job back at once; where it is still on its way (`bringing` is pending), once more when the server has answered: of two
 * requests the second may be served first.
 */
export async function takeBack(bringing: Promise<unknown>, take: () => Promise<void>): Promise<void> {
  const answered = bringing.then(
    () => false,
    () => false,
  );
  const isOnItsWay = await Promise.race([answered, new Promise<true>((resolve) => setImmediate(resolve, true))]);
  if (!isOnItsWay) return take();
  await take().catch(() => {});
  await withTimeout(LATE_ANSWER, answered);
  await take();
}

/**
 * The events of a job: exactly one terminal one, last; `cancelled` within `ABORT_GRACE` of an abort whatever the server does.
 * A reader that walks away aborts the job, and a job that fails is taken back before that is told: nothing is left on the server.
 */
export async function* runJob(job: Job, signal: AbortSignal): AsyncGenerator<RenderEvent, void, void> {
  const queue = new EventQueue();
  const started = performance.now();
  const own = new AbortController();
  // A job that waits in a queue is looked at again and again, and several of its requests listen at a time.
  setMaxListeners(0, own.signal);
  let grace: NodeJS.Timeout | undefined;
  let leaving: Promise<void> | null = null;
  const leave = (): Promise<void> => {
    const cancel = async (): Promise<void> => job.cancel?.();
    const began = performance.now();
    // A server that does not answer is not asked for ever.
    const again = (): Promise<void> | void => (performance.now() - began < ABORT_GRACE ? cancel() : undefined);
    leaving ??= Promise.resolve()
      .then(() => cancel().catch(again))
      .catch(() => {});
    return leaving;
  };
  const abort = (): void => {
    if (queue.ended || grace !== undefined) return;
    grace = setTimeout(() => queue.push({ kind: 'cancelled' }), ABORT_GRACE);
    // The server is told before our own requests are dropped: some servers tie a job to them.
    void withTimeout(ABORT_GRACE, leave())
      .catch(() => {})
      .finally(() => own.abort(new DOMException('The render was cancelled.', 'AbortError')));
  };
  if (signal.aborted) {
    yield { kind: 'cancelled' };
    return;
  }
  signal.addEventListener('abort', abort, { once: true });
  const emit = (event: RenderEvent): void => {
    if (signal.aborted) return;
    queue.push(event.kind === 'warning' ? { ...event, text: briefly(event.text) } : event);
  };
  job.run(emit, own.signal).then(
    ({ modelEvaluations }) => {
      if (signal.aborted) queue.push({ kind: 'cancelled' });
      else queue.push({ kind: 'done', milliseconds: performance.now() - started, modelEvaluations });
    },
    async (error: unknown) => {
      // Also where an abort is under way: it is over when the server has been told.
      await withTimeout(ABORT_GRACE, leave());
      if (signal.aborted) queue.push({ kind: 'cancelled' });
      else queue.push({ kind: 'failed', problem: problemOf(error) });
    },
  );
  try {
    yield* queue;
  } finally {
    signal.removeEventListener('abort', abort);
    if (!queue.ended) abort();
    clearTimeout(grace);
    if (leaving === null) own.abort(new DOMException('The render is over.', 'AbortError'));
  }
}
