/** The time that a render may take. */
import { BackendError } from '../problem.ts';

/**
 * Does work that may last `limit` milliseconds. Past it the work's signal aborts, `stop` asks the server to stop the job, and
 * `BackendError` `timeout` is thrown. `by`: the product, for people.
 */
export async function withinTime<T>(
  by: string,
  limit: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
  stop: () => Promise<void>,
): Promise<T> {
  const deadline = AbortSignal.timeout(limit);
  try {
    return await work(AbortSignal.any([signal, deadline]));
  } catch (error) {
    if (!deadline.aborted || signal.aborted) throw error;
    await stop().catch(() => {}); // it may be why the render never ended
    const time = limit < 60_000 ? `${Math.round(limit / 1000)} s` : `${Math.round(limit / 60_000)} min`;
    throw new BackendError(
      'timeout',
      `${by} did not end the render within ${time}. The settings say how long it may take.`,
    );
  }
}
