/** `strength-range`: a strength that the program refuses, or cuts. */
import { numberOf } from '../dialects/numbers.ts';
import { finding, type Rule } from '../findings/finding.ts';
import { nodeBounds } from '../run/index.ts';

export const strengthRange: Rule = ({ run: { generation, program, facts, steps }, knowledge }) => {
  const strength = numberOf(generation, 'strength');
  if (!program || !strength) return [];
  const { occurrence, number } = strength;
  // A graph's nodes have ranges of their own.
  const range = generation.graph ? nodeBounds(program, occurrence)?.strength_range : facts.strength_range;
  if (!range || (number >= 0 && number <= 1)) return [];
  const nearest = number < 0 ? 0 : 1;
  const isPercent = number >= 2 && number <= 100;
  const count = isPercent && facts.strength !== 'all' && facts.strength !== 'stretched' ? steps.occurrence : null;
  return [
    finding(knowledge, 'strength-range', {
      occurrence,
      message: range,
      values: { program: program.name, taken: nearest },
      // From 2 on it was meant as something else, in percent mostly.
      suggest: isPercent ? [number / 100] : number < 2 ? [nearest] : [],
      // Whoever writes a share should know what else becomes of it.
      ...(count && { related: { occurrence: count, message: `${count.key}: ${count.source}` } }),
    }),
  ];
};
