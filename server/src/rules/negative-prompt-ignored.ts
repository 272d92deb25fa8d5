/** `negative-prompt-ignored`: a negative prompt while the guidance that would read it is off. */
import { isPlaceholder } from '../dialects/generation.ts';
import { finding, type Rule } from './finding.ts';
import { isGuidanceOff } from './guidance.ts';
import { samePlace } from './numbers.ts';
import { subjectOf } from './subject.ts';

export const negativePromptIgnored: Rule = ({ generation, subject, knowledge, reading }) => {
  const guidance = generation.settings.find(({ setting, pass }) => setting === 'guidance_scale' && pass === null);
  if (!guidance || !isGuidanceOff(generation, subject, knowledge)) return [];
  return generation.settings
    .filter(
      ({ setting, value }) =>
        setting === 'negative_prompt' && typeof value === 'string' && value.trim() !== '' && !isPlaceholder(value),
    )
    .filter((occurrence) =>
      // A graph may feed one text to several samplers, or zero the positive one: each use must be without effect.
      reading.generations.every((other) =>
        other.settings
          .filter((each) => samePlace(each, occurrence))
          .every(
            ({ setting }) =>
              setting === 'negative_prompt' && isGuidanceOff(other, subjectOf(other, knowledge), knowledge),
          ),
      ),
    )
    .map((occurrence) =>
      finding(knowledge, 'negative-prompt-ignored', {
        occurrence,
        message: 'off',
        values: { guidance: guidance.key, guidanceValue: guidance.source },
        suggest: [''],
        related: { occurrence: guidance, message: `${guidance.key}: ${guidance.source}` },
      }),
    );
};
