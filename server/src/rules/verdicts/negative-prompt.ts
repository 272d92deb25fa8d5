/** Verdicts on negative prompts: used only while real guidance is on. */
import { GUIDANCE_OFF, isGuidanceOff } from '../guidance.ts';
import { numberOf } from '../numbers.ts';
import { guidanceOf } from './guidance.ts';
import type { Judge } from './remark.ts';

export const judgeNegativePrompt: Judge = ({ occurrence, generation, subject, knowledge }) => {
  if (String(occurrence.value).trim() === '') return [{ id: 'empty' }];
  const guidance = numberOf(generation, 'guidance_scale')?.number;
  if (guidance !== undefined && isGuidanceOff(generation, subject, knowledge))
    return [{ id: 'ignored-value', values: { guidance } }];
  const known = guidanceOf(subject);
  const values = { model: known?.model.name ?? '' };
  if (known?.facts.kind === 'off') return [{ id: 'ignored-model', values }];
  if (known?.facts.kind === 'embedded') return [{ id: 'ignored-embedded', values }];
  return guidance !== undefined && guidance > GUIDANCE_OFF ? [{ id: 'used', values: { guidance } }] : [];
};
