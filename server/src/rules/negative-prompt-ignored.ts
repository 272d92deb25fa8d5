/** `negative-prompt-ignored`: a negative prompt while the guidance that would read it is off. */
import { usersOf } from '../dialects/users.ts';
import { type CrossRule, finding } from '../findings/finding.ts';
import { type Because, type Run, runOf, type Unread } from '../run/index.ts';

export const negativePromptIgnored: CrossRule = {
  concerns: ({ run }) => ignoredIn(run).length > 0,
  findings: ({ run, knowledge }, reading) =>
    ignoredIn(run)
      .filter(({ occurrence }) =>
        // A graph may feed one text to several samplers, or zero the positive one: each use must be without effect.
        usersOf(occurrence, reading).every(
          ({ generation, occurrence: { setting } }) =>
            setting === 'negative_prompt' &&
            (generation === run.generation || runOf(generation, knowledge).guidance.on === false),
        ),
      )
      .map(({ occurrence, because, by, reads = '' }) =>
        finding(knowledge, 'negative-prompt-ignored', {
          occurrence,
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
      ),
};

const SAID: readonly Because[] = ['guidance-off', 'unguided', 'mode-unguided'];

function ignoredIn({ unread }: Run): readonly Unread[] {
  return unread.filter(({ because }) => SAID.includes(because));
}
