/** `guidance-distilled`: real guidance with a model that is made to run without it. */

import { type Finding, finding, type Rule } from '../findings/finding.ts';
import { isAbove, negativeTexts, runsAt } from '../run/index.ts';

/** Past the advised guidance by more than this, a consistency LoRA burns the picture. */
const BURNT = 1.5;

export const guidanceDistilled: Rule = ({ run: { generation, model, guidance }, knowledge }) => {
  const { decisive } = model;
  const facts = decisive?.guidance;
  // What the LoRA wants holds for the phases that have it, and at its weight.
  if (!decisive || !facts || model.lora?.joinsLater || model.isReduced) return [];
  const { off, below } = guidance;
  const [negative] = negativeTexts(generation);
  const findings: Finding[] = [];
  for (const { occurrence, kind, number, usual, deliberate, idle } of guidance.scales) {
    if (number === null || usual === null || !isAbove(number, off) || (kind !== 'real' && kind !== 'likely-real'))
      continue;
    if (idle === 'switched-off') continue;
    const report = (message: string, suggested: number) =>
      findings.push(
        finding(knowledge, 'guidance-distilled', {
          occurrence,
          message,
          values: { model: decisive.name, high: facts.sweet?.[1] ?? off, best: facts.default, off },
          ...(kind === 'likely-real' && { ground: 'likely' }),
          suggest: [suggested],
          // Whoever turns guidance off should know what goes with it.
          ...(negative && !runsAt(suggested, guidance) && { related: { occurrence: negative, message: 'negative' } }),
        }),
      );
    if (facts.kind === 'off') report('off', off);
    else if (facts.kind === 'embedded' && kind === 'real' && !deliberate) report('embedded', off);
    // Whole LCM checkpoints take guidance as an input under the same name: only the LoRAs are certain.
    else if (facts.kind === 'cfg-low' && model.lora && usual > (facts.sweet?.[1] ?? 1) * BURNT)
      report('low', facts.default - below);
  }
  return findings;
};
