/** Verdicts on where a second model takes over: a share of the schedule, a noise level, or bounds of what one sampler runs. */
import { countOf } from '../../dialects/generation.ts';
import type { Judge, Judged, Remark } from './remark.ts';

export const judgeShare: Judge = (input) => percent('share', input);
export const judgeBoundary: Judge = (input) => percent('boundary', input);

function percent(id: string, { occurrence }: Judged): Remark[] {
  const value = countOf(occurrence);
  return value === null || value < 0 || value > 1
    ? []
    : [{ id, values: { percent: Number((value * 100).toFixed(1)) } }];
}

/** The two bounds of one generation say the same thing. */
export const judgePart: Judge = ({ run: { steps } }) => {
  const { written, part } = steps;
  if (written === null) return [{ id: 'unknown' }];
  const [start, end] = part?.kind === 'window' ? part.bounds(written) : [0, written];
  if (start >= end) return [{ id: 'nothing', values: { steps: written } }];
  return [{ id: end === written ? 'rest' : 'part', values: { start, end, steps: written, run: end - start } }];
};
