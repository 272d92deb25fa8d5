/** Verdicts on samplers (cost, whether they settle, what the model is made for) and on noise schedules. */

import { own } from '../../knowledge/own.ts';
import type { Sampler } from '../../knowledge/schema.ts';
import { holdsSampler, ofSampling } from '../../run/index.ts';
import { type Judge, type Judged, type Remark, short } from './remark.ts';

export const judgeSampler: Judge = (input) => {
  const name = String(input.occurrence.value);
  const sampler = input.knowledge.sampler(name);
  return sampler ? describe(sampler, input) : [{ guide: 'sampler', id: 'unknown', values: { value: short(name) } }];
};

export const judgeScheduler: Judge = (input) => {
  const { occurrence, run, knowledge } = input;
  if (typeof occurrence.value !== 'string') return [];
  if (holdsSampler(occurrence.value, run.generation, knowledge)) return judgeSampler(input);
  const schedule = knowledge.schedule(occurrence.value);
  if (!schedule) return [{ id: 'unknown', values: { value: short(occurrence.value) } }];
  const explained = own(knowledge.guide('scheduler')?.verdicts, schedule.id) !== undefined;
  return [{ id: explained ? schedule.id : 'known', values: { schedule: schedule.name } }];
};

function describe(sampler: Sampler, { run, knowledge }: Judged): Remark[] {
  const remark = (id: string, values = {}): Remark => ({
    guide: 'sampler',
    id,
    values: { sampler: sampler.name, ...values },
  });
  const { evaluations_per_step: evaluations, converges, few_step: fewStep } = sampler;
  const said = ofSampling(run.model, ({ samplers }) => (samplers?.length ? samplers : undefined));
  const usual = knowledge.sampler(said?.fact[0] ?? '');
  const isUsed = said?.fact.includes(sampler.id);
  return [
    remark(evaluations === 1 ? 'once' : evaluations === 2 ? 'twice' : 'several', { evaluations }),
    remark(fewStep ? 'few-step' : converges ? 'settles' : 'wanders'),
    ...(said && isUsed ? [remark('used', { model: said.model.name })] : []),
    ...(said && usual && !isUsed ? [remark('other', { model: said.model.name, usual: usual.name })] : []),
  ];
}
