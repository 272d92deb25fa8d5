/** `steps-conflict`: two spellings of the setting in one generation that disagree. */
import { countOf } from '../dialects/generation.ts';
import { type Finding, finding, type Rule } from './finding.ts';
import { isIgnored } from './steps-key-ignored.ts';

export const stepsConflict: Rule = ({ generation, knowledge }) => {
  const [first, ...others] = generation.settings.filter(
    (occurrence) =>
      occurrence.setting === 'inference_steps' &&
      occurrence.pass === null &&
      !occurrence.sentinel &&
      !isIgnored(occurrence, generation, knowledge) &&
      countOf(occurrence) !== null,
  );
  const findings: Finding[] = [];
  for (const occurrence of others) {
    const count = countOf(first);
    if (count === null || countOf(occurrence) === count) continue;
    findings.push(
      finding(knowledge, 'steps-conflict', {
        occurrence,
        message: 'conflict',
        values: { other: first.key, otherValue: first.source },
        suggest: [count],
        related: { occurrence: first, message: `${first.key}: ${first.source}` },
      }),
    );
  }
  return findings;
};
