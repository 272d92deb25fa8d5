/** Every text of the preview that depends on what happens. What never changes stands in the page. */
import { t } from '@vscode/l10n';
import { duration } from '../../../server/src/common/duration.ts';
import type { RenderMode, RenderPlan } from '../../../server/src/protocol/render.ts';
import { about, activityLabel, cancelledLabel, progressLabel, sizeLabel, stepCount } from '../panel/labels.ts';
import { secondsLeft } from '../panel/progress.ts';
import type { Outcome } from '../panel/render.ts';
import { timeOf } from './kept.ts';
import type { KeptRender } from './kept-schema.ts';
import { described, type Tile, type View } from './view.ts';

function modeName(mode: RenderMode): string {
  return mode === 'draft' ? t('Draft') : t('As configured');
}

/** Where the value of a setting is from. */
export function sourceName(from: RenderPlan['settings'][number]['from']): string {
  const names: Readonly<Record<typeof from, string>> = {
    file: t('from the file'),
    draft: t('for the draft'),
    default: t('default'),
    drawn: t('drawn for this render'),
    override: t('as asked'),
    server: t('left to the server'),
    picture: t('of the picture it begins with'),
  };
  return names[from];
}

/** The panel's title. */
export function titleLabel(view: View): string {
  const plan = described(view)?.plan;
  return plan ? t('Preview: {0}', plan.title) : t('Preview');
}

/** "Draft (8 steps)", or "Draft" while its step count isn't known. */
export function modeLabel(mode: RenderMode, steps: number | undefined): string {
  return steps === undefined ? modeName(mode) : `${modeName(mode)} (${stepCount(steps)})`;
}

/** One short sentence for the phase, read out by screen readers when it changes. */
export function statusLabel(view: View): string {
  if (view.shown)
    return view.phase === 'running' ? t('An earlier render, while the next one runs') : t('An earlier render');
  switch (view.phase) {
    case 'idle':
      return t('Nothing rendered yet');
    case 'running':
      return activityLabel(view.activity);
    case 'done':
      return t('Done');
    case 'cancelled':
      return cancelledLabel(withPicture(t('Cancelled'), view), view.plan);
    case 'failed':
      return withPicture(t('Failed'), view);
  }
}

/** `phase`, and what the picture is when the render that was asked for brought none. */
function withPicture(phase: string, { picture }: View): string {
  if (picture === null) return phase;
  return picture === 'preview'
    ? t('{0}: this is its last preview', phase)
    : t('{0}: the picture is from the render before', phase);
}

/** How far the render is ("step 3 of 25 · about 4 s left"), or what it took ("25 steps · 49 model evaluations · 0.4 s"). */
export function timeLabel(view: View): string {
  if (view.shown) return outcomeLabel(view.shown.plan, view.shown);
  if (view.plan && view.phase === 'done' && view.outcome) return outcomeLabel(view.plan, view.outcome);
  if (!view.progress) return '';
  const left = view.phase === 'running' ? secondsLeft(view.progress) : null;
  // Half a second or less would be said as "0 s" or be gone before it is read.
  return [progressLabel(view.progress), ...(left === null || left < 0.5 ? [] : [t('{0} left', about(left))])].join(
    ' · ',
  );
}

function outcomeLabel(plan: RenderPlan, { seconds, modelEvaluations }: Outcome): string {
  // Most samplers take one a step: only the others are worth a word.
  const evaluations =
    modelEvaluations === null || modelEvaluations === plan.steps ? [] : [evaluationCount(modelEvaluations)];
  return [stepCount(plan.steps), ...evaluations, duration(seconds)].join(' · ');
}

/** Describes the picture to people who don't see it. */
export function pictureLabel(view: View): string {
  if (view.shown) return renderLabel(view.shown.plan);
  if (!view.plan) return '';
  switch (view.picture) {
    case null:
      return '';
    case 'old':
      return t('The previous render');
    case 'preview':
      return t('Unfinished render of {0}, {1}', view.plan.title, sizeLabel(view.plan));
    case 'final':
      return renderLabel(view.plan);
  }
}

function renderLabel(plan: RenderPlan): string {
  const { title, steps, backend } = plan;
  return t('Render of {0} in {1}, {2}, by {3}', title, stepCount(steps), sizeLabel(plan), backend.name);
}

/** A place of a failure: "Line 7: no such sampler", or "Line 7" where `said` tells the rest already. `line` counts from 0. */
export function placeLabel(line: number, message: string, said: string): string {
  return said.includes(message) ? t('Line {0}', line + 1) : t('Line {0}: {1}', line + 1, message);
}

/** "Seed 42", with where it is from if nobody wrote it. */
export function seedLabel({ seed, seedIsDrawn }: RenderPlan): string {
  return seedIsDrawn ? t('Seed {0}, drawn for this render', seed) : t('Seed {0}', seed);
}

/** A kept render in a few words: "Draft, 8 steps, seed 42, by ComfyUI, 14:03"; before that of what, where the strip has several. */
export function tileLabel(tile: Tile, strip: readonly Tile[], time: string): string {
  const { mode, steps, seed, backend } = tile;
  const title = titleIn(strip, tile);
  const words = [modeName(mode), stepCount(steps), t('seed {0}', seed), t('by {0}', backend), time];
  return [...(title === null ? [] : [title]), ...words].join(', ');
}

/** What a tile is of, where the strip has renders of several generations; else `null`. */
export function titleIn(strip: readonly Tile[], { title }: Tile): string | null {
  return strip.some((other) => other.title !== title) ? title : null;
}

/** When a render was kept, as people say it where this runs: the time of today, else the day and the time. */
export function timeLabelOf(render: { readonly id: string }, now = new Date()): string {
  const time = new Date(timeOf(render));
  const isToday = time.toDateString() === now.toDateString();
  return time.toLocaleString(undefined, { timeStyle: 'short', ...(!isToday && { dateStyle: 'medium' }) });
}

/** One side of a comparison: "8 steps · seed 42". */
export function tagLabel({ steps, seed }: Pick<RenderPlan, 'steps' | 'seed'>): string {
  return `${stepCount(steps)} · ${t('seed {0}', seed)}`;
}

/** What the strip needs to know of a kept render. */
export function tileOf({ id, plan: { title, mode, steps, seed, backend } }: KeptRender): Tile {
  return { id, title, mode, steps, seed, backend: backend.name };
}

function evaluationCount(evaluations: number): string {
  return evaluations === 1 ? t('1 model evaluation') : t('{0} model evaluations', evaluations);
}
