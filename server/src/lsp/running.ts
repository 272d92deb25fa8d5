/** What runs under an id that the client chose, so that it can be ended. */

export interface RunningSet {
  /** Makes room for a work; one of the same id is ended first. */
  open(id: string): Run;
  /** Ends a work; unknown ids are ignored. */
  cancel(id: string): void;
  /** Ends all, and resolves once they have ended. */
  cancelAll(): Promise<void>;
}

export interface Run {
  readonly signal: AbortSignal;
  abort(): void;
  /** The work goes on until this resolves. */
  follow<Result>(end: Promise<Result>): Promise<Result>;
  /** Takes a work away that is not followed. */
  close(): void;
}

export function createRunningSet(): RunningSet {
  const running = new Map<string, AbortController>();
  const followed = new Set<Promise<unknown>>();
  return {
    open(id) {
      running.get(id)?.abort();
      const controller = new AbortController();
      running.set(id, controller);
      const close = (): void => {
        if (running.get(id) === controller) running.delete(id);
      };
      return {
        signal: controller.signal,
        abort: () => controller.abort(),
        close,
        follow: (work) => {
          const end = work.finally(close);
          followed.add(end);
          void end.finally(() => followed.delete(end));
          return end;
        },
      };
    },
    cancel: (id) => running.get(id)?.abort(),
    cancelAll: async () => {
      for (const controller of running.values()) controller.abort();
      await Promise.all(followed);
    },
  };
}
