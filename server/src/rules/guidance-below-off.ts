/** `guidance-below-off`: guidance at which the program follows the negative prompt alone. */
import { type Generation, settingOf } from '../dialects/generation.ts';
import { samePlace } from '../dialects/numbers.ts';
import { finding, type Rule } from '../findings/finding.ts';
import { isAbove, negativeTexts, nodeFacts } from '../run/index.ts';

export const guidanceBelowOff: Rule = ({ run: { generation, program, guidance }, knowledge }) => {
  if (!program || !guidance.onlyAt || isOnePrompt(generation)) return [];
  const [negative] = negativeTexts(generation);
  return guidance.scales
    .filter(({ occurrence, kind, number }) => {
      // Nodes of other packs may mean something of their own by 0.
      const isCertain = occurrence.node === undefined || nodeFacts(program, occurrence)?.guidance?.only_at === true;
      return isCertain && kind === 'real' && number !== null && !isAbove(number, 0);
    })
    .map(({ occurrence }) =>
      finding(knowledge, 'guidance-below-off', {
        occurrence,
        message: 'alone',
        values: { program: program.name, off: guidance.off },
        suggest: [guidance.off],
        ...(negative && { related: { occurrence: negative, message: 'negative' } }),
      }),
    );
};

/** The same words on both sides come to the same picture; without any nothing is lost. */
function isOnePrompt(generation: Generation): boolean {
  const prompt = settingOf(generation, 'prompt');
  const negative = settingOf(generation, 'negative_prompt');
  return !prompt || (negative !== undefined && samePlace(prompt, negative));
}
