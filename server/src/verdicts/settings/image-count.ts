/** Verdicts on how many results are made, one after another or together, in words of what they are. */
import { countOf } from '../../dialects/generation.ts';
import type { RunModel } from '../../run/index.ts';
import type { Judge } from './remark.ts';

export const judgeCount: Judge = ({
  occurrence,
  run: {
    model,
    steps: { written: steps },
  },
}) => {
  const count = countOf(occurrence);
  if (count === null || !Number.isInteger(count) || count < 1) return [];
  const id = (plain: string): string => `${plain}${made(model)}`;
  if (count === 1) return [{ id: id('one') }];
  return steps === null ? [{ id: id('many') }] : [{ id: id('steps'), values: { steps, total: steps * count } }];
};

export const judgeBatch: Judge = ({ occurrence, run: { model } }) => {
  const count = countOf(occurrence);
  if (count === null || !Number.isInteger(count) || count < 1) return [];
  return [{ id: count === 1 ? `one${made(model)}` : 'together' }];
};

function made({ decisive, isVideo, noPicture }: RunModel): '' | '-video' | '-other' {
  if (noPicture || decisive?.kind === 'audio') return '-other';
  return isVideo ? '-video' : '';
}
