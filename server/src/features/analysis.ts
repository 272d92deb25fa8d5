/** A text as it was read and judged: what every feature is a function of. What of it is at a place. */
import { check } from '../check/check.ts';
import { withoutIgnored } from '../check/silence.ts';
import { partitionPoint } from '../common/sorted.ts';
import type { Generation, Reading } from '../dialects/generation.ts';
import type { Finding } from '../findings/finding.ts';
import { type MeasurementsOf, NO_MEASUREMENTS } from '../findings/local.ts';
import type { SeverityChoice } from '../findings/severity.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { FileFacts } from '../project/facts.ts';
import { type Place, type SourceDocument, ValueSpan } from '../syntax/document.ts';
import { isAround, type Touched, valueAt } from '../syntax/navigate.ts';
import type { LineIndex } from '../syntax/text.ts';

export interface Analysis {
  readonly document: SourceDocument;
  readonly lines: LineIndex;
  readonly reading: Reading;
}

/** Findings of an analysis under the user's severities, without those that are silenced. */
export function findingsOf(
  analysis: Analysis,
  knowledge: Knowledge,
  choices: Readonly<Record<string, SeverityChoice>> = {},
  measurementsOf: MeasurementsOf = NO_MEASUREMENTS,
  ignore: FileFacts['ignore'] = [],
): Finding[] {
  return withoutIgnored(check(analysis.reading, knowledge, choices, measurementsOf), analysis, knowledge, {
    choices,
    ignore,
  });
}

/** What stands at an offset. */
export interface At {
  readonly touched: Touched;
  /** Those that have something there, in the order of the reading. */
  readonly generations: readonly Generation[];
  /** Whether a range holds the offset. */
  touches(range: Place | null): boolean;
}

/** What stands at an offset; `null` where nothing does. */
export function lookAt({ document, reading }: Analysis, offset: number): At | null {
  const touched = valueAt(document, offset);
  if (!touched) return null;
  const { entry, value, on } = touched;
  const found = new Set<Generation>();
  if (on === 'key' && entry) for (const generation of reading.places.at(entry.key)) found.add(generation);
  // A list of numbers is one setting.
  const around = value.parent?.kind === 'list' ? [value, value.parent] : [value];
  for (const place of around) for (const generation of reading.places.at(place)) found.add(generation);
  return {
    touched,
    generations: inReading(reading, found),
    touches: (range) => range !== null && isTouched(range, touched, offset),
  };
}

/** The occurrence whose key or value stands there, with its generation. */
export function occurrenceIn({ generations, touches }: At) {
  for (const generation of generations) {
    for (const occurrence of generation.settings) {
      if (touches(occurrence.range)) return { generation, occurrence, on: 'value' as const };
      if (touches(occurrence.keyRange)) return { generation, occurrence, on: 'key' as const };
    }
  }
  return null;
}

/** The occurrence whose key or value an offset touches, with its generation. */
export function occurrenceAt(analysis: Analysis, offset: number) {
  const at = lookAt(analysis, offset);
  return at && occurrenceIn(at);
}

/** The generations that have something at a place. */
export function generationsOn(place: Place, { reading }: Analysis): Generation[] {
  return inReading(reading, new Set(reading.places.at(place)));
}

/** Those generations that are in a reading, in its order. */
function inReading({ generations }: Reading, some: ReadonlySet<Generation>): Generation[] {
  return [...some]
    .map((generation) => ({ generation, index: indexOf(generations, generation) }))
    .filter(({ index }) => index >= 0)
    .sort((a, b) => a.index - b.index)
    .map(({ generation }) => generation);
}

/** Index of a generation; -1 when it is not there. Generations are in the order of their places. */
function indexOf(generations: readonly Generation[], generation: Generation): number {
  const { start } = generation.range;
  const first = partitionPoint(generations.length, (at) => generations[at].range.start < start);
  for (let index = first; index < generations.length && generations[index].range.start === start; index += 1)
    if (generations[index] === generation) return index;
  return -1;
}

/** Whether a range holds an offset where `touched` stands. Values are compared as such, which costs less than their places. */
function isTouched(range: Place, { entry, value, on }: Touched, offset: number): boolean {
  if (range instanceof ValueSpan) return isAround(range.value, value) && offset >= range.start && offset <= range.end;
  if (on === 'key') return range === entry?.key;
  return range === value || ('items' in range && isAround(range, value));
}

/** The generation meant by a cursor: the innermost one around it, else the next above, else the first. `null` when there is none. */
export function generationAt(analysis: Analysis, offset: number): Generation | null {
  const { generations } = analysis.reading;
  const touched = occurrenceAt(analysis, offset);
  if (touched) return touched.generation;
  const around = generations.filter(({ range }) => offset >= range.start && offset <= range.end);
  if (around.length > 0)
    return around.reduce((a, b) => (b.range.end - b.range.start < a.range.end - a.range.start ? b : a));
  return generations.findLast(({ range }) => range.start <= offset) ?? generations[0] ?? null;
}
