/** `setting-ignored`: a setting that the program passes over, where no rule of its own speaks of that. */
import { usersOf } from '../dialects/users.ts';
import { type CrossRule, finding } from '../findings/finding.ts';
import { type Run, runOf, type Unread } from '../run/index.ts';

export const settingIgnored: CrossRule = {
  concerns: ({ run }) => ignoredIn(run).length > 0,
  findings: ({ run, knowledge }, reading) =>
    ignoredIn(run)
      .filter(({ occurrence }) =>
        // What several generations inherit may be meant for another of them.
        usersOf(occurrence, reading).every(
          ({ generation, occurrence: same }) =>
            generation === run.generation ||
            runOf(generation, knowledge).unread.some((each) => each.occurrence === same),
        ),
      )
      .map(({ occurrence, because, reads = '' }) =>
        finding(knowledge, 'setting-ignored', {
          occurrence,
          message: because,
          values: { program: run.program?.name ?? '', reads, mode: String(run.generation.switches?.performance ?? '') },
          ...(because === 'other-key' && occurrence.keyRange
            ? { suggest: [reads], at: occurrence.keyRange }
            : { idle: true }),
        }),
      ),
};

/** Steps, guidance and strength under another name, and prompts that nothing reads, have rules of their own. */
const SPOKEN_OF = ['inference_steps', 'guidance_scale', 'strength'];

function ignoredIn({ unread }: Run): readonly Unread[] {
  return unread.filter(
    ({ occurrence: { setting }, because }) =>
      because === 'locked' || ((because === 'not-taken' || because === 'other-key') && !SPOKEN_OF.includes(setting)),
  );
}
