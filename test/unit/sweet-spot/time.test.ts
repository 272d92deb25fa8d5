import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../../../server/src/protocol/curve.ts';
import { timeOf } from '../../../server/src/render/sweet-spot/time.ts';

const point = (steps: number, seconds: number | null): CurvePoint => ({ steps, seconds, quality: 1, low: 1, high: 1 });
const counts = [4, 8, 16, 32];

describe('what a step takes', () => {
  it('is a line through what was measured, with what a picture takes beside its steps', () => {
    const time = timeOf(counts.map((steps) => point(steps, 0.5 + steps / 10)));
    expect(time?.(4)).toBeCloseTo(0.9);
    expect(time?.(20)).toBeCloseTo(2.5);
  });

  it('is not bent by a moment in which the machine was busy', () => {
    const time = timeOf(counts.map((steps) => point(steps, steps === 8 ? 9 : steps / 10)));
    expect(time?.(8)).toBeCloseTo(0.8);
  });

  it('is never less than nothing', () => {
    const time = timeOf([point(4, 0.1), point(8, 1.2)]);
    expect(time?.(1)).toBeGreaterThan(0);
  });

  it('is told by one point, too', () => expect(timeOf([point(8, 0.8)])?.(4)).toBeCloseTo(0.4));

  it('is not known where a time is missing, or more steps take no longer', () => {
    expect(timeOf([point(4, 0.4), point(8, null)])).toBeNull();
    expect(timeOf([point(4, 0.8), point(8, 0.4)])).toBeNull();
  });
});
