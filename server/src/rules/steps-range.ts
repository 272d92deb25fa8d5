/** `steps-wasteful`, `steps-accelerated` and `steps-too-few`: the two ends of one judgement, one finding a count. */
import { fill } from '../knowledge/knowledge.ts';
import { changesAlone } from './chained.ts';
import type { Finding, HereRule, Severity } from './finding.ts';
import type { Verdict } from './verdict.ts';
import { judgeStepsHere } from './verdict-here.ts';

export const stepsRange: HereRule = ({ run, knowledge, here }) => {
  const { generation, steps, unread } = run;
  const findings: Finding[] = [];
  for (const occurrence of generation.settings) {
    if (occurrence.setting !== 'inference_steps' || occurrence.pass !== null) continue;
    if (Number(occurrence.value) > knowledge.stepsGuide.plausible_max) continue; // steps-not-a-count says it
    // What is refused or not read at all is said by its own rule.
    if (steps.refused || unread.some((each) => each.occurrence === occurrence)) continue;
    const verdict = judgeStepsHere(occurrence, run, knowledge, here);
    if (!verdict || (verdict.standing !== 'wasteful' && verdict.standing !== 'too-few')) continue;
    // A LoRA that is not known, or a model that a program's own file leaves open, may well be one for few steps.
    const open = generation.loras.length > 0 || run.program !== null;
    if (verdict.standing === 'too-few' && verdict.ground === 'guide' && open) continue;
    const wasteful = verdict.accelerated ? 'steps-accelerated' : 'steps-wasteful';
    const code = verdict.standing === 'wasteful' ? wasteful : 'steps-too-few';
    const rule = knowledge.rule(code);
    const fixable = verdict.suggested !== null && occurrence.via === null && changesAlone(generation);
    findings.push({
      code,
      severity: severityOf(verdict, rule.severity),
      occurrence,
      message: verdict.text,
      fixes:
        fixable && verdict.suggested !== null
          ? [
              {
                title: fill(rule.fix ?? '', { suggested: verdict.suggested, why: verdict.why }),
                value: verdict.suggested,
                safe: verdict.standing === 'wasteful',
              },
            ]
          : [],
    });
  }
  return findings;
};

/** Only sourced figures of a known model, or the guide where no model is named, ground more than an information. */
function severityOf({ ground }: Verdict, usual: Severity): Severity {
  if (ground === 'sourced') return 'warning';
  return ground === 'guide' ? usual : 'information';
}
