/** `guidance-ignored`: guidance that has no effect, since the model's pipeline takes it elsewhere or lacks what it needs. */
import { normaliseKey } from '../knowledge/knowledge.ts';
import { finding, type Rule } from './finding.ts';
import { GUIDANCE_OFF, guidanceKind } from './guidance.ts';
import { asNumber } from './numbers.ts';

export const guidanceIgnored: Rule = ({ generation, subject, knowledge }) => {
  const guidance = subject.family?.guidance;
  const parameter = guidance?.parameter;
  if (generation.tool !== 'diffusers' || !subject.family || guidance?.kind !== 'cfg' || !parameter) return [];
  const values = { model: subject.family.name, parameter };
  const written = generation.settings.filter(({ setting, pass }) => setting === 'guidance_scale' && pass === null);
  const right = written.find(({ key }) => normaliseKey(key) === normaliseKey(parameter));
  if (!right) {
    return written
      .filter(
        (occurrence) =>
          guidanceKind(occurrence, generation, subject, knowledge) === 'unused' &&
          (asNumber(occurrence)?.number ?? 0) > GUIDANCE_OFF,
      )
      .map((occurrence) =>
        finding(knowledge, 'guidance-ignored', {
          occurrence,
          message: 'other-key',
          values,
          ...(occurrence.keyRange && { suggest: [parameter], at: occurrence.keyRange }),
        }),
      );
  }
  const hasNegative = generation.settings.some(({ setting }) => setting === 'negative_prompt');
  if (hasNegative || (asNumber(right)?.number ?? 0) <= GUIDANCE_OFF) return [];
  return [finding(knowledge, 'guidance-ignored', { occurrence: right, message: 'no-negative', values })];
};
