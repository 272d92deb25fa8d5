/** Verdicts on negative prompts: used only while real guidance is on. */
import type { Judge, Remark } from './remark.ts';

export const judgeNegativePrompt: Judge = ({ occurrence, run: { guidance, negative } }) => {
  if (String(occurrence.value).trim() === '') return [{ id: 'empty' }];
  if (negative.read && guidance.on === false) return [{ id: 'used-otherwise' }];
  const scale = guidance.scales.find(({ kind }) => kind !== 'embedded' && kind !== 'unused')?.number ?? null;
  if (guidance.on === false && scale !== null) return [{ id: 'ignored-value', values: { guidance: scale } }];
  const used: Remark[] = scale !== null && scale > guidance.off ? [{ id: 'used', values: { guidance: scale } }] : [];
  // Whatever the model is made for: guidance that is on reads it.
  if (guidance.on) return used;
  const { facts, model } = guidance.known ?? {};
  const values = { model: model?.name ?? '' };
  if (facts?.kind === 'off') return [{ id: 'ignored-model', values }];
  if (facts?.kind === 'embedded') return [{ id: 'ignored-embedded', values }];
  return used;
};
