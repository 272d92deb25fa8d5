import { describe, expect, it } from 'vitest';
import { plotOf } from '../../../../client/src/compare/plot.ts';
import type { QualityCurve, SweetSpotResult } from '../../../../server/src/lsp/messages.ts';

const size = { width: 600, height: 260 };
const point = (steps: number, quality: number, seconds: number | null = steps / 10, spread = 0) => ({
  steps,
  seconds,
  quality,
  low: quality - spread,
  high: quality + spread,
});
const curve: QualityCurve = {
  measure: 'similarity',
  enough: 0.95,
  points: [point(4, 0.52, 0.4, 0.05), point(8, 0.8), point(16, 0.96), point(32, 1)],
};
const found = (steps: number | null, between: readonly [number, number]): SweetSpotResult => ({
  curve,
  steps,
  between,
  sentence: '',
});

describe('the plot of a curve', () => {
  it('goes from left to right with time and upwards with quality, inside its area', () => {
    const { points, area, across } = plotOf(curve, null, size);
    expect(across).toBe('seconds');
    expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).toSorted((a, b) => a - b));
    expect(points.map(({ y }) => y)).toEqual(points.map(({ y }) => y).toSorted((a, b) => b - a));
    expect(points.at(-1)).toMatchObject({ x: area.right, y: area.top });
    for (const { low, high } of points) {
      expect(low).toBeLessThanOrEqual(area.bottom);
      expect(high).toBeGreaterThanOrEqual(area.top);
    }
  });

  it('goes by steps where the time of a point is not known', () => {
    const untimed = { ...curve, points: [point(4, 0.5, null), point(8, 1)] };
    expect(plotOf(untimed, null, size)).toMatchObject({ across: 'steps' });
    expect(plotOf(untimed, null, size).points[0].x).toBe((44 + 584) / 2);
  });

  it('is not bent by a moment in which the machine was busy', () => {
    const busy = { ...curve, points: curve.points.map((one) => (one.steps === 8 ? { ...one, seconds: 9 } : one)) };
    expect(plotOf(busy, null, size).points).toEqual(plotOf(curve, null, size).points);
  });

  it('starts at a round quality below the worst, and shows a tenth at least', () => {
    expect(plotOf(curve, null, size).ticks.y.map(({ text }) => text)).toEqual(['40 %', '70 %', '100 %']);
    const flat = { ...curve, points: [point(4, 0.99), point(8, 1)] };
    expect(plotOf(flat, null, size).ticks.y.map(({ text }) => text)).toEqual(['90 %', '95 %', '100 %']);
  });

  it('has few and round times below it', () => {
    expect(plotOf(curve, null, size).ticks.x.map(({ text }) => text)).toEqual(['0 s', '1 s', '2 s', '3 s']);
    const quick = { ...curve, points: [point(4, 0.5, 0.042), point(8, 1, 0.084)] };
    expect(plotOf(quick, null, size).ticks.x.map(({ text }) => text)).toEqual([
      '0 s',
      '0.02 s',
      '0.04 s',
      '0.06 s',
      '0.08 s',
    ]);
  });

  it('marks the sweet spot, also between two points, and where it may also lie', () => {
    const at = plotOf(curve, found(16, [8, 16]), size);
    expect(at.knee).toMatchObject({ steps: 16, x: at.points[2].x, y: at.points[2].y });
    expect(at.between).toEqual({ from: at.points[1].x, to: at.points[2].x });
    expect(plotOf(curve, found(12, [8, 16]), size).knee?.x).toBe((at.points[1].x + at.points[2].x) / 2);
    expect(plotOf(curve, found(null, [32, 64]), size)).toMatchObject({
      knee: null,
      between: { from: at.area.right, to: at.area.right },
    });
  });

  it('has a line at what is enough, where that is inside', () => {
    const { enough, points } = plotOf(curve, null, size);
    expect(enough).toBeGreaterThan(points[2].y);
    expect(enough).toBeLessThan(points[1].y);
    expect(plotOf({ ...curve, enough: 0.1 }, null, size).enough).toBeNull();
  });

  it('writes counts only where there is room, the sweet spot first', () => {
    const crowded = { ...curve, points: [1, 2, 3, 4, 100].map((steps) => point(steps, 0.9 + steps / 1000)) };
    const written = (steps: number | null) =>
      plotOf(crowded, steps === null ? null : { ...found(steps, [steps, steps]), curve: crowded }, size)
        .points.filter(({ labelled }) => labelled)
        .map(({ steps }) => steps);
    expect(written(null)).toEqual([4, 100]);
    expect(written(2)).toEqual([2, 100]);
  });

  it('of a single point is no harm', () => {
    const one = { ...curve, points: [point(8, 1, 0)] };
    for (const { x, y } of plotOf(one, null, size).points) expect([x, y].every(Number.isFinite)).toBe(true);
  });
});
