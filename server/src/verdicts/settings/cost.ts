/** What a step count costs: model calls by sampler and guidance, and whether more steps refine one picture. */
import { asNumber } from '../../dialects/numbers.ts';
import { totalEvaluations } from '../../knowledge/sampler-names.ts';
import type { Judge, Remark } from './remark.ts';

export const stepCost: Judge = ({ occurrence, run: { sampling, guidance, steps: main } }) => {
  const written = asNumber(occurrence)?.number ?? 0;
  const steps = occurrence === main.occurrence ? (main.executed ?? 0) : written;
  if (!Number.isInteger(steps) || steps < 1 || occurrence.pass !== null) return [];
  const { sampler } = sampling;
  const remarks: Remark[] = [];
  if (sampler && sampler.evaluations_per_step > 1) {
    const { evaluations_per_step: evaluations } = sampler;
    const calls = totalEvaluations(sampler, steps);
    remarks.push({
      id: evaluations === 2 ? 'cost-twice' : 'cost-several',
      values: { value: steps, sampler: sampler.name, evaluations, calls },
    });
    if (guidance.on) remarks.push({ id: 'cost-doubled' });
  } else if (guidance.on) remarks.push({ id: 'cost-guidance', values: { value: steps, calls: 2 * steps } });
  if (sampler && !sampler.converges) remarks.push({ id: 'cost-wanders', values: { sampler: sampler.name } });
  return remarks;
};
