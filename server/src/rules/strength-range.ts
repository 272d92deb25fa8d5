/** `strength-range`: a strength that the program refuses, or cuts. */
import { numberOf } from '../dialects/numbers.ts';
import { finding, type Rule } from '../findings/finding.ts';
import { nodeFacts } from '../run/index.ts';

export const strengthRange: Rule = ({ run: { generation, program, facts }, knowledge }) => {
  const strength = numberOf(generation, 'strength');
  if (!program || !strength) return [];
  const { occurrence, number } = strength;
  // A graph's nodes have ranges of their own.
  const range = generation.graph ? nodeFacts(program, occurrence)?.strength_range : facts.strength_range;
  if (!range || (number >= 0 && number <= 1)) return [];
  const nearest = number < 0 ? 0 : 1;
  return [
    finding(knowledge, 'strength-range', {
      occurrence,
      message: range,
      values: { program: program.name, taken: nearest },
      // From 2 on it was meant as something else, in percent mostly.
      suggest: number < 2 ? [nearest] : [],
    }),
  ];
};
