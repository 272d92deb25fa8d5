/** The renders of a sweep as messages: each has an id and events of its own, and all end with the sweep. */

import { t } from '@vscode/l10n';
import type { SweepEvent, SweepPlan, SweepVariant } from '../protocol/sweep.ts';
import type { Capabilities, RenderEvent } from '../render/backend.ts';
import { EventQueue } from '../render/event-queue.ts';
import { PlanError } from '../render/plan/error.ts';
import type { BackendProblem } from '../render/problem.ts';
import {
  createSweep,
  labels,
  type OutageState,
  type SweepPlan as Plan,
  type Rendered,
  type Variant,
  waitingFor,
} from '../render/sweep/index.ts';
import type { BackendLease } from './chosen-backend.ts';
import type { Documents } from './documents.ts';
import type { Known, RenderServices } from './render-requests.ts';
import { backendOf, placesIn, plannedOn, type Target } from './render-target.ts';
import type { OpenSweep } from './sweeps.ts';

export interface RequestContext {
  readonly documents: Documents;
  readonly services: RenderServices & Known;
  readonly lease: BackendLease;
  readonly signal: AbortSignal;
}

export interface SweepContext extends RequestContext {
  readonly sweep: OpenSweep;
}

export type Ended = Extract<SweepEvent, { kind: 'ended' }>;

/** What every plan of a sweep says. */
export function sweepPlanOf(
  target: Target,
  { setting, base, converges, changes }: Pick<Plan, 'setting' | 'base' | 'converges'> & Pick<SweepPlan, 'changes'>,
  lease: BackendLease,
): Omit<SweepPlan, 'warnings' | 'variants'> {
  return { ...plannedOn(target, base, lease), setting, label: labels()[setting], ladder: [], converges, changes };
}

/** What a sweep is planned with. */
export function plannersOf({ services: { prepare, knowledge }, lease: { session, limits }, signal }: SweepContext) {
  return { prepare, knowledge, session, limits, signal };
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
  /** What ended all of them; `null` while they go on. */
  readonly problem: BackendProblem | null;
}

/** `schedulesItself`: of the backend. */
export function createSweepRenders(
  target: Target,
  { schedulesItself }: Capabilities,
  { documents, services, lease, sweep, signal }: SweepContext,
): SweepRenders {
  const { backend } = lease.session;
  const { maxDuration } = lease.limits;
  const tell = (state: OutageState): void => {
    lease.report(state.kind === 'waiting' ? state.problem : null);
    sweep.tell(
      state.kind === 'waiting' ? { kind: 'waiting', message: waitingFor(backendOf(lease).name, state.problem) } : state,
    );
  };
  const runner = createSweep({ knowledge: services.knowledge, backend, schedulesItself, maxDuration, signal, tell });
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
          expectedSeconds: request.unsized ? null : services.measurements.expectedSeconds(backend, request),
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
    get problem() {
      return runner.problem;
    },
  };
}

/** Goes on with a sweep behind the answer: the client learns of the sweep before its first event. */
export function goOn(renders: SweepRenders, { lease, sweep }: SweepContext, work: () => Promise<Ended>): void {
  lease.started();
  const whole = async (): Promise<Ended> => {
    try {
      return await work();
    } finally {
      lease.report(renders.problem);
      lease.close();
    }
  };
  setImmediate(() => sweep.follow(whole()));
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

/** What was planned from a text that has changed meanwhile may be of two minds. Throws `PlanError`. */
export function mustBeUnchanged({ uri, version }: Target, { documents, signal }: SweepContext): void {
  signal.throwIfAborted();
  if (documents.analysis(uri)?.version !== version)
    throw new PlanError(t`The file was edited while the pictures were planned. Try again.`);
}
