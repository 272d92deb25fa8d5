/** `steps-wasteful`, `steps-accelerated` and `steps-too-few`: the two ends of one judgement, one finding a count. */

import { canStandAt, type Finding, isSafeAt, type MeasuredRule } from '../findings/finding.ts';
import { severityOf } from '../findings/severity.ts';
import { fill } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import { judgeSteps } from '../verdicts/steps.ts';

export const stepsRange: MeasuredRule = ({ run, knowledge, local }) => {
  const { generation, steps } = run;
  const bound = steps.part?.kind === 'window' ? steps.part.by.occurrence : null;
  const findings: Finding[] = [];
  for (const occurrence of generation.settings) {
    if (occurrence.setting !== 'inference_steps' || occurrence.pass !== null) continue;
    const verdict = judgeSteps(occurrence, run, knowledge, local);
    if (!verdict || (verdict.standing !== 'wasteful' && verdict.standing !== 'too-few')) continue;
    // A LoRA that is not known, or a model that a program's own file leaves open, may well be one for few steps.
    const open = generation.loras.length > 0 || run.program !== null;
    if (verdict.standing === 'too-few' && (verdict.ground === 'guide' || verdict.ground === 'untraced') && open)
      continue;
    const wasteful = verdict.accelerated ? 'steps-accelerated' : 'steps-wasteful';
    const code = verdict.standing === 'wasteful' ? wasteful : 'steps-too-few';
    const rule = knowledge.rule(code);
    const { suggested } = verdict;
    const fixable = suggested !== null && canStandAt(occurrence, suggested) && !bound;
    findings.push({
      code,
      severity: severityOf(verdict.ground, own(rule.severities, verdict.ground) ?? rule.severity),
      occurrence,
      message: verdict.text(),
      fixes: fixable
        ? [
            {
              title: fill(rule.fix ?? '', { suggested, why: verdict.why() }),
              value: suggested,
              safe: verdict.standing === 'wasteful' && verdict.ground !== 'untraced' && isSafeAt(occurrence),
            },
          ]
        : [],
      // Another count would need other bounds.
      ...(bound && !fixable && { related: [{ place: bound.range, message: `${bound.key}: ${bound.source}` }] }),
    });
  }
  return findings;
};
