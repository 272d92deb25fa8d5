/** `steps-unused`: a step count that nothing looks at, because the sampler stops by itself or the schedule is written out. */
import { finding, type Rule } from '../findings/finding.ts';

export const stepsUnused: Rule = ({ run: { steps, sampling, unread }, knowledge }) =>
  unread
    .filter(
      ({ occurrence, because }) =>
        occurrence === steps.occurrence && steps.written !== null && (because === 'listed' || because === 'adaptive'),
    )
    .map(({ occurrence, because, by }) =>
      finding(knowledge, 'steps-unused', {
        occurrence,
        message: because,
        values: {
          key: by?.key ?? '',
          sampler: sampling.sampler?.name ?? '',
          calls: sampling.sampler?.total_evaluations ?? '',
        },
      }),
    );
