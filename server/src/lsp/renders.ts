/** Running renders: starts them from a plan, passes their events on as messages, and ends them when asked. */
import type { Backend, Picture, RenderEvent, RenderRequest } from '../render/backend.ts';
import { problemOf } from '../render/problem.ts';
import type { RenderEventMessage } from './messages.ts';

export interface Renders {
  /** Starts a render; its events go to `send`, exactly one terminal one last. A render of the same id is ended first. */
  start(id: string, backend: Backend, request: RenderRequest): void;
  /** Ends a render; unknown ids are ignored. */
  cancel(id: string): void;
  cancelAll(): void;
}

export function createRenders(send: (renderId: string, event: RenderEventMessage) => void): Renders {
  const running = new Map<string, AbortController>();
  return {
    start(id, backend, request) {
      running.get(id)?.abort();
      const controller = new AbortController();
      running.set(id, controller);
      void follow(id, backend.render(request, controller.signal), controller);
    },
    cancel: (id) => running.get(id)?.abort(),
    cancelAll: () => {
      for (const controller of running.values()) controller.abort();
    },
  };

  async function follow(id: string, events: AsyncIterable<RenderEvent>, controller: AbortController): Promise<void> {
    const started = performance.now();
    try {
      for await (const event of events) send(id, message(event, started));
    } catch (error) {
      // A backend must not throw; if one does, the person waiting still gets an end.
      send(id, { kind: 'failed', message: problemOf(error).message, places: [] });
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  }
}

function message(event: RenderEvent, started: number): RenderEventMessage {
  switch (event.kind) {
    case 'step':
    case 'progress':
      return { ...event, elapsedSeconds: (performance.now() - started) / 1000 };
    case 'preview':
    case 'picture':
      return { kind: event.kind, ...pictureMessage(event.picture) };
    case 'failed':
      return { kind: 'failed', message: event.problem.message, places: [] };
    case 'done':
      return { kind: 'done', seconds: event.milliseconds / 1000, modelEvaluations: event.modelEvaluations };
    default:
      return event;
  }
}

function pictureMessage({ bytes, mime, width, height }: Picture) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return { data, mime, width, height };
}
