/** Verdicts on strength: how much of the input picture stays, and how many steps then run. */
import { countOf } from '../../dialects/generation.ts';
import type { Judge, Judged, Remark } from './remark.ts';

export const judgeStrength: Judge = (input) => {
  const value = countOf(input.occurrence);
  if (value === null) return [];
  if (value < 0 || value > 1) return [{ id: 'outside' }];
  if (value === 0) return [{ id: 'none' }];
  if (value === 1) return [{ id: 'full' }];
  const ranges = input.knowledge.guide('strength')?.ranges ?? [];
  return [{ id: ranges.findLast(({ from }) => value >= from)?.id ?? 'touch' }, ...stepsThatRun(input)];
};

function stepsThatRun({ occurrence, run: { facts, steps } }: Judged): Remark[] {
  const { written, part } = steps;
  if (written === null || occurrence.pass !== null) return [];
  if (facts.strength === 'all' || facts.strength === 'stretched') return [{ id: 'all', values: { steps: written } }];
  return part?.kind === 'strength'
    ? [{ id: part.certain ? 'part' : 'part-maybe', values: { steps: written, run: part.run(written) } }]
    : [];
}
