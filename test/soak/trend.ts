/** Whether a figure stays where it is over a long run. */

export interface Point {
  /** Since the run began. */
  readonly minutes: number;
  readonly value: number;
}

export interface Trend {
  /** The middle value of the second half. */
  readonly median: number;
  /** How much the figure rises in an hour, by the line through the second half. */
  readonly perHour: number;
  /** How much it rose by that line from the middle of the run to its end. */
  readonly growth: number;
  readonly isFlat: boolean;
}

/** A rise by less than this share of the median counts as none. */
const SHARE = 0.1;

/**
 * The line through the second half of a run; the first half warms up. Of each minute the least value counts, since what is above
 * it is work under way. The line is Theil and Sen's, which single peaks do not move. A figure is flat when it rose by no more than
 * a tenth, or by no more than `slack`. `null` when there are too few points to say.
 */
export function trendOf(points: readonly Point[], slack: number): Trend | null {
  const end = points.at(-1)?.minutes ?? 0;
  const half = leastOfMinutes(points).filter(({ minutes }) => minutes >= end / 2);
  if (half.length < 3) return null;
  const middle = median(half.map(({ value }) => value));
  const perMinute = slopeOf(half);
  const growth = perMinute * (end / 2);
  return { median: middle, perHour: perMinute * 60, growth, isFlat: growth <= Math.max(slack, SHARE * middle) };
}

/** The least value of each minute, at the time it was taken. */
export function leastOfMinutes(points: readonly Point[]): Point[] {
  const least = new Map<number, Point>();
  for (const point of points) {
    const minute = Math.floor(point.minutes);
    const known = least.get(minute);
    if (!known || point.value < known.value) least.set(minute, point);
  }
  return [...least.values()];
}

/** The middle one of the slopes between every two points. */
function slopeOf(points: readonly Point[]): number {
  const slopes = points.flatMap((one, at) =>
    points.slice(at + 1).map((other) => (other.value - one.value) / (other.minutes - one.minutes)),
  );
  return median(slopes);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
