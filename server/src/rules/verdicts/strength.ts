/** Verdicts on strength: how much of the input picture stays, and how many steps then run. */
import { countOf, settingOf } from '../../dialects/generation.ts';
import { partOf } from '../strength.ts';
import { stepsOf } from '../subject.ts';
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

function stepsThatRun({ occurrence, generation, knowledge }: Judged): Remark[] {
  const steps = stepsOf(generation);
  if (steps === null || settingOf(generation, 'strength') !== occurrence) return [];
  if (knowledge.tool(generation.tool)?.strength === 'all') return [{ id: 'all', values: { steps } }];
  const part = partOf(generation, knowledge);
  return part ? [{ id: part.certain ? 'part' : 'part-maybe', values: { steps, run: part.run(steps) } }] : [];
}
