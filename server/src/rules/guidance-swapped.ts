/** `guidance-swapped`: guidance that belongs to another variant of the model (3.5 with FLUX.1 Fill, 30 with FLUX.1 dev). */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Model } from '../knowledge/schema.ts';
import { type Finding, finding, type Rule } from './finding.ts';
import { GUIDANCE_OFF, guidanceKind } from './guidance.ts';
import { asNumber } from './numbers.ts';

/** This many times past either end of the range the sources give. Our figure: it grounds an information only. */
const FAR = 3;

export const guidanceSwapped: Rule = ({ generation, subject, knowledge }) => {
  const model = subject.family;
  const { sweet, kind, default: best } = model?.guidance ?? {};
  if (!model || kind !== 'embedded' || !sweet) return [];
  const findings: Finding[] = [];
  for (const occurrence of generation.settings) {
    const embedded =
      occurrence.setting === 'distilled_guidance' ||
      (occurrence.setting === 'guidance_scale' &&
        guidanceKind(occurrence, generation, subject, knowledge) === 'embedded');
    const number = asNumber(occurrence)?.number ?? GUIDANCE_OFF;
    if (!embedded || number <= GUIDANCE_OFF || (number <= sweet[1] * FAR && number >= sweet[0] / FAR)) continue;
    const other = takerOf(number, model, knowledge);
    const values = { model: model.name, low: sweet[0], high: sweet[1], other: other?.name ?? '' };
    const suggest = best === undefined ? [] : [best];
    findings.push(
      finding(knowledge, 'guidance-swapped', { occurrence, message: other ? 'other' : 'far', values, suggest }),
    );
  }
  return findings;
};

/** A sibling model that takes this guidance. Siblings share the first word of their name. */
function takerOf(number: number, model: Model, knowledge: Knowledge): Model | undefined {
  const [maker] = model.name.split(' ');
  return knowledge.data.models.find(({ name, role, guidance }) => {
    const range = guidance?.kind === 'embedded' ? guidance.sweet : undefined;
    return role === 'checkpoint' && name.startsWith(maker) && range && number >= range[0] && number <= range[1];
  });
}
