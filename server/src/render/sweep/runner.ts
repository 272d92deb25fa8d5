/** Renders that belong together on one backend: in turn, each of them once, whatever becomes of the backend meanwhile. */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { evaluationsOf } from '../../knowledge/sampler-names.ts';
import type { Backend, Picture, RenderEvent, RenderRequest, TerminalEvent } from '../backend.ts';
import { type BackendProblem, type ProblemCode, problemOf } from '../problem.ts';
import { createTimer } from '../timing.ts';
import { renderWithin } from '../within-time.ts';
import { createOutage, type OutageState, type Pause } from './outage.ts';
import { createSemaphore } from './semaphore.ts';

export interface SweepOptions {
  readonly knowledge: Knowledge;
  readonly backend: Backend;
  /** It takes many renders at once and spreads them itself; else it gets one at a time. */
  readonly schedulesItself: boolean;
  /** Milliseconds that one render may take. */
  readonly maxDuration: number;
  /** Ends all of it. */
  readonly signal: AbortSignal;
  readonly tell: (state: OutageState) => void;
  readonly pause?: Pause;
}

export interface Rendered {
  readonly picture: Picture;
  /** What it took itself: waiting behind others and loading the model are not in it, as far as the backend tells. */
  readonly milliseconds: number;
}

export interface Sweep {
  /**
   * Renders when it is its turn. `emit` gets its events, exactly one terminal event last; `null` when no picture came of it.
   * Never rejects. A render that breaks off with the backend is begun again once that answers.
   */
  render(request: RenderRequest, signal: AbortSignal, emit: (event: RenderEvent) => void): Promise<Rendered | null>;
  /** What ended all of it; `null` while it goes on. */
  readonly problem: BackendProblem | null;
}

/** The backend is away or has no time: another try may go well. */
const PASSING: ReadonlySet<ProblemCode> = new Set(['unreachable', 'lost', 'timeout', 'busy']);

/** What one render meets here, every other would meet. */
const SAME_FOR_ALL: ReadonlySet<ProblemCode> = new Set([
  'unauthorized',
  'forbidden-origin',
  'redirected',
  'api-disabled',
  'missing-model',
  'missing-node',
  'paid-nodes',
  'missing-input',
]);

/** A render that the backend is lost at so often may well be the cause. */
const MOST_LOSSES = 5;

/** Nothing is asked of the backend before the first `render`. */
export function createSweep(options: SweepOptions): Sweep {
  const { knowledge, backend, schedulesItself, maxDuration, signal: whole, tell, pause } = options;
  const turns = createSemaphore(schedulesItself ? Number.POSITIVE_INFINITY : 1);
  const outage = createOutage(backend, tell, whole, pause);
  let problem: BackendProblem | null = null;
  /** The first render finds the backend cold: it may load the model without saying so. */
  let isWarm = false;

  /** One try; its terminal event is answered, not emitted. */
  async function attempt(
    request: RenderRequest,
    signal: AbortSignal,
    emit: (event: RenderEvent) => void,
  ): Promise<{ end: TerminalEvent; picture: Picture | null }> {
    let picture: Picture | null = null;
    const began = performance.now();
    const calls = evaluationsOf(knowledge.sampler(request.sampler?.id ?? ''), request.steps);
    const timer = createTimer([request.steps, calls], !isWarm, () => performance.now());
    try {
      for await (const event of renderWithin(backend, request, maxDuration, signal)) {
        timer.see(event);
        if (event.kind === 'picture') picture ??= event.picture;
        if (event.kind === 'done') {
          isWarm = true;
          const timing = timer.timing();
          const milliseconds = timing ? 1000 * (timing.sampling + timing.beside) : event.milliseconds;
          return { end: { ...event, milliseconds }, picture };
        }
        if (event.kind === 'cancelled') return { end: event, picture };
        if (event.kind === 'failed') {
          // Only the end of it was lost.
          const isWhole = picture !== null && PASSING.has(event.problem.code);
          const milliseconds = performance.now() - began;
          return { end: isWhole ? { kind: 'done', milliseconds, modelEvaluations: null } : event, picture };
        }
        emit(event);
      }
      throw new Error('it ended without saying how');
    } catch (error) {
      return { end: { kind: 'failed', problem: problemOf(error) }, picture };
    }
  }

  /** Tries until it is done or nothing more is to be hoped for. */
  async function inTurn(
    request: RenderRequest,
    signal: AbortSignal,
    emit: (event: RenderEvent) => void,
  ): Promise<Rendered | null> {
    problem ??= await outage.current(signal);
    for (let losses = 0; problem === null && !signal.aborted; losses += 1) {
      const { end, picture } = await attempt(request, signal, emit);
      if (end.kind !== 'failed') {
        emit(end);
        return end.kind === 'done' && picture ? { picture, milliseconds: end.milliseconds } : null;
      }
      const { code } = end.problem;
      if (SAME_FOR_ALL.has(code)) problem ??= end.problem;
      if (!PASSING.has(code) || losses === MOST_LOSSES) {
        emit(end);
        return null;
      }
      emit({ kind: 'queued', ahead: null });
      problem ??= await outage.over(end.problem, losses, signal);
    }
    emit(problem === null ? { kind: 'cancelled' } : { kind: 'failed', problem });
    return null;
  }

  return {
    render: async (request, own, emit) => {
      const signal = AbortSignal.any([whole, own]);
      let began = false;
      const work = (): Promise<Rendered | null> => {
        began = true;
        return inTurn(request, signal, emit);
      };
      const rendered = await turns.take(work, signal);
      if (!began) emit({ kind: 'cancelled' });
      return rendered;
    },
    get problem() {
      return problem;
    },
  };
}
