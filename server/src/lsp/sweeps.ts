/** Running sweeps: what each of them tells, and how it is ended. */
import { inBackground } from '../background.ts';
import type { SweepEvent } from '../protocol/sweep.ts';
import { createRunningSet, type Run, type RunningSet } from './running.ts';

export interface Sweeps extends Omit<RunningSet, 'open'> {
  /** Makes room for a sweep; one of the same id is ended first. */
  open(id: string): OpenSweep;
}

export interface OpenSweep extends Omit<Run, 'follow'> {
  readonly id: string;
  tell(event: SweepEvent): void;
  /** Goes on until `work` has: its answer is the last event. */
  follow(work: Promise<Extract<SweepEvent, { kind: 'ended' }>>): void;
}

export function createSweeps(send: (sweepId: string, event: SweepEvent) => void): Sweeps {
  const running = createRunningSet();
  return {
    ...running,
    open(id) {
      const run = running.open(id);
      return {
        ...run,
        id,
        tell: (event) => send(id, event),
        follow: (work) => inBackground(() => run.follow(work.then((event) => send(id, event)))),
      };
    },
  };
}
