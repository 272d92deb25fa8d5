/** Running renders: passes their events on as messages, and ends them when asked. */
import type { Picture, RenderEvent } from '../render/backend.ts';
import { type BackendProblem, type GraphPlace, problemOf } from '../render/problem.ts';
import type { PictureMessage, RenderEventMessage } from './messages.ts';
import { type Deliver, inline } from './picture-delivery.ts';

type FailedMessage = Extract<RenderEventMessage, { kind: 'failed' }>;

export interface Renders {
  /** Makes room for a render; one of the same id is ended first. */
  open(id: string): Running;
  /** Ends a render; unknown ids are ignored. */
  cancel(id: string): void;
  /** Ends all, and resolves once their backends have answered. */
  cancelAll(): Promise<void>;
}

export interface Running {
  readonly signal: AbortSignal;
  abort(): void;
  /**
   * Sends the events on, exactly one terminal one last, and resolves with the problem if it failed. `placesOf`: where in the
   * file a server's complaints stand.
   */
  follow(
    events: AsyncIterator<RenderEvent>,
    first: RenderEvent | null,
    placesOf: (places: readonly GraphPlace[]) => FailedMessage['places'],
  ): Promise<BackendProblem | null>;
  /** Takes a render away that is not followed. */
  close(): void;
}

/**
 * `send` resolves when the message is on its way: a slow reader gets fewer previews, not late ones. `deliver` says how the
 * client gets a finished picture.
 */
export function createRenders(
  send: (renderId: string, event: RenderEventMessage) => Promise<void>,
  deliver: Deliver,
): Renders {
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
        follow: (events, first, placesOf) => {
          const end = follow(id, events, first, placesOf).finally(close);
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

function measures({ mime, width, height }: Picture): PictureMessage {
  return { mime, width, height };
}
