/** `negative-prompt-ignored`: a negative prompt while the guidance that would read it is off. */
import { type Generation, isPlaceholder, type Occurrence, type Reading } from '../dialects/generation.ts';
import { placeOf } from '../syntax/navigate.ts';
import { type CrossRule, finding, type RuleInput } from './finding.ts';
import { isGuidanceOff } from './guidance.ts';
import { samePlace } from './numbers.ts';
import { subjectOf } from './subject.ts';

export const negativePromptIgnored: CrossRule = {
  concerns: (input) => guidanceOf(input) !== undefined && ignoredIn(input).length > 0,
  findings: (input, reading) => {
    const { generation, knowledge } = input;
    const guidance = guidanceOf(input);
    if (!guidance) return [];
    return ignoredIn(input)
      .filter((occurrence) =>
        // A graph may feed one text to several samplers, or zero the positive one: each use must be without effect.
        usersOf(occurrence, reading).every((other) =>
          other.settings
            .filter((each) => samePlace(each, occurrence))
            .every(
              ({ setting }) =>
                setting === 'negative_prompt' &&
                (other === generation || isGuidanceOff(other, subjectOf(other, knowledge), knowledge)),
            ),
        ),
      )
      .map((occurrence) =>
        finding(knowledge, 'negative-prompt-ignored', {
          occurrence,
          message: 'off',
          values: { guidance: guidance.key, guidanceValue: guidance.source },
          suggest: [''],
          related: { occurrence: guidance, message: `${guidance.key}: ${guidance.source}` },
        }),
      );
  },
};

function guidanceOf({ generation }: RuleInput): Occurrence | undefined {
  return generation.settings.find(({ setting, pass }) => setting === 'guidance_scale' && pass === null);
}

function ignoredIn({ generation, subject, knowledge }: RuleInput): Occurrence[] {
  const written = generation.settings.filter(
    ({ setting, value }) =>
      setting === 'negative_prompt' && typeof value === 'string' && value.trim() !== '' && !isPlaceholder(value),
  );
  return written.length > 0 && isGuidanceOff(generation, subject, knowledge) ? written : [];
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
