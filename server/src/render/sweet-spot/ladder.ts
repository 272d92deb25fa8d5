/** Which step counts a search tries. */
import type { SweetSpotFacts } from '../../knowledge/schema.ts';

export interface LadderBounds {
  /** The file's own count: always on the ladder, unless the backend can't take it. `null` where there is none. */
  readonly current: number | null;
  /** The count a few-step model was made for; `null` for others. */
  readonly distilledFor: number | null;
  /** The most the backend takes; `null` for any. */
  readonly most: number | null;
}

/** Counts closer than this to the file's own make way for it. */
const TOO_CLOSE = 1.1;

/** The counts, ascending. */
export function ladderFor(
  { ladder }: SweetSpotFacts,
  { current, distilledFor, most }: LadderBounds,
): readonly number[] {
  const { counts, top } = distilledFor === null ? ladder.usual : ladder.few_step;
  const limit = most ?? Number.POSITIVE_INFINITY;
  const highest = Math.max(top, current ?? 0);
  const usual = counts.filter((count) => count <= Math.min(highest, limit));
  if (current === null || current > limit) return usual;
  const apart = usual.filter((count) => Math.max(count / current, current / count) >= TOO_CLOSE);
  return [...apart, current].sort((a, b) => a - b);
}

/** The count nearest to one by ratio, the highest of the ladder aside. */
export function nearest(ladder: readonly number[], steps: number): number {
  const away = (count: number): number => Math.abs(Math.log(count / steps));
  return ladder.slice(0, -1).reduce((best, count) => (away(count) < away(best) ? count : best), ladder[0]);
}
