/** Every text of the preview that depends on what happens. What never changes stands in the page. */
import type { RenderMode, RenderPlan } from '../../../server/src/protocol/render.ts';
import { type Progress, secondsLeft } from '../panel/progress.ts';
import { type KeptRender, timeOf } from './kept.ts';
import { type Activity, described, type Outcome, type Tile, type View } from './view.ts';

const MODE_NAMES: Record<RenderMode, string> = { draft: 'Draft', configured: 'As configured' };

export const SOURCE_NAMES: Record<RenderPlan['settings'][number]['from'], string> = {
  file: 'from the file',
  draft: 'for the draft',
  default: 'default',
  drawn: 'drawn for this render',
  override: 'as asked',
  server: 'left to the server',
};

/** The panel's title. */
export function titleLabel(view: View): string {
  const plan = described(view)?.plan;
  return plan ? `Preview: ${plan.title}` : 'Preview';
}

/** "Draft (8 steps)", or "Draft" while its step count isn't known. */
export function modeLabel(mode: RenderMode, steps: number | undefined): string {
  return steps === undefined ? MODE_NAMES[mode] : `${MODE_NAMES[mode]} (${count(steps, 'step')})`;
}

/** One short sentence for the phase, read out by screen readers when it changes. */
export function statusLabel(view: View): string {
  if (view.shown) return view.phase === 'running' ? 'An earlier render, while the next one runs' : 'An earlier render';
  switch (view.phase) {
    case 'idle':
      return 'Nothing rendered yet';
    case 'running':
      return activityLabel(view.activity);
    case 'done':
      return 'Done';
    case 'cancelled':
      return `Cancelled${unfinishedPicture(view)}`;
    case 'failed':
      return `Failed${unfinishedPicture(view)}`;
  }
}

/** What a running render waits for or does. */
export function activityLabel(activity: Activity): string {
  switch (activity.kind) {
    case 'preparing':
      return 'Preparing…';
    case 'asking':
      return 'Waiting for your answer';
    case 'queued':
      if (activity.ahead === null) return 'Waiting in the queue';
      return activity.ahead === 0 ? 'Next in the queue' : `Waiting for ${count(activity.ahead, 'other render')}`;
    case 'loading':
      return `${activity.what.charAt(0).toUpperCase()}${activity.what.slice(1)}…`;
    case 'rendering':
      return 'Rendering…';
  }
}

/** Says what the picture is when the render that was asked for brought none. */
function unfinishedPicture({ picture }: View): string {
  if (picture === null) return '';
  return picture === 'preview' ? ': this is its last preview' : ': the picture is from the render before';
}

/** How far the render is ("step 3 of 25 · about 4 s left"), or what it took ("25 steps · 49 model evaluations · 0.4 s"). */
export function timeLabel(view: View): string {
  if (view.shown) return outcomeLabel(view.shown.plan, view.shown);
  if (view.plan && view.phase === 'done' && view.outcome) return outcomeLabel(view.plan, view.outcome);
  if (!view.progress) return '';
  const left = view.phase === 'running' ? secondsLeft(view.progress) : null;
  // Half a second or less would be said as "0 s" or be gone before it is read.
  return [progressLabel(view.progress), ...(left === null || left < 0.5 ? [] : [`${about(left)} left`])].join(' · ');
}

/** "step 3 of 25", or "40 %" of servers that count no steps. */
export function progressLabel({ unit, latest }: Progress): string {
  return unit === 'steps' ? `step ${latest.done} of ${latest.total}` : `${Math.round(latest.done * 100)} %`;
}

function outcomeLabel(plan: RenderPlan, { seconds, modelEvaluations }: Outcome): string {
  // Most samplers take one a step: only the others are worth a word.
  const evaluations =
    modelEvaluations === null || modelEvaluations === plan.steps ? [] : [count(modelEvaluations, 'model evaluation')];
  return [count(plan.steps, 'step'), ...evaluations, duration(seconds)].join(' · ');
}

/** Describes the picture to people who don't see it. */
export function pictureLabel(view: View): string {
  if (view.shown) return renderLabel(view.shown.plan);
  if (!view.plan) return '';
  switch (view.picture) {
    case null:
      return '';
    case 'old':
      return 'The previous render';
    case 'preview':
      return `Unfinished render of ${view.plan.title}, ${sizeLabel(view.plan)}`;
    case 'final':
      return renderLabel(view.plan);
  }
}

function renderLabel(plan: RenderPlan): string {
  return `Render of ${plan.title} in ${count(plan.steps, 'step')}, ${sizeLabel(plan)}, by ${plan.backend.name}`;
}

function sizeLabel({ width, height }: RenderPlan): string {
  return `${width} × ${height} pixels`;
}

/** A place of a failure: "Line 7: no such sampler", or "Line 7" where `said` tells the rest already. `line` counts from 0. */
export function placeLabel(line: number, message: string, said: string): string {
  return said.includes(message) ? `Line ${line + 1}` : `Line ${line + 1}: ${message}`;
}

/** "Seed 42", with where it is from if nobody wrote it. */
export function seedLabel({ seed, seedIsDrawn }: RenderPlan): string {
  return seedIsDrawn ? `Seed ${seed}, drawn for this render` : `Seed ${seed}`;
}

/** A kept render in a few words: "Draft, 8 steps, seed 42, by ComfyUI, 14:03". */
export function tileLabel({ mode, steps, seed, backend }: Tile, time: string): string {
  return [MODE_NAMES[mode], count(steps, 'step'), `seed ${seed}`, `by ${backend}`, time].join(', ');
}

/** When a render was kept, as people say it where this runs: the time of today, else the day and the time. */
export function timeLabelOf(render: { readonly id: string }, now = new Date()): string {
  const time = new Date(timeOf(render));
  const isToday = time.toDateString() === now.toDateString();
  return time.toLocaleString(undefined, { timeStyle: 'short', ...(!isToday && { dateStyle: 'medium' }) });
}

/** One side of a comparison: "8 steps · seed 42". */
export function tagLabel({ steps, seed }: Pick<RenderPlan, 'steps' | 'seed'>): string {
  return `${count(steps, 'step')} · seed ${seed}`;
}

/** "8 steps": what is written under a picture of the strip. */
export function tileCaption({ steps }: Pick<Tile, 'steps'>): string {
  return count(steps, 'step');
}

/** What the strip needs to know of a kept render. */
export function tileOf({ id, plan: { mode, steps, seed, backend } }: KeptRender): Tile {
  return { id, mode, steps, seed, backend: backend.name };
}

/** Where the boundary of a comparison is, for screen readers. */
export function boundaryLabel(percent: number): string {
  return `${percent} % of the width show the other render`;
}

/** "1 step", "8 steps". */
export function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}

/** Tenths below ten seconds, whole seconds below two minutes, whole minutes from there. */
export function duration(seconds: number): string {
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : roughDuration(seconds);
}

/** "about 12 s": of a time that is only expected. */
export function about(seconds: number): string {
  return `about ${roughDuration(seconds)}`;
}

function roughDuration(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
