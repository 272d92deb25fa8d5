/** `sampler-idle`: a sampler whose first step lies behind its last one, so that it does nothing. */

import { numberOf } from '../dialects/numbers.ts';
import { finding, type Rule } from '../findings/finding.ts';

export const samplerIdle: Rule = ({
  run: {
    generation,
    steps: { written },
  },
  knowledge,
}) => {
  const start = numberOf(generation, 'start_step');
  const end = numberOf(generation, 'end_step')?.number ?? Number.POSITIVE_INFINITY;
  if (!start || start.number <= 0 || written === null || start.number < Math.min(written, end)) return [];
  return [
    finding(knowledge, 'sampler-idle', {
      occurrence: start.occurrence,
      message: start.number >= written ? 'past-steps' : 'past-end',
      values: { steps: written, end: String(end) },
    }),
  ];
};
