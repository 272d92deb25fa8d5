/** The renders of a sweep as messages: each has an id and events of its own, and all end with the sweep. */

import type { Capabilities, RenderEvent } from '../render/backend.ts';
import type { RenderLimits } from '../render/backends/kind.ts';
import { EventQueue } from '../render/event-queue.ts';
import type { BackendProblem } from '../render/problem.ts';
import {
  createSweep,
  LABELS,
  type OutageState,
  type SweepPlan as Plan,
  type Rendered,
  type Variant,
} from '../render/sweep/index.ts';
import type { Use } from './chosen-backend.ts';
import type { Documents } from './documents.ts';
import type { SweepEvent, SweepPlan, SweepVariant } from './messages.ts';
import type { RenderServices } from './render-requests.ts';
import { backendOf, placesIn, type Target, titleOf } from './render-target.ts';
import type { OpenSweep } from './sweeps.ts';

export interface RequestContext {
  readonly documents: Documents;
  readonly services: RenderServices;
  readonly use: Use;
  readonly signal: AbortSignal;
}

export interface SweepContext extends RequestContext {
  readonly sweep: OpenSweep;
}

type Ended = Extract<SweepEvent, { kind: 'ended' }>;

/** What every plan of a sweep says. */
export function sweepPlanOf(
  target: Target,
  { setting, base, converges }: Plan,
  use: Use,
): Omit<SweepPlan, 'changes' | 'warnings' | 'variants'> {
  const { request, seedIsDrawn } = base;
  return {
    title: titleOf(target, base),
    backend: backendOf(use),
    setting,
    label: LABELS[setting],
    seed: request.seed.toString(),
    seedIsDrawn,
    width: request.width,
    height: request.height,
    ladder: [],
    converges,
  };
}

/** A render that has begun, or waits for its turn. Its events are kept until they are followed. */
export interface Started {
  readonly variant: SweepVariant;
  /** `null` when no picture came of it. */
  readonly rendered: Promise<Rendered | null>;
  /** Its first event, as soon as there is one. */
  first(): Promise<RenderEvent>;
  /** Sends its events; resolves at the end, with the problem if it failed. */
  follow(): Promise<BackendProblem | null>;
  /** Takes it away unfollowed. */
  close(): void;
}

export interface SweepRenders {
  add(variant: Variant): Started;
  /** How the sweep ended, after these renders. */
  ended(started: readonly Started[], problems: readonly (BackendProblem | null)[]): Promise<Ended>;
}

/** `schedulesItself`, `limits`: of the backend, and of the user. */
export function createSweepRenders(
  target: Target,
  { schedulesItself }: Capabilities,
  { maxDuration }: RenderLimits,
  { documents, services, use, sweep, signal }: SweepContext,
): SweepRenders {
  const { backend } = use.session;
  const tell = (state: OutageState): void => {
    use.heard(state.kind === 'waiting' ? state.problem : null);
    sweep.tell(state.kind === 'waiting' ? { kind: 'waiting', message: waitingFor(state.problem) } : state);
  };
  const runner = createSweep({ backend, schedulesItself, maxDuration, signal, tell });
  let count = 0;

  return {
    add({ value, isCurrent, prepared }) {
      const { request } = prepared;
      const renderId = `${sweep.id}/${count++}`;
      const running = services.renders.open(renderId);
      const events = new EventQueue();
      const rendered = runner.render(request, running.signal, (event) => events.push(event));
      const reader = events[Symbol.asyncIterator]();
      let first: Promise<RenderEvent> | null = null;
      return {
        variant: {
          renderId,
          value,
          isCurrent,
          steps: request.steps,
          seed: request.seed.toString(),
          expectedSeconds: services.measurements.expectedSeconds(backend, request),
        },
        rendered,
        first: () => {
          first ??= reader.next().then(({ value: event }) => event as RenderEvent);
          return first;
        },
        follow: async () => running.follow(reader, await first, placesIn.bind(null, target, documents, prepared)),
        close: running.close,
      };
    },
    ended: async (started, problems) => {
      const rendered = await Promise.all(started.map((render) => render.rendered));
      use.heard(runner.problem);
      use.close();
      const isCancelled = signal.aborted || problems.every((problem) => problem === null);
      const problem = runner.problem ?? problems.find((each) => each !== null) ?? null;
      if (rendered.some((picture) => picture !== null) && !signal.aborted && runner.problem === null) return DONE;
      return isCancelled ? CANCELLED : { kind: 'ended', outcome: 'failed', message: problem?.message ?? null };
    },
  };
}

const DONE: Ended = { kind: 'ended', outcome: 'done', message: null };
const CANCELLED: Ended = { kind: 'ended', outcome: 'cancelled', message: null };

function waitingFor({ message }: BackendProblem): string {
  return `${message} Sweetspot goes on with what is missing once it answers again.`;
}

/** Class names of the nodes that cost credits, where a person must be asked before these renders go on; they are then ended. */
export async function paidNodesOf(
  started: readonly Started[],
  { prepared }: Variant,
  { sweep }: SweepContext,
): Promise<readonly string[] | null> {
  // Known only by the server's own definitions.
  const { request } = prepared;
  if (!request.graph || request.paidNodesAllowed) return null;
  const event = await started[0].first();
  if (event.kind !== 'failed' || event.problem.code !== 'paid-nodes') return null;
  sweep.abort();
  await Promise.all(started.map(({ rendered }) => rendered));
  for (const render of started) render.close();
  return prepared.classesOf(event.problem.places);
}
