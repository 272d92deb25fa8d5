/** Every text of a comparison that depends on what happens. What never changes stands in the page. */

import { t } from '@vscode/l10n';
import { duration } from '../../../server/src/common/duration.ts';
import { about, activityLabel, cancelledLabel, progressLabel, sizeLabel, stepCount } from '../panel/labels.ts';
import { secondsLeft } from '../panel/progress.ts';
import { isOver } from '../panel/render.ts';
import type { CompareView, Item, Purpose } from './view.ts';

/** What the panel is, before it is known of what. */
function purposeLabel(purpose: Purpose): string {
  return purpose === 'search' ? t('Sweet Spot') : t('Comparison');
}

/** The panel's title. */
export function panelLabel({ plan, purpose }: CompareView): string {
  return plan ? `${purposeLabel(purpose)}: ${plan.title}` : purposeLabel(purpose);
}

/** "Steps of SDXL, line 1", "Sweet spot of SDXL, line 1". */
export function titleLabel({ plan, purpose }: CompareView): string {
  if (!plan) return purposeLabel(purpose);
  return purpose === 'search' ? t('Sweet spot of {0}', plan.title) : t('{0} of {1}', plan.label, plan.title);
}

/** What all pictures have in common: "Seed 42 · 768 × 512 pixels · Built-in model". */
export function commonLabel({ plan, items }: CompareView): string {
  if (!plan) return '';
  const seeds = new Set(items.map(({ seed }) => seed));
  const one = plan.seedIsDrawn ? t('Seed {0}, drawn', plan.seed) : t('Seed {0}', plan.seed);
  return [seeds.size > 1 ? t('{0} seeds', seeds.size) : one, sizeLabel(plan), plan.backend.name].join(' · ');
}

/** One short sentence for the phase, read out by screen readers when it changes. */
export function statusLabel(view: CompareView): string {
  const { phase, purpose, items } = view;
  const done = items.filter((item) => item.phase === 'done').length;
  switch (phase) {
    case 'idle':
      return t('Nothing compared yet');
    case 'running':
      if (view.asking) return t('Waiting for your answer');
      if (view.waiting !== null) return t('Waiting for the backend');
      if (view.plan === null) return t('Preparing…');
      if (purpose === 'search') return t('Searching, {0} so far…', pictureCount(done));
      return t('Rendering, {0} of {1} done…', done, items.length);
    case 'done':
      return t('{0} in {1}', pictureCount(done), duration(secondsOf(items)));
    case 'cancelled':
      return cancelledLabel(t('Cancelled, {0} done', pictureCount(done)), view.plan);
    case 'failed':
      return t('Failed, {0} done', pictureCount(done));
    case 'gone':
      return purpose === 'search' ? t('The search ended with the window') : t('The pictures went with the window');
  }
}

function pictureCount(pictures: number): string {
  return pictures === 1 ? t('1 picture') : t('{0} pictures', pictures);
}

function secondsOf(items: readonly Item[]): number {
  return items.reduce((sum, { outcome }) => sum + (outcome?.seconds ?? 0), 0);
}

/** Seconds until everything is rendered, from measurements and the running render; `null` while that can't be told. */
function remainingSeconds({ items }: CompareView): number | null {
  let sum = 0;
  for (const { phase, expectedSeconds, progress } of items) {
    if (isOver({ phase })) continue;
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
  return left === null || left < 0.5 ? '' : t('{0} left', about(left));
}

/** Digits of a seed that a caption has room for, and those at the end that stand for a longer one. */
const SEED_LONGEST = 6;
const SEED_END = 4;

/** "25 steps", "Guidance 7", "DPM++ 2M"; with the seed where there are several. */
export function itemLabel(item: Item, view: CompareView): string {
  return [valueLabel(item, view), ...seedLabel(item, view)].join(' · ');
}

/** The seed where there are several, or what stands for it. */
function seedLabel({ seed }: Item, { items }: CompareView, told = seed): readonly string[] {
  return items.some((item) => item.seed !== seed) ? [t('seed {0}', told)] : [];
}

/** What an item is told apart by. */
export function valueLabel({ value, steps }: Item, { plan }: CompareView): string {
  if (!plan || plan.setting === 'inference_steps') return stepCount(steps);
  return plan.setting === 'guidance_scale' ? `${plan.label} ${value}` : value;
}

/** How an item is, below its value: "1.9 s", "seed 43 · step 3 of 25". There is room for a seed that is short, or the end of one. */
export function captionLabel(item: Item, view: CompareView): string {
  return [...seedLabel(item, view, seedEnd(item, view)), itemStateLabel(item)].join(' · ');
}

/** The last digits of a long seed, where they tell it from the others: "…8123". */
function seedEnd({ seed }: Item, { items }: CompareView): string {
  const seeds = [...new Set(items.map((item) => item.seed))];
  const ends = new Set(seeds.map((each) => each.slice(-SEED_END)));
  return seed.length > SEED_LONGEST && ends.size === seeds.length ? `…${seed.slice(-SEED_END)}` : seed;
}

/** How an item is: "step 3 of 25", "1.9 s", "Waiting · about 4 s". */
export function itemStateLabel(item: Item): string {
  const expected = item.expectedSeconds === null ? [] : [about(item.expectedSeconds)];
  switch (item.phase) {
    case 'idle':
      return [t('Waiting'), ...expected].join(' · ');
    case 'running':
      if (item.activity.kind === 'rendering' && item.progress) return progressLabel(item.progress);
      return activityLabel(item.activity);
    case 'done':
      return item.outcome ? duration(item.outcome.seconds) : t('Done');
    case 'failed':
      return item.failure?.message ?? t('Failed');
    case 'cancelled':
      return t('Cancelled');
  }
}

/** What the time of an item was expected to be: "about 4 s expected"; empty while nothing was measured. */
export function expectationLabel({ expectedSeconds }: Item): string {
  return expectedSeconds === null ? '' : t('{0} expected', about(expectedSeconds));
}

/** Describes an item's picture to people who don't see it. */
export function pictureLabel(item: Item, view: CompareView): string {
  const label = itemLabel(item, view);
  return item.picture === 'final' ? t('Render with {0}', label) : `${label}: ${itemStateLabel(item)}`;
}

/** How much a video flickers: "flicker 1.2 %". `share`: of `flickerOf`. */
export function flickerLabel(share: number): string {
  return t('flicker {0}', percentLabel(share));
}

/** How far two pictures are apart: "1.3 % apart on average". `mean`: of 255. */
export function apartLabel(mean: number): string {
  return t('{0} apart on average', percentLabel(mean / 255));
}

function percentLabel(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** A point of the curve, for screen readers: "18 steps: 97 % like the finished picture, 1.2 s". */
export function pointLabel(
  { steps, quality, seconds }: { readonly steps: number; readonly quality: number; readonly seconds: number | null },
  measure: 'similarity' | 'detail',
): string {
  const percent = Math.round(quality * 100);
  const said =
    measure === 'similarity'
      ? t('{0}: {1} % like the finished picture', stepCount(steps), percent)
      : t('{0}: {1} % of the most detail', stepCount(steps), percent);
  return [said, ...(seconds === null ? [] : [duration(seconds)])].join(', ');
}
