/** Render events on their way from whoever makes them to whoever awaits them. */
import { Line } from '../common/line.ts';
import type { RenderEvent } from './backend.ts';

function isTerminal(event: RenderEvent): boolean {
  return event.kind === 'done' || event.kind === 'failed' || event.kind === 'cancelled';
}

interface Waiting {
  /** `null`: nobody needs it any more. */
  event: RenderEvent | null;
}

/**
 * Keeps events until they are read, in order. The first terminal event ends it; later ones are dropped, and so is a preview
 * that nobody read before the next one came.
 */
export class EventQueue implements AsyncIterable<RenderEvent> {
  readonly #events = new Line<Waiting>();
  /** The preview that nobody has read yet; emptied when the next one comes. */
  #preview: Waiting = { event: null };
  #ended = false;

  /** True once a terminal event is in. */
  get ended(): boolean {
    return this.#ended;
  }

  push(event: RenderEvent): void {
    if (this.#ended) return;
    this.#ended = isTerminal(event);
    const waiting = { event };
    if (event.kind === 'preview') {
      this.#preview.event = null;
      this.#preview = waiting;
    }
    this.#events.push(waiting);
  }

  /** All events to the terminal one. For one reader. */
  async *[Symbol.asyncIterator](): AsyncGenerator<RenderEvent, void, void> {
    for await (const { event } of this.#events) {
      if (event === null) continue;
      yield event;
      if (isTerminal(event)) return;
    }
  }
}
