/** `steps-unused`: a step count that nothing looks at, because the sampler stops by itself, the schedule is written out, or the pass that it is of is off. */
import type { Occurrence } from '../dialects/generation.ts';
import { finding, type Rule } from '../findings/finding.ts';

export const stepsUnused: Rule = ({ run: { steps, sampling, unread, program }, knowledge }) =>
  unread
    .filter(
      ({ occurrence, because, instead }) =>
        because === 'no-pass' ||
        (occurrence === steps.occurrence &&
          steps.written !== null &&
          // A list of as many steps as are written leaves nothing to say.
          ((because === 'listed' && instead !== steps.written) || because === 'adaptive')),
    )
    .map(({ occurrence, because, by, instead }) =>
      finding(knowledge, 'steps-unused', {
        occurrence,
        message: because,
        values: {
          key: by?.key ?? '',
          program: program?.name ?? '',
          sampler: sampling.sampler?.name ?? '',
          calls: sampling.sampler?.total_evaluations ?? '',
        },
        // A list that says how many steps it has is agreed with; nobody takes the count out of what must have one.
        ...(instead !== undefined && { suggest: [instead] }),
        idle: because === 'no-pass',
        ...related(because === 'adaptive' ? sampling.samplerAt : by),
      }),
    );

/** What makes it so. */
function related(by: Occurrence | null | undefined) {
  return by ? { related: { occurrence: by, message: by.source === '' ? by.key : `${by.key}: ${by.source}` } } : {};
}
