/** Runs all rules over a reading. */

import { remembered } from '../common/memory.ts';
import { slicesOf, type Work } from '../common/slices.ts';
import type { Generation, Reading } from '../dialects/generation.ts';
import type { Finding } from '../findings/finding.ts';
import { type LocalMeasurements, type MeasurementsOf, NO_MEASUREMENTS } from '../findings/local.ts';
import type { SeverityChoice } from '../findings/severity.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import { runOf } from '../run/index.ts';
import { placeOf } from '../syntax/navigate.ts';
import { CROSS_RULES, MEASURED_RULES, RULES, spoken } from './order.ts';

/**
 * The findings of a reading in order of place. A value shared by several generations (YAML merge, link) is reported once per
 * rule, with the finding of the generation that comes first.
 */
export function check(
  reading: Reading,
  knowledge: Knowledge,
  choices: Readonly<Record<string, SeverityChoice>> = {},
  measurementsOf: MeasurementsOf = NO_MEASUREMENTS,
): Finding[] {
  const found: Finding[] = [];
  for (const generation of reading.generations) {
    const { input, findings, crossing } = judgementOf(generation, knowledge, measurementsOf);
    for (const finding of findings) found.push(finding);
    // What several generations have in common is known only when all are.
    if (!reading.partial) for (const rule of crossing) found.push(...rule.findings(input, reading));
  }
  const seen = new Map<string, Set<unknown>>();
  const kept: { finding: Finding; start: number }[] = [];
  for (const finding of found) {
    const { code, occurrence } = finding;
    const choice = own(choices, code) ?? 'default';
    const place = placeOf(occurrence.range);
    const places = seen.get(code) ?? new Set();
    if (choice === 'off' || places.has(place)) continue;
    seen.set(code, places.add(place));
    const chosen = choice === 'default' ? finding : { ...finding, severity: choice };
    kept.push({ finding: chosen, start: occurrence.range.start });
  }
  return kept.sort((a, b) => a.start - b.start).map(({ finding }) => finding);
}

/**
 * Gives a reading back when all is ready that `check` needs of its generations; pauses now and then, for there may be many.
 * `before`: a reading that was judged already, most of whose generations may be the same.
 */
export function* judge(
  reading: Reading,
  knowledge: Knowledge,
  measurementsOf: MeasurementsOf,
  before: Reading | null = null,
): Work<Reading> {
  const isDue = slicesOf('generations');
  for (const [index, generation] of reading.generations.entries()) {
    if (before?.generations[index] === generation) continue;
    judgementOf(generation, knowledge, measurementsOf);
    if (isDue()) yield;
  }
  return reading;
}

/** What is said of a generation by itself, whatever is known here. Kept while it lives: after an edit most are the same. */
const lasting = remembered(
  (generation: Generation, knowledge: Knowledge) => {
    const input = { run: runOf(generation, knowledge), knowledge };
    return { input, findings: ask(RULES, input), crossing: CROSS_RULES.filter((rule) => rule.concerns(input)) };
  },
  { until: (_, knowledge) => knowledge },
);

/** All that is said of it: made again when something else is known here. */
const findingsWith = remembered(
  ({ input, findings }: ReturnType<typeof lasting>, local: LocalMeasurements | null) => {
    const now = ask(MEASURED_RULES, { ...input, local });
    return spoken(now.length > 0 ? [...now, ...findings] : findings);
  },
  { until: (_, local) => local },
);

function judgementOf(generation: Generation, knowledge: Knowledge, measurementsOf: MeasurementsOf) {
  const known = lasting(generation, knowledge);
  return { ...known, findings: findingsWith(known, measurementsOf(known.input.run)) };
}

function ask<Input>(rules: readonly ((input: Input) => Finding[])[], input: Input): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) for (const finding of rule(input)) findings.push(finding);
  return findings;
}
