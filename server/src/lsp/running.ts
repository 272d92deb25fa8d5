/** What runs under an id that the client chose, so that it can be ended. */
import { type Deferred, deferred } from '../common/deferred.ts';

export interface RunningSet {
  /** Makes room for a work, until it is closed; one of the same id is ended first. */
  open(id: string): Run;
  /** Ends a work; unknown ids are ignored. */
  cancel(id: string): void;
  /** Ends all, and whatever is opened from now on. Resolves once they have ended. */
  cancelAll(): Promise<void>;
}

export interface Run {
  readonly signal: AbortSignal;
  abort(): void;
  /** The work goes on until this resolves, and is then closed. */
  follow<Result>(end: Promise<Result>): Promise<Result>;
  /** Takes a work away that has ended or is not followed. */
  close(): void;
}

export function createRunningSet(): RunningSet {
  const running = new Map<string, AbortController>();
  const closing = new Map<AbortController, Deferred<void>>();
  let isOver = false;
  return {
    open(id) {
      running.get(id)?.abort();
      const controller = new AbortController();
      const closed = deferred<void>();
      running.set(id, controller);
      closing.set(controller, closed);
      if (isOver) controller.abort();
      const close = (): void => {
        if (running.get(id) === controller) running.delete(id);
        closing.delete(controller);
        closed.resolve();
      };
      return {
        signal: controller.signal,
        abort: () => controller.abort(),
        close,
        follow: (work) => work.finally(close),
      };
    },
    cancel: (id) => running.get(id)?.abort(),
    cancelAll: async () => {
      isOver = true;
      for (const controller of closing.keys()) controller.abort();
      await Promise.all([...closing.values()].map(({ promise }) => promise));
    },
  };
}

/** Calls a listener when a signal is aborted, at once where it is. */
export function onAbort(signal: AbortSignal, listener: () => void): void {
  if (signal.aborted) listener();
  else signal.addEventListener('abort', listener, { once: true });
}
