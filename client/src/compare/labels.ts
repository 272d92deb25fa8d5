/** Every text of a comparison that depends on what happens. What never changes stands in the page. */

import { secondsLeft } from '../panel/progress.ts';
import { about, activityLabel, count, duration, progressLabel } from '../preview/labels.ts';
import type { Item } from './item.ts';
import type { CompareView, Purpose } from './view.ts';

/** What the panel is, before it is known of what. */
export function purposeLabel(purpose: Purpose): string {
  return purpose === 'search' ? 'Sweet Spot' : 'Comparison';
}

/** The panel's title. */
export function panelLabel({ plan, purpose }: CompareView): string {
  return plan ? `${purposeLabel(purpose)}: ${plan.title}` : purposeLabel(purpose);
}

/** "Steps of SDXL, line 1", "Sweet spot of SDXL, line 1". */
export function titleLabel({ plan, purpose }: CompareView): string {
  if (!plan) return purposeLabel(purpose);
  return `${purpose === 'search' ? 'Sweet spot' : plan.label} of ${plan.title}`;
}

/** The button that does it once more. */
export function againLabel(purpose: Purpose): string {
  return purpose === 'search' ? 'Search again' : 'Render again';
}

/** What all pictures have in common: "Seed 42 · 768 × 512 pixels · Built-in model". */
export function commonLabel({ plan, items }: CompareView): string {
  if (!plan) return '';
  const seeds = new Set(items.map(({ seed }) => seed));
  const seed = seeds.size > 1 ? `${seeds.size} seeds` : `Seed ${plan.seed}${plan.seedIsDrawn ? ', drawn' : ''}`;
  return [seed, `${plan.width} × ${plan.height} pixels`, plan.backend.name].join(' · ');
}

/** One short sentence for the phase, read out by screen readers when it changes. */
export function statusLabel(view: CompareView): string {
  const { phase, purpose, items } = view;
  const done = items.filter((item) => item.phase === 'done').length;
  switch (phase) {
    case 'idle':
      return 'Nothing compared yet';
    case 'running':
      if (view.asking) return 'Waiting for your answer';
      if (view.waiting !== null) return 'Waiting for the backend';
      if (view.plan === null) return 'Preparing…';
      if (purpose === 'search') return `Searching, ${count(done, 'picture')} so far…`;
      return `Rendering, ${done} of ${items.length} done…`;
    case 'done':
      return `${count(done, 'picture')} in ${duration(secondsOf(items))}`;
    case 'cancelled':
      return `Cancelled, ${count(done, 'picture')} done`;
    case 'failed':
      return `Failed, ${count(done, 'picture')} done`;
    case 'gone':
      return purpose === 'search' ? 'The search ended with the window' : 'The pictures went with the window';
  }
}

function secondsOf(items: readonly Item[]): number {
  return items.reduce((sum, { outcome }) => sum + (outcome?.seconds ?? 0), 0);
}

/** Seconds until everything is rendered, from measurements and the running render; `null` while that can't be told. */
export function remainingSeconds({ items }: CompareView): number | null {
  let sum = 0;
  for (const { phase, expectedSeconds, progress } of items) {
    if (phase !== 'waiting' && phase !== 'running') continue;
    const left = (phase === 'running' ? secondsLeft(progress) : null) ?? expectedSeconds;
    if (left === null) return null;
    sum += left;
  }
  return sum;
}

/** "about 12 s left", or nothing where it isn't known or as good as over. A search doesn't know what it will render. */
export function remainingLabel(view: CompareView): string {
  if (view.phase !== 'running' || view.purpose === 'search' || view.plan === null) return '';
  const left = remainingSeconds(view);
  return left === null || left < 0.5 ? '' : `${about(left)} left`;
}

/** "25 steps", "Guidance 7", "DPM++ 2M"; with the seed where there are several. */
export function itemLabel(item: Item, view: CompareView): string {
  return [valueLabel(item, view), ...seedLabel(item, view)].join(' · ');
}

/** The seed where there are several. */
function seedLabel({ seed }: Item, { items }: CompareView): readonly string[] {
  return items.some((item) => item.seed !== seed) ? [`seed ${seed}`] : [];
}

/** What an item is told apart by. */
export function valueLabel({ value, steps }: Item, { plan }: CompareView): string {
  if (!plan || plan.setting === 'inference_steps') return count(steps, 'step');
  return plan.setting === 'guidance_scale' ? `${plan.label} ${value}` : value;
}

/** How an item is, below its value: "1.9 s", "seed 43 · step 3 of 25". */
export function captionLabel(item: Item, view: CompareView): string {
  return [...seedLabel(item, view), itemStateLabel(item)].join(' · ');
}

/** How an item is: "step 3 of 25", "1.9 s", "Waiting · about 4 s". */
export function itemStateLabel(item: Item): string {
  const expected = item.expectedSeconds === null ? [] : [about(item.expectedSeconds)];
  switch (item.phase) {
    case 'waiting':
      return ['Waiting', ...expected].join(' · ');
    case 'running':
      if (item.activity.kind === 'rendering' && item.progress) return progressLabel(item.progress);
      return activityLabel(item.activity);
    case 'done':
      return item.outcome ? duration(item.outcome.seconds) : 'Done';
    case 'failed':
      return item.failure ?? 'Failed';
    case 'cancelled':
      return 'Cancelled';
  }
}

/** What the time of an item was expected to be: "about 4 s expected"; empty while nothing was measured. */
export function expectationLabel({ expectedSeconds }: Item): string {
  return expectedSeconds === null ? '' : `${about(expectedSeconds)} expected`;
}

/** Describes an item's picture to people who don't see it. */
export function pictureLabel(item: Item, view: CompareView): string {
  const label = itemLabel(item, view);
  return item.picture === 'final' ? `Render with ${label}` : `${label}: ${itemStateLabel(item)}`;
}

/** "Apply 25 steps": writes it into the file. */
export function applyLabel(item: Item, view: CompareView): string {
  return `Apply ${valueLabel(item, view)}`;
}

/** Before what a search with the built-in model has found. */
export const STAND_IN_RESULT =
  "This holds for Sweetspot's built-in model only: choose your own backend to search with your model.";

/** "Set steps to 18". */
export function setStepsLabel(steps: number): string {
  return `Set steps to ${steps}`;
}

/** How much a video flickers: "flicker 1.2 %". `share`: of `flickerOf`. */
export function flickerLabel(share: number): string {
  return `flicker ${percentLabel(share)}`;
}

/** How far two pictures are apart: "1.3 % apart on average". `mean`: of 255. */
export function apartLabel(mean: number): string {
  return `${percentLabel(mean / 255)} apart on average`;
}

function percentLabel(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** Over the curve of a search. */
export const CURVE_TITLE = 'What steps buy';

/** A point of the curve, for screen readers: "18 steps: 97 % like the finished picture, 1.2 s". */
export function pointLabel(
  { steps, quality, seconds }: { readonly steps: number; readonly quality: number; readonly seconds: number | null },
  measure: 'similarity' | 'detail',
): string {
  const of = measure === 'similarity' ? 'like the finished picture' : 'of the most detail';
  return [
    `${count(steps, 'step')}: ${Math.round(quality * 100)} % ${of}`,
    ...(seconds === null ? [] : [duration(seconds)]),
  ].join(', ');
}
