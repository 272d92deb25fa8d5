/** Render events on their way from whoever makes them to whoever awaits them. */
import type { RenderEvent } from './backend.ts';

function isTerminal(event: RenderEvent): boolean {
  return event.kind === 'done' || event.kind === 'failed' || event.kind === 'cancelled';
}

/**
 * Keeps events until they are read, in order. The first terminal event ends it; later ones are dropped, and so is a preview
 * that nobody read before the next one came.
 */
export class EventQueue implements AsyncIterable<RenderEvent> {
  #events: RenderEvent[] = [];
  #ended = false;
  #wake: () => void = () => {};

  /** True once a terminal event is in. */
  get ended(): boolean {
    return this.#ended;
  }

  push(event: RenderEvent): void {
    if (this.#ended) return;
    this.#ended = isTerminal(event);
    if (event.kind === 'preview') this.#events = this.#events.filter(({ kind }) => kind !== 'preview');
    this.#events.push(event);
    this.#wake();
  }

  /** All events to the terminal one. For one reader. */
  async *[Symbol.asyncIterator](): AsyncGenerator<RenderEvent, void, void> {
    for (;;) {
      const event = this.#events.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else {
        yield event;
        if (isTerminal(event)) return;
      }
    }
  }
}
