/** A render that ends in time, whatever the backend thinks of it. */
import type { Backend, RenderEvent, RenderRequest } from './backend.ts';

/** The events of a render; one that takes longer than allowed is cancelled and ends as `failed`, with the code `too-long`. */
export async function* renderWithin(
  backend: Backend,
  request: RenderRequest,
  milliseconds: number,
  signal: AbortSignal,
): AsyncGenerator<RenderEvent, void, void> {
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(), milliseconds);
  timer.unref();
  try {
    for await (const event of backend.render(request, AbortSignal.any([signal, tooLong.signal]))) {
      if (event.kind === 'cancelled' && tooLong.signal.aborted && !signal.aborted) {
        const message = `The render was stopped after ${Math.round(milliseconds / 60_000)} minutes. How long one may take says the setting sweetspot.render.maxMinutes, or --max-minutes.`;
        yield { kind: 'failed', problem: { code: 'too-long', message, places: [], detail: null } };
      } else yield event;
    }
  } finally {
    clearTimeout(timer);
  }
}
