/** `negative-prompt-ignored`: a negative prompt while the guidance that would read it is off. */

import { remembered } from '../common/memory.ts';
import type { Occurrence } from '../dialects/generation.ts';
import { sharedByAlias, type User, usersOf } from '../dialects/users.ts';
import { type CrossRule, finding } from '../findings/finding.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { type Because, type Run, runOf, type Unread } from '../run/index.ts';

export const negativePromptIgnored: CrossRule = {
  concerns: ({ run }) => ignoredIn(run).length > 0,
  findings: ({ run, knowledge }, reading) => {
    // What nobody who takes it by an alias reads is told once, where it stands.
    const placed = (occurrence: Occurrence): Occurrence => {
      const shared = sharedByAlias(occurrence, reading);
      return shared && areIdle(shared.users, knowledge) ? shared.at : occurrence;
    };
    return (
      ignoredIn(run)
        // A graph may feed one text to several samplers, or zero the positive one: each use must be without effect.
        .filter(({ occurrence }) => areIdle(usersOf(occurrence, reading), knowledge))
        .map(({ occurrence, because, by, reads = '' }) =>
          finding(knowledge, 'negative-prompt-ignored', {
            occurrence: placed(occurrence),
            message: because,
            values: {
              guidance: by?.key ?? '',
              guidanceValue: by?.source ?? '',
              program: run.program?.name ?? '',
              mode: String(run.generation.switches?.performance ?? ''),
              reads,
            },
            suggest: [''],
            ...(by && { related: { occurrence: by, message: `${by.key}: ${by.source}` } }),
          }),
        )
    );
  },
};

/** Asked once for all who use one text. */
const areIdle = remembered(
  (users: readonly User[], knowledge: Knowledge): boolean =>
    users.every(({ generation, occurrence }) => {
      const run = runOf(generation, knowledge);
      return (
        occurrence.setting === 'negative_prompt' &&
        (run.guidance.on === false || ignoredIn(run).some((ignored) => ignored.occurrence === occurrence))
      );
    }),
  { until: (_, knowledge) => knowledge },
);

const SAID: readonly Because[] = ['guidance-off', 'unguided', 'mode-unguided'];

function ignoredIn({ unread }: Run): readonly Unread[] {
  return unread.filter(({ because }) => SAID.includes(because));
}
