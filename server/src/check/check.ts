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
import { CROSS_RULES, MEASURED_RULES, RULES, spoken, VERDICTS } from './order.ts';
import { type Found, together } from './shared.ts';

/**
 * The findings of a reading in order of place. A value shared by several generations (YAML merge, defaults, link) is reported once
 * a rule, with the word for which of them it is so. `about`: only what is said of these.
 */
export function check(
  reading: Reading,
  knowledge: Knowledge,
  choices: Readonly<Record<string, SeverityChoice>> = {},
  measurementsOf: MeasurementsOf = NO_MEASUREMENTS,
  about: readonly Generation[] = reading.generations,
): Finding[] {
  const found: Found[] = [];
  const add = (generation: Generation, findings: readonly Finding[]): void => {
    for (const finding of findings) {
      const choice = own(choices, finding.code) ?? 'default';
      if (choice === 'off') continue;
      found.push({ generation, finding: choice === 'default' ? finding : { ...finding, severity: choice } });
    }
  };
  for (const generation of about) {
    const { input, findings, crossing } = judgementOf(generation, knowledge, measurementsOf);
    add(generation, findings);
    // What several generations have in common is known only when all are.
    if (!reading.partial) for (const rule of crossing) add(generation, rule.findings(input, reading));
  }
  const judged = (generation: Generation) => judgementOf(generation, knowledge, measurementsOf).findings;
  return together(found, reading, knowledge, VERDICTS, judged)
    .map((finding) => ({ finding, start: finding.occurrence.range.start }))
    .sort((a, b) => a.start - b.start)
    .map(({ finding }) => finding);
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
