/** `steps-not-a-count`: a value that can't be a number of steps. */
import { countOf, type Occurrence } from '../dialects/generation.ts';
import { fill, type Knowledge } from '../knowledge/knowledge.ts';
import type { Finding, Rule } from './finding.ts';
import { guideSweet, spell } from './verdict.ts';

export const stepsNotACount: Rule = ({ generation, subject, knowledge }) => {
  const rule = knowledge.rule('steps-not-a-count');
  const findings: Finding[] = [];
  for (const occurrence of generation.settings) {
    if (occurrence.setting !== 'inference_steps') continue;
    const wrong = wrongness(occurrence, knowledge);
    if (!wrong) continue;
    const sweet = subject.decisive?.steps.sweet ?? guideSweet(knowledge.stepsGuide);
    const suggested = subject.decisive?.steps.default ?? knowledge.stepsGuide.default;
    const why = subject.decisive?.name ?? 'safe default';
    findings.push({
      code: rule.code,
      // A huge count is possible, if hardly meant; everything else is refused or cut by the tools.
      severity: wrong === 'absurd' ? 'warning' : rule.severity,
      occurrence,
      message: fill(rule.messages[wrong] ?? wrong, { value: occurrence.source, range: spell(sweet) }),
      fix:
        occurrence.via === null ? { title: fill(rule.fix, { suggested, why }), value: suggested, safe: false } : null,
    });
  }
  return findings;
};

/** Which message fits, `null` for a count and for what is left alone. */
function wrongness(
  occurrence: Occurrence,
  knowledge: Knowledge,
): 'zero' | 'negative' | 'fraction' | 'text' | 'absurd' | null {
  if (occurrence.sentinel || occurrence.via === 'placeholder' || occurrence.value === null) return null;
  const count = countOf(occurrence);
  if (count === null || Number.isNaN(count)) return 'text';
  if (count === 0) return 'zero';
  if (count < 0) return 'negative';
  if (!Number.isInteger(count)) return Number.isFinite(count) ? 'fraction' : 'absurd';
  return count > knowledge.stepsGuide.plausible_max ? 'absurd' : null;
}
