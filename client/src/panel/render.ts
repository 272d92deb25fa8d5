/** One render, as a panel knows it: a pure function of what has happened, the same wherever it is shown. No vscode, no DOM. */
import type { ComplaintPlace, RenderEventMessage } from '../../../server/src/protocol/render.ts';
import { after, type Moment, type Progress } from './progress.ts';

/** What a running render waits for or does. */
export type Activity =
  | { readonly kind: 'preparing' }
  /** A person has been asked something. */
  | { readonly kind: 'asking' }
  /** `ahead`: jobs before this one, where the server says. */
  | { readonly kind: 'queued'; readonly ahead: number | null }
  | { readonly kind: 'loading'; readonly what: string }
  | { readonly kind: 'rendering' };

export interface Outcome {
  readonly seconds: number;
  readonly modelEvaluations: number | null;
}

export interface Render {
  /** `idle`: nothing has been heard of it. */
  readonly phase: 'idle' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly activity: Activity;
  readonly progress: Progress | null;
  /** What the picture shows: `null` none, `old` an earlier render's, `preview` unfinished, `final` finished. */
  readonly picture: null | 'old' | 'preview' | 'final';
  /** Set when `phase` is `done`. */
  readonly outcome: Outcome | null;
  /** Set when `phase` is `failed`. */
  readonly failure: { readonly message: string; readonly places: readonly ComplaintPlace[] } | null;
}

export const IDLE: Render = {
  phase: 'idle',
  activity: { kind: 'rendering' },
  progress: null,
  picture: null,
  outcome: null,
  failure: null,
};

/** An event of a render without its picture, which is large and travels apart. */
export type RenderHappening =
  | Exclude<RenderEventMessage, { kind: 'preview' | 'picture' }>
  | { readonly kind: 'preview' | 'picture' };

/** What is known of a render after an event. */
export function renderAfter<Known extends Render>(render: Known, event: RenderHappening): Known {
  // It was said to be cancelled before the server knew.
  if (isOver(render)) return render;
  switch (event.kind) {
    case 'queued':
      // Also said of a render that begins anew because its backend was lost.
      return { ...render, phase: 'running', activity: event, progress: null };
    case 'loading':
      return { ...render, phase: 'running', activity: event };
    case 'step':
      return progressed(render, 'steps', event);
    case 'progress':
      return progressed(render, 'fraction', { ...event, done: event.fraction, total: 1 });
    case 'preview':
      return { ...render, phase: 'running', picture: 'preview' };
    case 'picture':
      return { ...render, picture: 'final' };
    case 'warning':
      return render;
    case 'failed':
      return { ...render, phase: 'failed', failure: { message: event.message, places: event.places } };
    case 'cancelled':
      return { ...render, phase: 'cancelled' };
    case 'done': {
      const { seconds, modelEvaluations } = event;
      return { ...render, phase: 'done', outcome: { seconds, modelEvaluations } };
    }
  }
}

/** Whether nothing more will be heard of a render. */
export function isOver({ phase }: Pick<Render, 'phase'>): boolean {
  return phase !== 'idle' && phase !== 'running';
}

/** Warnings with those of them that were not said yet. */
export function joined(texts: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...texts, ...more])];
}

function progressed<Known extends Render>(render: Known, unit: Progress['unit'], moment: Moment): Known {
  return {
    ...render,
    phase: 'running',
    activity: { kind: 'rendering' },
    progress: after(render.progress, unit, moment),
  };
}
