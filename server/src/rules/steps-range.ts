/** `steps-wasteful` and `steps-too-few`: the two ends of one judgement. */
import { fill } from '../knowledge/knowledge.ts';
import { changesAlone } from './chained.ts';
import type { Finding, Rule, Severity } from './finding.ts';
import { judgeSteps, type Verdict } from './verdict.ts';

export const stepsRange: Rule = ({ generation, subject, knowledge }) => {
  const findings: Finding[] = [];
  for (const occurrence of generation.settings) {
    if (occurrence.setting !== 'inference_steps' || occurrence.pass !== null) continue;
    if (Number(occurrence.value) > knowledge.stepsGuide.plausible_max) continue; // steps-not-a-count says it
    const verdict = judgeSteps(occurrence, subject, knowledge);
    if (!verdict || (verdict.standing !== 'wasteful' && verdict.standing !== 'too-few')) continue;
    const code = verdict.standing === 'wasteful' ? 'steps-wasteful' : 'steps-too-few';
    const rule = knowledge.rule(code);
    const fixable = verdict.suggested !== null && occurrence.via === null && changesAlone(generation);
    findings.push({
      code,
      severity: severityOf(verdict, rule.severity),
      occurrence,
      message: verdict.text,
      fix:
        fixable && verdict.suggested !== null
          ? {
              title: fill(rule.fix, { suggested: verdict.suggested, why: verdict.why }),
              value: verdict.suggested,
              safe: verdict.standing === 'wasteful',
            }
          : null,
    });
  }
  return findings;
};

/** Only sourced figures of a known model, or the guide where no model is named, ground more than an information. */
function severityOf(verdict: Verdict, usual: Severity): Severity {
  if (verdict.ground === 'estimate' || verdict.ground === 'unknown-model') return 'information';
  return verdict.ground === 'sourced' ? 'warning' : usual;
}
