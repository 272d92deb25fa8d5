/** One render of a backend: what every backend promises of its events, held in one place. */
import type { RenderEvent } from '../backend.ts';
import { EventQueue } from '../event-queue.ts';
import { problemOf } from '../problem.ts';

export interface Job {
  /**
   * Renders: emits all but the terminal event, and returns when the last picture is out. Throws `BackendError` (or anything) for
   * a failure. After an abort it may throw whatever it likes.
   */
  run(emit: (event: RenderEvent) => void, signal: AbortSignal): Promise<{ readonly modelEvaluations: number | null }>;
  /** Asks the server to stop this job and no other. Called once, on abort; it may hang or fail. */
  cancel?(): Promise<void>;
}

/** Milliseconds from an abort to `cancelled`, if the server does not confirm before. */
export const ABORT_GRACE = 3000;

/**
 * The events of a job: exactly one terminal one, last; `cancelled` within `ABORT_GRACE` of an abort whatever the server does.
 * A reader that walks away aborts the job.
 */
export async function* runJob(job: Job, signal: AbortSignal): AsyncGenerator<RenderEvent, void, void> {
  const queue = new EventQueue();
  const started = performance.now();
  const own = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const abort = (): void => {
    if (queue.ended || grace !== undefined) return;
    grace = setTimeout(() => queue.push({ kind: 'cancelled' }), ABORT_GRACE);
    // The server is told before our own requests are dropped: some servers tie a job to them.
    void Promise.resolve(job.cancel?.())
      .catch(() => {})
      .finally(() => own.abort(new DOMException('The render was cancelled.', 'AbortError')));
  };
  if (signal.aborted) {
    yield { kind: 'cancelled' };
    return;
  }
  signal.addEventListener('abort', abort, { once: true });
  const emit = (event: RenderEvent): void => {
    if (!signal.aborted) queue.push(event);
  };
  job.run(emit, own.signal).then(
    ({ modelEvaluations }) => {
      if (signal.aborted) queue.push({ kind: 'cancelled' });
      else queue.push({ kind: 'done', milliseconds: performance.now() - started, modelEvaluations });
    },
    (error: unknown) => {
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
    own.abort(new DOMException('The render is over.', 'AbortError'));
  }
}
