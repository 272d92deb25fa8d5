/** Runs all rules over a reading. */

import { kept, remembered } from '../common/memory.ts';
import { slicesOf, type Work } from '../common/slices.ts';
import type { Generation, Reading } from '../dialects/generation.ts';
import { type CrossRule, type Finding, finding, occurrenceOfPlace, type RuleInput } from '../findings/finding.ts';
import { type LocalMeasurements, type MeasurementsOf, NO_MEASUREMENTS } from '../findings/local.ts';
import type { SeverityChoice } from '../findings/severity.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import { runOf } from '../run/index.ts';
import type { Place } from '../syntax/document.ts';
import { CROSS_RULES, MEASURED_RULES, RULES, spoken, VERDICTS } from './order.ts';
import { type Found, mergeShared } from './shared.ts';

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
  const all = about === reading.generations ? judgementsIn(reading, knowledge, null) : null;
  for (const [index, generation] of about.entries()) {
    const known = all ? all[index] : lasting(generation, knowledge);
    const findings = spokenOf(known, measurementsOf);
    if (findings.length > 0) add(generation, findings);
    // What several generations have in common is known only when all are.
    if (!reading.partial) for (const rule of known.crossing) add(generation, rule.findings(known.input, reading));
  }
  const judged = (generation: Generation) => spokenOf(lasting(generation, knowledge), measurementsOf);
  const told = mergeShared(found, reading, knowledge, VERDICTS, judged);
  const choice = own(choices, NOT_READ) ?? 'default';
  if (choice !== 'off')
    for (const notice of noticesOf(reading, knowledge))
      told.push(choice === 'default' ? notice : { ...notice, severity: choice });
  return inOrder(told);
}

const NOT_READ = 'file-too-large';

/** Where what is not read begins: silence about it is no approval. */
function noticesOf({ beyond, unread, generations }: Reading, knowledge: Knowledge): Finding[] {
  const notice = (range: Place, message: string, values = {}) =>
    finding(knowledge, NOT_READ, { occurrence: occurrenceOfPlace(range, ''), message, values });
  return [
    ...(beyond ? [notice(beyond, 'dense', { count: generations.length })] : []),
    ...(unread ? [notice(unread.place, unread.why)] : []),
  ];
}

/** Findings in order of place, as most are before they are sorted. */
function inOrder(findings: Finding[]): Finding[] {
  const starts = findings.map(({ occurrence }) => occurrence.range.start);
  if (starts.every((start, index) => index === 0 || starts[index - 1] <= start)) return findings;
  return findings
    .map((finding, index) => ({ finding, start: starts[index] }))
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
  const earlier = before && judgementsIn(before, knowledge, null);
  const judgements: Judgement[] = [];
  for (const [index, generation] of reading.generations.entries()) {
    if (earlier && before.generations[index] === generation) {
      judgements.push(earlier[index]);
      continue;
    }
    const judgement = lasting(generation, knowledge);
    spokenOf(judgement, measurementsOf);
    judgements.push(judgement);
    if (isDue()) yield;
  }
  judgementsIn(reading, knowledge, judgements);
  return reading;
}

/**
 * The judgements of a reading, in the order of its generations: to look up each of many takes longer than an edit should. `made`: those of
 * one that was judged just now.
 */
const judgementsIn = remembered(
  ({ generations }: Reading, knowledge: Knowledge, made: readonly Judgement[] | null): readonly Judgement[] =>
    made ?? generations.map((generation) => lasting(generation, knowledge)),
  { until: (_, knowledge) => knowledge },
);

/** What is said of a generation by itself, and of it with what was known here last. */
interface Judgement {
  readonly input: RuleInput;
  readonly findings: readonly Finding[];
  readonly crossing: readonly CrossRule[];
  /** What was known when it was `spoken`; nothing was yet where that is `null`. */
  local: LocalMeasurements | null;
  spoken: readonly Finding[] | null;
}

/** Kept while a generation lives: after an edit most are the same. */
const lasting = remembered(
  (generation: Generation, knowledge: Knowledge): Judgement => {
    const input = { run: runOf(generation, knowledge), knowledge };
    const crossing = CROSS_RULES.filter((rule) => rule.concerns(input));
    return { input, findings: ask(RULES, input), crossing: kept(crossing), local: null, spoken: null };
  },
  { until: (_, knowledge) => knowledge },
);

/** All that is said of it: made again when something else is known here. */
function spokenOf(known: Judgement, measurementsOf: MeasurementsOf): readonly Finding[] {
  const local = measurementsOf(known.input.run);
  if (known.spoken && known.local === local) return known.spoken;
  const now = ask(MEASURED_RULES, { ...known.input, local });
  known.spoken = spoken(now.length > 0 ? [...now, ...known.findings] : known.findings);
  known.local = local;
  return known.spoken;
}

function ask<Input>(rules: readonly ((input: Input) => Finding[])[], input: Input): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) for (const finding of rule(input)) findings.push(finding);
  return kept(findings);
}
