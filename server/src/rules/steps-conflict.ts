/** `steps-conflict`: two spellings of the setting in one generation that disagree. */
import { countOf } from '../dialects/generation.ts';
import { fill } from '../knowledge/knowledge.ts';
import type { Finding, Rule } from './finding.ts';

export const stepsConflict: Rule = ({ generation, knowledge }) => {
  const rule = knowledge.rule('steps-conflict');
  const [first, ...others] = generation.settings.filter(
    (occurrence) =>
      occurrence.setting === 'inference_steps' &&
      occurrence.pass === null &&
      !occurrence.sentinel &&
      countOf(occurrence) !== null,
  );
  const findings: Finding[] = [];
  for (const occurrence of others) {
    const count = countOf(first);
    if (count === null || countOf(occurrence) === count) continue;
    const values = {
      key: occurrence.key,
      value: occurrence.source,
      other: first.key,
      otherValue: first.source,
      suggested: count,
    };
    findings.push({
      code: rule.code,
      severity: rule.severity,
      occurrence,
      message: fill(rule.messages.conflict ?? 'conflict', values),
      fix: occurrence.via === null ? { title: fill(rule.fix, values), value: count, safe: false } : null,
      related: { occurrence: first, message: `${first.key}: ${first.source}` },
    });
  }
  return findings;
};
