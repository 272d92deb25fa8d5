/** What a step takes, from what was measured at some counts. */
import { median } from '../../common/sorted.ts';
import type { CurvePoint } from '../../protocol/curve.ts';

/**
 * Seconds of a picture with so many steps, from at least one point. A step costs what the others cost, so that a line is laid through what was measured, by
 * medians (Theil and Sen): a machine that was busy with something else for a moment bends nothing. `null` where a time is missing, or
 * where more steps seem to take no longer.
 */
export function timeOf(points: readonly CurvePoint[]): ((steps: number) => number) | null {
  const measured = points.flatMap(({ steps, seconds }) => (seconds === null ? [] : [{ steps, seconds }]));
  if (measured.length < points.length) return null;
  const slopes = measured.flatMap((a) =>
    measured.filter((b) => b.steps > a.steps).map((b) => (b.seconds - a.seconds) / (b.steps - a.steps)),
  );
  const each = median(measured.map(({ steps, seconds }) => seconds / steps));
  const slope = slopes.length === 0 ? each : median(slopes);
  if (slope <= 0) return null;
  const start = median(measured.map(({ steps, seconds }) => seconds - slope * steps));
  return start < 0 ? (steps) => each * steps : (steps) => start + slope * steps;
}
