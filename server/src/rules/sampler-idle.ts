/** `sampler-idle`: a sampler whose first step lies behind its last one, so that it does nothing. */
import { finding, type Rule } from './finding.ts';
import { numberOf } from './numbers.ts';
import { stepsOf } from './subject.ts';

export const samplerIdle: Rule = ({ generation, knowledge }) => {
  const start = numberOf(generation, 'start_step');
  const end = numberOf(generation, 'end_step')?.number ?? Number.POSITIVE_INFINITY;
  const steps = stepsOf(generation);
  if (!start || start.number <= 0 || steps === null || start.number < Math.min(steps, end)) return [];
  return [
    finding(knowledge, 'sampler-idle', {
      occurrence: start.occurrence,
      message: start.number >= steps ? 'past-steps' : 'past-end',
      values: { steps, end: String(end) },
    }),
  ];
};
