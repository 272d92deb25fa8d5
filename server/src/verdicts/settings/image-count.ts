/** Verdicts on how many pictures are made, one after another or together. */
import { countOf } from '../../dialects/generation.ts';
import type { Judge } from './remark.ts';

export const judgeCount: Judge = ({
  occurrence,
  run: {
    steps: { written: steps },
  },
}) => {
  const count = countOf(occurrence);
  if (count === null || !Number.isInteger(count) || count < 1) return [];
  if (count === 1) return [{ id: 'one' }];
  return steps === null ? [{ id: 'many' }] : [{ id: 'steps', values: { steps, total: steps * count } }];
};

export const judgeBatch: Judge = ({ occurrence }) => {
  const count = countOf(occurrence);
  if (count === null || !Number.isInteger(count) || count < 1) return [];
  return [{ id: count === 1 ? 'one' : 'together' }];
};
