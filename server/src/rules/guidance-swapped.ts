/** `guidance-swapped`: guidance that belongs to another variant of the model (3.5 with FLUX.1 Fill, 30 with FLUX.1 dev). */

import { finding, type Rule } from '../findings/finding.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Model } from '../knowledge/schema.ts';

/** This many times past either end of the range the sources give. Our figure: it grounds an information only. */
const FAR = 3;
/** Guidance that is an input of the model says at this and below that there is to be none. */
const NONE = 1;

export const guidanceSwapped: Rule = ({ run: { model, guidance }, knowledge }) => {
  const { family } = model;
  const { sweet, kind, default: best } = family?.guidance ?? {};
  if (!family || kind !== 'embedded' || !sweet) return [];
  const [low, high] = sweet;
  return guidance.scales.flatMap(({ occurrence, kind, number }) => {
    if (kind !== 'embedded' || number === null || number <= NONE) return [];
    if (number <= high * FAR && number >= low / FAR) return [];
    const other = takerOf(number, family, knowledge);
    const values = { model: family.name, low, high, other: other?.name ?? '' };
    const suggest = best === undefined ? [] : [best];
    return [finding(knowledge, 'guidance-swapped', { occurrence, message: other ? 'other' : 'far', values, suggest })];
  });
};

/** A sibling model that takes this guidance. Siblings share the first word of their name. */
function takerOf(number: number, model: Model, knowledge: Knowledge): Model | undefined {
  const [maker] = model.name.split(' ');
  return knowledge.data.models.find(({ name, role, guidance }) => {
    const range = guidance?.kind === 'embedded' ? guidance.sweet : undefined;
    return role === 'checkpoint' && name.startsWith(maker) && range && number >= range[0] && number <= range[1];
  });
}
