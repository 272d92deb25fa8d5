/** `steps-conflict`: two spellings of the setting in one generation that disagree. */
import { countOf } from '../dialects/generation.ts';
import { type Finding, finding, type Rule } from '../findings/finding.ts';

export const stepsConflict: Rule = ({ run: { generation, unread }, knowledge }) => {
  const [first, ...others] = generation.settings.filter(
    (occurrence) =>
      occurrence.setting === 'inference_steps' &&
      occurrence.pass === null &&
      !occurrence.sentinel &&
      !unread.some((each) => each.occurrence === occurrence && each.because === 'other-key') &&
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
