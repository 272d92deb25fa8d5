/** What a render says on a terminal, on standard error. */
import type { RenderEvent } from '../render/backend.ts';
import { printable, type Terminal } from './output.ts';

/** Letters of the bar. */
const BAR = 24;

export type ProgressEvent = Extract<RenderEvent, { kind: 'queued' | 'loading' | 'step' | 'progress' }>;

export interface Progress {
  /**
   * Shows how far a render is: a bar in place, where standard error is a terminal; nothing elsewhere. `which`: of several
   * (`picture 2 of 3`).
   */
  show(event: ProgressEvent, which?: string): void;
  /** Takes the bar away, so that something else can be written. */
  clear(): void;
  /** A line of its own, above the bar. */
  line(text: string): void;
  lines(texts: readonly string[]): void;
  /** A remark, once however often it is made. */
  note(text: string): void;
}

/** Progress on a terminal; where there is none, lines alone. */
export function createProgress(
  stream: Terminal = process.stderr,
  now: () => number = () => performance.now(),
): Progress {
  let started = now();
  let shownOf = '';
  let first: { fraction: number; at: number } | null = null;
  let shown = false;

  /** Seconds left by the speed since the first sign of progress: what comes before it, such as loading a model, happens once. */
  const left = (fraction: number): string => {
    const elapsed = now() - started;
    first ??= { fraction, at: elapsed };
    if (fraction <= first.fraction) return '';
    const seconds = ((elapsed - first.at) / (fraction - first.fraction)) * (1 - fraction) * 0.001;
    return seconds < 1 ? '' : `, about ${Math.round(seconds)} s left`;
  };
  const clear = (): void => {
    if (shown) stream.write('\r\u001b[K');
    shown = false;
  };
  const draw = (text: string): void => {
    if (!stream.isTTY) return;
    clear();
    stream.write(printable(text).slice(0, Math.max(20, (stream.columns || 80) - 1)));
    shown = true;
  };
  const bar = (fraction: number, text: string): string => {
    const full = Math.round(BAR * Math.min(1, Math.max(0, fraction)));
    return `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${text}${left(fraction)}`;
  };

  const line = (text: string): void => {
    clear();
    stream.write(`${printable(text)}\n`);
  };
  const noted = new Set<string>();
  return {
    show(event, which = '') {
      if (which !== shownOf) {
        shownOf = which;
        started = now();
        first = null;
      }
      const of = which && `, ${which}`;
      if (event.kind === 'queued') draw(`${event.ahead ? `waiting behind ${event.ahead}` : 'waiting'}${of}`);
      else if (event.kind === 'loading') draw(event.what + of);
      else if (event.kind === 'progress') draw(bar(event.fraction, `${Math.round(100 * event.fraction)} %${of}`));
      else draw(bar(event.done / Math.max(1, event.total), `step ${event.done} of ${event.total}${of}`));
    },
    clear,
    line,
    lines: (texts) => texts.forEach(line),
    note: (text) => {
      if (!noted.has(text)) line(`Note: ${text}`);
      noted.add(text);
    },
  };
}
