/** `negative-prompt-ignored`: a negative prompt while the guidance that would read it is off. */
import type { Generation, Occurrence, Reading } from '../dialects/generation.ts';
import { samePlace } from '../dialects/numbers.ts';
import { type CrossRule, finding } from '../findings/finding.ts';
import { type Run, runOf, type Unread } from '../run/index.ts';
import { placeOf } from '../syntax/navigate.ts';

export const negativePromptIgnored: CrossRule = {
  concerns: ({ run }) => ignoredIn(run).length > 0,
  findings: ({ run, knowledge }, reading) =>
    ignoredIn(run)
      .filter(({ occurrence }) =>
        // A graph may feed one text to several samplers, or zero the positive one: each use must be without effect.
        usersOf(occurrence, reading).every((other) =>
          other.settings
            .filter((each) => samePlace(each, occurrence))
            .every(
              ({ setting }) =>
                setting === 'negative_prompt' &&
                (other === run.generation || runOf(other, knowledge).guidance.on === false),
            ),
        ),
      )
      .flatMap(({ occurrence, by }) =>
        by
          ? finding(knowledge, 'negative-prompt-ignored', {
              occurrence,
              message: 'off',
              values: { guidance: by.key, guidanceValue: by.source },
              suggest: [''],
              related: { occurrence: by, message: `${by.key}: ${by.source}` },
            })
          : [],
      ),
};

function ignoredIn({ unread }: Run): readonly Unread[] {
  return unread.filter(({ because }) => because === 'guidance-off');
}

/** The generations that a text is a prompt of, by its place: made once a reading, and only when asked for. */
const users = new WeakMap<Reading, Map<unknown, Generation[]>>();

function usersOf({ range }: Occurrence, reading: Reading): readonly Generation[] {
  let known = users.get(reading);
  if (!known) {
    known = new Map();
    for (const generation of reading.generations) {
      for (const { setting, range: place } of generation.settings) {
        if (setting !== 'prompt' && setting !== 'negative_prompt') continue;
        const others = known.get(placeOf(place));
        if (others) others.push(generation);
        else known.set(placeOf(place), [generation]);
      }
    }
    users.set(reading, known);
  }
  return known.get(placeOf(range)) ?? [];
}
