/** Verdicts on CLIP skip, which every program counts in its own way. */
import { countOf } from '../../dialects/generation.ts';
import type { Judge } from './remark.ts';

export const judgeClipSkip: Judge = ({ occurrence, run: { facts } }) => {
  const value = countOf(occurrence);
  if (value === null || !Number.isInteger(value)) return [];
  const { last } = facts.clip_skip ?? {};
  if (last === undefined) return [{ id: 'unknown-tool' }];
  if (last < 0 && value >= 0) return [{ id: 'wrong-sign' }];
  // Where layers are counted from the first one left out, a negative number means nothing of the kind.
  if (last === 0 && value < 0) return [];
  const skipped = last < 0 ? last - value : value - last;
  if (skipped <= 0) return [{ id: 'last' }];
  return [{ id: skipped === 1 ? 'last-but-one' : 'deeper', values: { skipped } }];
};
