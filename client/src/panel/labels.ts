/** Texts that panels of renders share. No vscode, no DOM. */
import { t } from '@vscode/l10n';
import { roughDuration } from '../../../server/src/common/duration.ts';
import type { RenderPlan } from '../../../server/src/protocol/render.ts';
import type { Progress } from './progress.ts';
import type { Activity } from './render.ts';

/** `cancelled`, and what becomes of it on a server that can't stop. */
export function cancelledLabel(cancelled: string, plan: Pick<RenderPlan, 'backend'> | null): string {
  if (!plan?.backend.goesOn) return cancelled;
  return `${cancelled}. ${t('What {0} has begun it renders to its end.', plan.backend.name)}`;
}

/** What a running render waits for or does. */
export function activityLabel(activity: Activity): string {
  switch (activity.kind) {
    case 'preparing':
      return t('Preparing…');
    case 'asking':
      return t('Waiting for your answer');
    case 'queued':
      if (activity.ahead === null) return t('Waiting in the queue');
      if (activity.ahead === 0) return t('Next in the queue');
      return activity.ahead === 1
        ? t('Waiting for 1 other render')
        : t('Waiting for {0} other renders', activity.ahead);
    case 'loading':
      return `${activity.what.charAt(0).toUpperCase()}${activity.what.slice(1)}…`;
    case 'rendering':
      return t('Rendering…');
  }
}

/** "step 3 of 25", or "40 %" of servers that count no steps. */
export function progressLabel({ unit, latest }: Progress): string {
  return unit === 'steps' ? t('step {0} of {1}', latest.done, latest.total) : `${Math.round(latest.done * 100)} %`;
}

/** "512 × 768 pixels". */
export function sizeLabel({ width, height }: Pick<RenderPlan, 'width' | 'height'>): string {
  return t('{0} × {1} pixels', width, height);
}

/** "1 step", "8 steps". */
export function stepCount(steps: number): string {
  return steps === 1 ? t('1 step') : t('{0} steps', steps);
}

/** "about 12 s": of a time that is only expected. */
export function about(seconds: number): string {
  return t('about {0}', roughDuration(seconds));
}
