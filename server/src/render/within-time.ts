/** A render that ends in time, whatever the backend thinks of it. */
import { t } from '@vscode/l10n';
import type { Backend, RenderEvent, RenderRequest } from './backend.ts';
import { timerFor } from './timers.ts';

/** The events of a render; one that takes longer than allowed is cancelled and ends as `failed`, with the code `too-long`. */
export async function* renderWithin(
  backend: Backend,
  request: RenderRequest,
  milliseconds: number,
  signal: AbortSignal,
): AsyncGenerator<RenderEvent, void, void> {
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(), timerFor(milliseconds));
  // Those of a browser are numbers.
  timer.unref?.();
  try {
    for await (const event of backend.render(request, AbortSignal.any([signal, tooLong.signal]))) {
      if (event.kind === 'cancelled' && tooLong.signal.aborted && !signal.aborted) {
        const message = t`The render was stopped after ${duration(milliseconds)}. How long one may take says the setting sweetspot.render.maxMinutes, or --max-minutes.`;
        yield { kind: 'failed', problem: { code: 'too-long', message, places: [], detail: null } };
      } else yield event;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** `6 seconds`, `1 minute`, `2.5 minutes`. */
function duration(milliseconds: number): string {
  const [count, unit] = milliseconds < 60_000 ? [milliseconds / 1000, 'second'] : [milliseconds / 60_000, 'minute'];
  const rounded = Math.max(0.1, Math.round(10 * count) / 10);
  return `${rounded} ${unit}${rounded === 1 ? '' : 's'}`;
}
