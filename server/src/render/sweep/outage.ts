/** Waiting for a backend that is out of reach, until it answers again. */

import { setTimeout } from 'node:timers/promises';
import { t } from '@vscode/l10n';
import type { Backend } from '../backend.ts';
import { type BackendProblem, problemOf } from '../problem.ts';

/** Resolves after so many milliseconds; rejects when `signal` aborts before. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

export type OutageState =
  /** Out of reach; `problem` says how it was noticed. */
  | { readonly kind: 'waiting'; readonly problem: BackendProblem }
  /** It answers again. */
  | { readonly kind: 'resumed' };

export interface Outage {
  /**
   * Resolves with `null` once the backend answers or when `signal` aborts, with the problem when it was waited for in vain. Who
   * comes while others wait joins them. `losses`: how often this has come before, which makes the first pause longer.
   */
  over(problem: BackendProblem, losses: number, signal: AbortSignal): Promise<BackendProblem | null>;
  /** As `over`, of the wait that is on; `null` at once where there is none. */
  current(signal: AbortSignal): Promise<BackendProblem | null>;
}

/** Milliseconds of the longest pause between two questions. A server that starts takes from seconds to minutes. */
const LONGEST_PAUSE = 30_000;
/** Milliseconds of pauses after which a backend is given up. */
const PATIENCE = 10 * 60_000;

/** What a person is told while a backend of this name is waited for. */
export function waitingFor(name: string, { code }: BackendProblem): string {
  return code === 'busy'
    ? t`${name} is busy. What is missing is rendered once it has time.`
    : t`${name} does not answer. What is missing is rendered once it answers again.`;
}

/** `signal`: ends all waiting. */
export function createOutage(
  backend: Backend,
  tell: (state: OutageState) => void,
  signal: AbortSignal,
  pause: Pause = (milliseconds, aborted) => setTimeout(milliseconds, undefined, { signal: aborted }),
): Outage {
  let wait: Promise<BackendProblem | null> | null = null;

  async function untilItAnswers(problem: BackendProblem, losses: number): Promise<BackendProblem | null> {
    tell({ kind: 'waiting', problem });
    let last = problem;
    let waited = 0;
    for (let pauses = 2 * losses; waited < PATIENCE; pauses += 1) {
      const length = Math.min(LONGEST_PAUSE, 1000 * 2 ** pauses);
      waited += length;
      try {
        await pause(length, signal);
        await backend.probe(signal);
        tell({ kind: 'resumed' });
        return null;
      } catch (error) {
        // Whatever it says while it starts (another page, no rights yet) may pass like the silence before.
        if (signal.aborted) return null;
        last = problemOf(error);
      }
    }
    return last;
  }

  return {
    over: (problem, losses, own) => {
      wait ??= untilItAnswers(problem, losses).finally(() => {
        wait = null;
      });
      return orAborted(wait, own);
    },
    current: (own) => (wait ? orAborted(wait, own) : Promise.resolve(null)),
  };
}

async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null;
  const ended = new AbortController();
  try {
    return await Promise.race([
      promise,
      new Promise<null>((resolve) =>
        signal.addEventListener('abort', () => resolve(null), { once: true, signal: ended.signal }),
      ),
    ]);
  } finally {
    ended.abort();
  }
}
