/** What the events of a render say about its cost. */
import type { RenderEvent } from './backend.ts';

/** Seconds of one render. */
export interface Timing {
  /** Of all its steps. */
  readonly sampling: number;
  /** Of the rest, as far as it is known; loading a model is not in it. */
  readonly beside: number;
}

export interface RenderTimer {
  /** Takes one event, as it arrives. */
  see(event: RenderEvent): void;
  /** After `done`; `null` where the render says nothing about the cost of its steps. */
  timing(): Timing | null;
}

/**
 * Times a render of so many steps. `counts`: what the backend may call their number (steps or model evaluations); where
 * it counts otherwise, several passes or a part are drawn, and nothing is known. `mayLoad`: the backend may load the model in
 * this render without saying so. `now`: milliseconds from any start.
 */
export function createTimer(counts: readonly number[], mayLoad: boolean, now: () => number): RenderTimer {
  let loads = mayLoad;
  /** The render's own work begins, as far as the backend says. */
  let ready = now();
  let first: Step | null = null;
  let last: Step | null = null;
  let end: number | null = null;
  let countsOtherwise = false;

  return {
    see(event) {
      const time = now();
      if (event.kind === 'done') end = time;
      if (event.kind === 'queued' || event.kind === 'loading') ready = time;
      if (event.kind === 'loading') loads = true;
      if (event.kind !== 'step') return;
      if (!counts.includes(event.total)) countsOtherwise = true;
      last = { done: event.done, total: event.total, time };
      first ??= last;
    },
    timing() {
      if (end === null || countsOtherwise) return null;
      if (first === null || last === null || last.done <= first.done) return whole(end);
      const aStep = (last.time - first.time) / (last.done - first.done);
      // What came before the first step took that step, too. A model that was loaded then is no part of the cost.
      const before = loads ? 0 : Math.max(0, first.time - ready - first.done * aStep);
      const after = Math.max(0, end - last.time - (last.total - last.done) * aStep);
      return positive({ sampling: aStep * last.total, beside: before + after });
    },
  };

  /** Without steps to go by, all of the time is theirs, unless a model may have been loaded in it. */
  function whole(end: number): Timing | null {
    return loads ? null : positive({ sampling: end - ready, beside: 0 });
  }
}

interface Step {
  readonly done: number;
  readonly total: number;
  /** Milliseconds. */
  readonly time: number;
}

function positive({ sampling, beside }: Timing): Timing | null {
  return sampling > 0 ? { sampling: sampling / 1000, beside: beside / 1000 } : null;
}
