/** Running sweeps: what each of them tells, and how it is ended. */
import type { SweepEvent } from './messages.ts';

export interface Sweeps {
  /** Makes room for a sweep; one of the same id is ended first. */
  open(id: string): OpenSweep;
  /** Ends a sweep; unknown ids are ignored. */
  cancel(id: string): void;
  /** Ends all, and resolves once they have ended. */
  cancelAll(): Promise<void>;
}

export interface OpenSweep {
  readonly id: string;
  readonly signal: AbortSignal;
  abort(): void;
  tell(event: SweepEvent): void;
  /** Goes on until `work` has: its answer is the last event. */
  follow(work: Promise<Extract<SweepEvent, { kind: 'ended' }>>): void;
  /** Takes a sweep away that is not followed. */
  close(): void;
}

export function createSweeps(send: (sweepId: string, event: SweepEvent) => void): Sweeps {
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
        id,
        signal: controller.signal,
        abort: () => controller.abort(),
        tell: (event) => send(id, event),
        follow: (work) => {
          const end = work.then((event) => send(id, event)).finally(close);
          followed.add(end);
          void end.finally(() => followed.delete(end));
        },
        close,
      };
    },
    cancel: (id) => running.get(id)?.abort(),
    cancelAll: async () => {
      for (const controller of running.values()) controller.abort();
      await Promise.all(followed);
    },
  };
}
