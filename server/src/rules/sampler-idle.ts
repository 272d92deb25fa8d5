/** `sampler-idle`: a sampler whose first step lies behind its last one, so that it does nothing. */

import { numberOf } from '../dialects/numbers.ts';
import { finding, type Rule } from '../findings/finding.ts';

export const samplerIdle: Rule = ({
  run: {
    generation,
    steps: { written, occurrence: count },
  },
  knowledge,
}) => {
  const start = numberOf(generation, 'start_step');
  const stop = numberOf(generation, 'end_step');
  const end = stop?.number ?? Number.POSITIVE_INFINITY;
  if (!start || start.number <= 0 || written === null || start.number < Math.min(written, end)) return [];
  const isPastSteps = start.number >= written;
  const by = isPastSteps ? count : stop?.occurrence;
  // From 12 to 10 may be 10 to 12, the wrong way round.
  const isSwapped = !isPastSteps && stop !== null && start.number > end && end >= 0;
  return [
    finding(knowledge, 'sampler-idle', {
      occurrence: start.occurrence,
      message: isPastSteps ? 'past-steps' : 'past-end',
      values: { steps: written, end: String(end) },
      ...(isSwapped && {
        offers: [
          {
            ...{ title: 'swap', value: end, values: { start: start.number } },
            also: [{ value: start.number, range: stop.occurrence.range }],
          },
        ],
      }),
      ...(by && { related: { occurrence: by, message: `${by.key}: ${by.source}` } }),
    }),
  ];
};
