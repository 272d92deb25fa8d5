/** `steps-conflict`: two spellings of the setting in one generation that disagree. */
import { countOf, type Occurrence } from '../dialects/generation.ts';
import { type Finding, type Fix, finding, type Rule } from '../findings/finding.ts';
import { fill, say } from '../knowledge/knowledge.ts';
import { judgeSteps } from '../verdicts/steps.ts';
import type { Standing, Verdict } from '../verdicts/steps-usual.ts';

const BY_FIT: readonly Standing[] = ['sweet', 'rising', 'past', 'unjudged', 'too-few', 'wasteful'];

export const stepsConflict: Rule = ({ run, knowledge }) => {
  const { generation, unread } = run;
  const rule = knowledge.rule('steps-conflict');
  const judge = (occurrence: Occurrence): Verdict | null => judgeSteps(occurrence, run, knowledge);
  /** How far a count is from what suits the model. */
  const rank = (occurrence: Occurrence): number => BY_FIT.indexOf(judge(occurrence)?.standing ?? 'unjudged');
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
    const other = countOf(occurrence);
    if (count === null || other === null || other === count) continue;
    const told = finding(knowledge, 'steps-conflict', {
      occurrence,
      message: 'conflict',
      values: { other: first.key, otherValue: first.source, set: occurrence.key },
      suggest: [count],
      related: { occurrence: first, message: `${first.key}: ${first.source}` },
    });
    // Either may be the one that is meant: the one that suits the model stands first.
    const title = fill(rule.fix ?? '', { suggested: other, other: occurrence.key, set: first.key });
    const back = first.via === null ? [{ title, value: other, range: first.range, safe: false }] : [];
    const isBetter = rank(occurrence) < rank(first);
    const either = isBetter ? [...back, ...told.fixes] : [...told.fixes, ...back];
    const neither = {
      title: say(rule.messages, 'neither'),
      value: '',
      removes: [first.range, occurrence.range],
      safe: false,
    };
    findings.push({ ...told, fixes: [...both(first, occurrence), ...either, neither] });
  }
  return findings;

  /** Another count in both places, where what either says is nothing that suits the model. */
  function both(one: Occurrence, other: Occurrence): Fix[] {
    const verdict = judge(one);
    const suggested = verdict?.suggested ?? null;
    if (
      !verdict ||
      suggested === null ||
      judge(other)?.suggested !== suggested ||
      one.via !== null ||
      other.via !== null
    )
      return [];
    return [
      {
        title: say(rule.messages, 'both', { suggested, why: verdict.why() }),
        value: suggested,
        also: [{ value: suggested, range: one.range }],
        safe: false,
      },
    ];
  }
};
