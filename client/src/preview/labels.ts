/** Every text of the preview that depends on what happens. What never changes is in html.ts. */
import type { RenderMode, RenderPlan } from '../../../server/src/lsp/messages.ts';
import { secondsLeft, type View } from './view.ts';

const MODE_NAMES: Record<RenderMode, string> = { draft: 'Draft', configured: 'As configured' };

export const SOURCE_NAMES: Record<RenderPlan['settings'][number]['from'], string> = {
  file: 'from the file',
  draft: 'for the draft',
  default: 'default',
  override: 'as asked',
  server: 'left to the server',
};

/** "Draft (8 steps)", or "Draft" while its step count isn't known. */
export function modeLabel(mode: RenderMode, steps: number | undefined): string {
  return steps === undefined ? MODE_NAMES[mode] : `${MODE_NAMES[mode]} (${count(steps, 'step')})`;
}

/** One short sentence for the phase, read out by screen readers when it changes. */
export function statusLabel(view: View): string {
  switch (view.phase) {
    case 'idle':
      return 'Nothing rendered yet';
    case 'running':
      return 'Rendering…';
    case 'done':
      return 'Done';
    case 'cancelled':
      return `Cancelled${unfinishedPicture(view)}`;
    case 'failed':
      return `Failed${unfinishedPicture(view)}`;
  }
}

/** Says what the picture is when the render that was asked for brought none. */
function unfinishedPicture({ picture }: View): string {
  if (picture === null) return '';
  return picture === 'preview' ? ': this is its last preview' : ': the picture is from the render before';
}

/** How far the render is ("step 3 of 25 · about 4 s left"), or what it took ("25 steps · 25 model evaluations · 0.4 s"). */
export function timeLabel(view: View): string {
  if (!view.plan) return '';
  if (view.phase === 'done' && view.outcome) {
    const { seconds, modelEvaluations } = view.outcome;
    return [
      count(view.plan.steps, 'step'),
      ...(modelEvaluations === null ? [] : [count(modelEvaluations, 'model evaluation')]),
      duration(seconds),
    ].join(' · ');
  }
  if (!view.progress) return '';
  const step = `step ${view.progress.latest.done} of ${view.plan.steps}`;
  const left = view.phase === 'running' ? secondsLeft(view) : null;
  // Half a second or less would be said as "0 s" or be gone before it is read.
  return left === null || left < 0.5 ? step : `${step} · about ${roughDuration(left)} left`;
}

/** Describes the picture to people who don't see it. */
export function pictureLabel(view: View): string {
  if (!view.plan) return '';
  const size = `${view.plan.width} × ${view.plan.height} pixels`;
  switch (view.picture) {
    case null:
      return '';
    case 'old':
      return 'The previous render';
    case 'preview':
      return `Unfinished render of ${view.plan.title}, ${size}`;
    case 'final':
      return `Render of ${view.plan.title} in ${count(view.plan.steps, 'step')}, ${size}, by ${view.plan.backend.name}`;
  }
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}

/** Tenths below ten seconds, whole seconds below two minutes, whole minutes from there. */
function duration(seconds: number): string {
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : roughDuration(seconds);
}

function roughDuration(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
