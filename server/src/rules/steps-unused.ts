/** `steps-unused`: a step count that nothing looks at, because the sampler stops by itself or the schedule is written out. */
import { finding, type Rule } from '../findings/finding.ts';

export const stepsUnused: Rule = ({ run: { steps, sampling, unread, program }, knowledge }) =>
  unread
    .filter(
      ({ occurrence, because, instead }) =>
        occurrence === steps.occurrence &&
        steps.written !== null &&
        // A list of as many steps as are written leaves nothing to say.
        ((because === 'listed' && instead !== steps.written) || because === 'adaptive'),
    )
    .map(({ occurrence, because, by }) =>
      finding(knowledge, 'steps-unused', {
        occurrence,
        message: because,
        values: {
          key: by?.key ?? '',
          program: program?.name ?? '',
          sampler: sampling.sampler?.name ?? '',
          calls: sampling.sampler?.total_evaluations ?? '',
        },
      }),
    );
