/** What was measured, as points of a curve and in words. */
import { t } from '@vscode/l10n';
import { fill } from '../../knowledge/knowledge.ts';
import type { CurvePoint, SweetSpotResult } from '../../protocol/curve.ts';
import type { Search } from './search.ts';
import { timeOf } from './time.ts';

/** The point of one count, from a value a seed. `quality` is that of all of them, where it is not their mean. */
export function pointOf(
  steps: number,
  qualities: readonly number[],
  seconds: readonly number[],
  quality = mean(qualities),
): CurvePoint {
  const [low, high] = [Math.min(quality, ...qualities), Math.max(quality, ...qualities)];
  return { steps, seconds: mean(seconds), quality, low, high };
}

/** The arithmetic mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A sentence or two for people. */
export function sentenceOf(
  { curve, steps, between: [low, high] }: Omit<SweetSpotResult, 'sentence'>,
  seeds: number,
  { facts: { sentences }, shortened = null }: Pick<Search, 'facts' | 'shortened'>,
): string {
  const wanders = curve.measure === 'detail';
  const top = curve.points[curve.points.length - 1];
  const time = timeOf(curve.points);
  const times = time && steps !== null && steps < top.steps ? time(top.steps) / time(steps) : null;
  const parts =
    steps === null
      ? [wanders ? sentences['wandering-rising'] : sentences.rising]
      : [
          wanders ? sentences['wandering-found'] : sentences.found,
          ...(times === null ? [] : [sentences.cost]),
          sentences.between,
        ];
  if (wanders) parts.unshift(sentences.wandering);
  if (shortened) parts.push(sentences.shortened);
  return fill(parts.map((part) => t(part)).join(' '), {
    made: shortened?.made ?? '',
    whole: shortened?.whole ?? '',
    steps: steps ?? top.steps,
    top: top.steps,
    times: times === null ? '' : times.toFixed(1).replace('.0', ''),
    low,
    high,
    seeds: seeds === 1 ? t`1 seed` : t`${seeds} seeds`,
  });
}
