/** One picture of a comparison, as data. No vscode, no DOM. */
import type { RenderEventMessage } from '../../../server/src/protocol/render.ts';
import type { SweepVariant } from '../../../server/src/protocol/sweep.ts';
import { after, type Moment, type Progress } from '../panel/progress.ts';
import type { Activity, Outcome } from '../preview/view.ts';

export interface Item extends SweepVariant {
  /** Of which request it is. */
  readonly sweepId: string;
  readonly phase: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly activity: Activity;
  readonly progress: Progress | null;
  readonly picture: null | 'preview' | 'final';
  /** Set when `phase` is `done`. */
  readonly outcome: Outcome | null;
  /** Set when `phase` is `failed`. */
  readonly failure: string | null;
}

/** An event of a render without its picture, which travels apart. */
export type ItemEvent =
  | Exclude<RenderEventMessage, { kind: 'preview' | 'picture' }>
  | { readonly kind: 'preview' | 'picture' };

/** A render that nothing has been heard of yet. */
export function itemOf(sweepId: string, variant: SweepVariant): Item {
  return {
    ...variant,
    sweepId,
    phase: 'waiting',
    activity: { kind: 'rendering' },
    progress: null,
    picture: null,
    outcome: null,
    failure: null,
  };
}

/** The item after an event of its render. */
export function itemAfter(item: Item, event: ItemEvent): Item {
  // It was said to be cancelled before the server knew.
  if (isOver(item)) return item;
  switch (event.kind) {
    case 'queued':
      // Also said of a render that begins anew because its backend was lost.
      return { ...item, phase: 'running', activity: event, progress: null };
    case 'loading':
      return { ...item, phase: 'running', activity: event };
    case 'step':
      return progressed(item, 'steps', event);
    case 'progress':
      return progressed(item, 'fraction', { ...event, done: event.fraction, total: 1 });
    case 'preview':
      return { ...item, phase: 'running', picture: 'preview' };
    case 'picture':
      return { ...item, picture: 'final' };
    case 'warning':
      return item;
    case 'failed':
      return { ...item, phase: 'failed', failure: event.message };
    case 'cancelled':
      return { ...item, phase: 'cancelled' };
    case 'done':
      return {
        ...item,
        phase: 'done',
        outcome: { seconds: event.seconds, modelEvaluations: event.modelEvaluations },
      };
  }
}

/** The item once nothing more will be heard of its render. */
export function unfinished(item: Item): Item {
  return isOver(item) ? item : { ...item, phase: 'cancelled' };
}

/** Whether nothing more will be heard of an item's render. */
export function isOver({ phase }: Item): boolean {
  return phase !== 'waiting' && phase !== 'running';
}

function progressed(item: Item, unit: Progress['unit'], moment: Moment): Item {
  return { ...item, phase: 'running', activity: { kind: 'rendering' }, progress: after(item.progress, unit, moment) };
}
