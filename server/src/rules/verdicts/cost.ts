/** What a step count costs: model calls by sampler and guidance, and whether more steps refine one picture. */
import { normaliseKey } from '../../knowledge/knowledge.ts';
import { totalEvaluations } from '../../knowledge/sampler-names.ts';
import { GUIDANCE_OFF, guidanceKind } from '../guidance.ts';
import { asNumber } from '../numbers.ts';
import { guidanceOf } from './guidance.ts';
import type { Judge, Judged, Remark } from './remark.ts';

export const stepCost: Judge = (input) => {
  const { occurrence, subject } = input;
  const steps = asNumber(occurrence)?.number ?? 0;
  if (!Number.isInteger(steps) || steps < 1 || occurrence.pass !== null) return [];
  const { sampler } = subject;
  const remarks: Remark[] = [];
  const doubled = isGuided(input);
  if (sampler && sampler.evaluations_per_step > 1) {
    const { evaluations_per_step: evaluations } = sampler;
    const calls = totalEvaluations(sampler, steps);
    remarks.push({
      id: evaluations === 2 ? 'cost-twice' : 'cost-several',
      values: { sampler: sampler.name, evaluations, calls },
    });
    if (doubled) remarks.push({ id: 'cost-doubled' });
  } else if (doubled) remarks.push({ id: 'cost-guidance', values: { calls: 2 * steps } });
  if (sampler && !sampler.converges) remarks.push({ id: 'cost-wanders', values: { sampler: sampler.name } });
  return remarks;
};

/** True when real guidance is on for certain. */
function isGuided({ generation, subject, knowledge }: Judged): boolean {
  const known = guidanceOf(subject);
  const takesReal = known?.facts.kind === 'cfg' || known?.facts.kind === 'cfg-low';
  return generation.settings.some((occurrence) => {
    if (occurrence.setting !== 'guidance_scale' || occurrence.pass !== null) return false;
    const kind = guidanceKind(occurrence, generation, subject, knowledge);
    // Without the model the plain key may as well be an input of the model (FLUX in diffusers).
    const isReal = takesReal
      ? kind !== 'unused' && kind !== 'embedded'
      : kind === 'real' && (known !== null || normaliseKey(occurrence.key) !== 'guidancescale');
    return isReal && (asNumber(occurrence)?.number ?? 0) > GUIDANCE_OFF;
  });
}
