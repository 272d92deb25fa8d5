/** `seed-out-of-range`: a seed that the program refuses. */

import { numberOf } from '../dialects/numbers.ts';
import { finding, type Rule } from './finding.ts';

export const seedOutOfRange: Rule = ({ run: { generation, program }, knowledge }) => {
  const seed = numberOf(generation, 'seed');
  if (!program?.seed || !seed) return [];
  const { min, max = Number.POSITIVE_INFINITY } = program.seed;
  if (seed.number >= min && seed.number <= max) return [];
  const low = seed.number < min;
  return [
    finding(knowledge, 'seed-out-of-range', {
      occurrence: seed.occurrence,
      message: low ? 'below' : 'above',
      values: { tool: program.name, min, max: String(max) },
      suggest: [low ? Math.max(min, 0) : 0],
    }),
  ];
};
