/** Verdicts on where a second model takes over: a share of the schedule, a noise level, or step numbers. */
import { countOf } from '../../dialects/generation.ts';
import { numberOf } from '../../dialects/numbers.ts';
import type { Judge, Judged, Remark } from './remark.ts';

export const judgeShare: Judge = (input) => percent('share', input);
export const judgeBoundary: Judge = (input) => percent('boundary', input);

function percent(id: string, { occurrence }: Judged): Remark[] {
  const value = countOf(occurrence);
  return value === null || value < 0 || value > 1
    ? []
    : [{ id, values: { percent: Number((value * 100).toFixed(1)) } }];
}

/** `start_step` and `end_step` of one generation say the same thing. */
export const judgePart: Judge = ({
  run: {
    generation,
    steps: { written: steps },
  },
}) => {
  if (steps === null) return [{ id: 'unknown' }];
  const start = numberOf(generation, 'start_step')?.number ?? 0;
  // Tools write a huge end (10000) for "to the end".
  const end = Math.min(numberOf(generation, 'end_step')?.number ?? steps, steps);
  if (start >= end) return [{ id: 'nothing', values: { steps } }];
  return [{ id: end === steps ? 'rest' : 'part', values: { start, end, steps, run: end - start } }];
};
