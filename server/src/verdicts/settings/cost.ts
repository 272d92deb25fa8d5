/** What runs of a step count and what that costs, as the run has it; and whether more steps refine one picture. */
import type { Run } from '../../run/index.ts';
import type { Judge, Remark } from './remark.ts';

export const stepCost: Judge = ({ occurrence, run }) => {
  const { sampling, guidance, steps } = run;
  const { sampler } = sampling;
  if (occurrence !== steps.occurrence || !steps.executed) return [];
  const remarks: Remark[] = [];
  if (sampler && sampler.evaluations_per_step > 1) {
    const { name, evaluations_per_step: evaluations } = sampler;
    remarks.push({
      id: evaluations === 2 ? 'cost-twice' : 'cost-several',
      values: { sampler: name, evaluations },
    });
  }
  const runs = whatRuns(run);
  // The numbers say it, too.
  if (guidance.on && runs.length === 0) remarks.push({ id: remarks.length > 0 ? 'cost-doubled' : 'cost-guidance' });
  remarks.push(...runs);
  if (sampler && !sampler.converges) remarks.push({ id: 'cost-wanders', values: { sampler: sampler.name } });
  return remarks;
};

/** The run in numbers; nothing where the count says it all. */
function whatRuns({ guidance, steps: { written, executed, evaluations, calls, part } }: Run): Remark[] {
  // Whoever can't tell for certain how much runs has said so in the verdict.
  if (written === null || executed === null || evaluations === null || part?.certain === false) return [];
  if (calls !== null) return [{ id: guidance.on ? 'run-on' : 'run-off', values: { executed, written, calls } }];
  if (evaluations === written) return [];
  return [{ id: 'run-unknown', values: { executed, written, calls: evaluations } }];
}
