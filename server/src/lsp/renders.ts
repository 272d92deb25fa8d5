/** Running renders: passes their events on as messages, and ends them when asked. */
import type { RenderEventMessage } from '../protocol/render.ts';
import type { Picture, RenderEvent } from '../render/backend.ts';
import { type BackendProblem, type GraphPlace, problemOf } from '../render/problem.ts';
import { type Deliver, inline } from './picture-delivery.ts';
import { createRunningSet, type Run, type RunningSet } from './running.ts';

type FailedMessage = Extract<RenderEventMessage, { kind: 'failed' }>;

export interface Renders extends Omit<RunningSet, 'open'> {
  /** Makes room for a render; one of the same id is ended first. */
  open(id: string): Running;
}

export interface Running extends Omit<Run, 'follow'> {
  /**
   * Sends the events on, exactly one terminal one last, and resolves with the problem if it failed. `placesOf`: where in the
   * file a server's complaints stand.
   */
  follow(
    events: AsyncIterator<RenderEvent>,
    first: RenderEvent | null,
    placesOf: (places: readonly GraphPlace[]) => FailedMessage['places'],
  ): Promise<BackendProblem | null>;
}

/**
 * `send` resolves when the message is on its way: a slow reader gets fewer previews, not late ones. `deliver` says how the
 * client gets a finished picture.
 */
export function createRenders(
  send: (renderId: string, event: RenderEventMessage) => Promise<void>,
  deliver: Deliver,
): Renders {
  const running = createRunningSet();
  return {
    ...running,
    open(id) {
      const run = running.open(id);
      return { ...run, follow: (events, first, placesOf) => run.follow(follow(id, events, first, placesOf)) };
    },
  };

  async function follow(
    id: string,
    events: AsyncIterator<RenderEvent>,
    first: RenderEvent | null,
    placesOf: (places: readonly GraphPlace[]) => FailedMessage['places'],
  ): Promise<BackendProblem | null> {
    const started = performance.now();
    const failed = ({ message, places }: BackendProblem): FailedMessage => ({
      kind: 'failed',
      message,
      places: placesOf(places),
    });
    let problem: BackendProblem | null = null;
    try {
      for (let next = first; ; ) {
        if (next?.kind === 'failed') problem = next.problem;
        if (next) await send(id, next.kind === 'failed' ? failed(next.problem) : await message(next, started, deliver));
        const turn = await events.next();
        if (turn.done) return problem;
        next = turn.value;
      }
    } catch (error) {
      // A backend must not throw; if one does, the person waiting still gets an end.
      problem = problemOf(error);
      await send(id, failed(problem)).catch(() => {});
      return problem;
    }
  }
}

async function message(
  event: Exclude<RenderEvent, { kind: 'failed' }>,
  started: number,
  deliver: Deliver,
): Promise<RenderEventMessage> {
  switch (event.kind) {
    case 'step':
    case 'progress':
      return { ...event, elapsedSeconds: (performance.now() - started) / 1000 };
    case 'preview':
      return { kind: 'preview', ...measures(event.picture), ...inline(event.picture) };
    case 'picture':
      return { kind: 'picture', ...measures(event.picture), ...(await deliver(event.picture)) };
    case 'done':
      return { kind: 'done', seconds: event.milliseconds / 1000, modelEvaluations: event.modelEvaluations };
    default:
      return event;
  }
}

function measures({ mime, width, height, motion }: Picture): Omit<Picture, 'bytes'> {
  return { mime, width, height, ...(motion && { motion }) };
}
