/** Runs all rules over a reading. */

import type { Generation, Reading } from '../dialects/generation.ts';
import type { CrossRule, Finding, RuleInput } from '../findings/finding.ts';
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
): Generator<undefined, Reading> {
  let unpaused = 0;
  for (const [index, generation] of reading.generations.entries()) {
    if (before?.generations[index] === generation || judgements.has(generation)) continue;
    judgementOf(generation, knowledge, measurementsOf);
    unpaused += 1;
    if (unpaused % A_SLICE === 0) yield undefined;
  }
  return reading;
}

/** Generations judged between two pauses. */
const A_SLICE = 16;

/** What can be said of a generation by itself. */
interface Judgement {
  readonly input: RuleInput;
  readonly local: LocalMeasurements | null;
  /** Of `MEASURED_RULES`, then of the others. */
  readonly findings: readonly Finding[];
  /** Of those that ask for nothing but the generation. */
  readonly lasting: readonly Finding[];
  readonly crossing: readonly CrossRule[];
}

/** Kept while a generation lives: after an edit most are the same. What is known here may change meanwhile. */
const judgements = new WeakMap<Generation, Judgement>();

function judgementOf(generation: Generation, knowledge: Knowledge, measurementsOf: MeasurementsOf): Judgement {
  const known = judgements.get(generation);
  const ours = known?.input.knowledge === knowledge ? known : null;
  const run = ours?.input.run ?? runOf(generation, knowledge);
  const local = measurementsOf(run);
  if (ours?.local === local) return ours;
  const input = ours?.input ?? { run, knowledge };
  const lasting = ours?.lasting ?? ask(RULES, input);
  const now = ask(MEASURED_RULES, { ...input, local });
  const judgement = {
    input,
    local,
    findings: spoken(now.length > 0 ? [...now, ...lasting] : lasting),
    lasting,
    crossing: ours?.crossing ?? CROSS_RULES.filter((rule) => rule.concerns(input)),
  };
  judgements.set(generation, judgement);
  return judgement;
}

function ask<Input>(rules: readonly ((input: Input) => Finding[])[], input: Input): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) for (const finding of rule(input)) findings.push(finding);
  return findings;
}
