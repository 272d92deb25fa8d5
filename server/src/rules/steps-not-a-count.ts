/** `steps-not-a-count`: a value that can't be a number of steps. */
import { t } from '@vscode/l10n';
import { countOf, isCountRange, isSlot, type Occurrence } from '../dialects/generation.ts';
import { type Finding, finding, type Rule } from '../findings/finding.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { guideSweet, spell } from '../verdicts/steps-usual.ts';

export const stepsNotACount: Rule = ({
  run: {
    generation,
    model: { decisive },
  },
  knowledge,
}) => {
  const findings: Finding[] = [];
  for (const occurrence of generation.settings) {
    if (occurrence.setting !== 'inference_steps') continue;
    const wrong = wrongness(occurrence, knowledge);
    if (!wrong) continue;
    const sweet = decisive?.steps.sweet ?? guideSweet(knowledge.stepsGuide);
    findings.push(
      finding(knowledge, 'steps-not-a-count', {
        occurrence,
        message: wrong,
        values: { range: spell(sweet), why: decisive?.name ?? t`safe default` },
        suggest: [decisive?.steps.default ?? knowledge.stepsGuide.default],
      }),
    );
  }
  return findings;
};

/** A word that a program of its own puts a count for (`PARAM_INT_STEPS`, `__steps__`). */
const SLOT = /^\W*(__\w+__|[A-Z][A-Z0-9]*(_[A-Z0-9]+)+)\W*$/;

/** Which message fits, `null` for a count and for what is left alone. */
function wrongness(
  occurrence: Occurrence,
  knowledge: Knowledge,
): 'zero' | 'negative' | 'fraction' | 'text' | 'absurd' | null {
  if (occurrence.sentinel || isSlot(occurrence) || occurrence.via === 'placeholder' || occurrence.value === null)
    return null;
  const count = countOf(occurrence);
  if (count === null || Number.isNaN(count))
    return SLOT.test(occurrence.source) || isCountRange(occurrence.value) ? null : 'text';
  if (count === 0) return 'zero';
  if (count < 0) return 'negative';
  if (!Number.isInteger(count)) return Number.isFinite(count) ? 'fraction' : 'absurd';
  return count > knowledge.stepsGuide.plausible_max ? 'absurd' : null;
}
