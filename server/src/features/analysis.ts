/** A text, read and judged once: what every feature is a function of. */

import { check, judge, type SeverityChoice } from '../check/check.ts';
import type { Generation, Occurrence, Reading } from '../dialects/generation.ts';
import type { Places } from '../dialects/places.ts';
import { createReader } from '../dialects/read.ts';
import type { Finding } from '../findings/finding.ts';
import { type HereOf, NOTHING_HERE } from '../findings/here.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Place, Range, SourceDocument } from '../syntax/document.ts';
import { isAround, type Touched, valueAt, Within } from '../syntax/navigate.ts';
import { type EditableDocument, emptyDocument, readDocument } from '../syntax/parse.ts';
import { run } from '../syntax/pauses.ts';
import { type Edit, type LineIndex, moved, SourceText } from '../syntax/text.ts';

export interface Analysis {
  readonly document: SourceDocument;
  readonly lines: LineIndex;
  readonly reading: Reading;
  readonly places: Places;
}

/** Reads a text in one go. Pure; never throws. */
export type Analyse = (text: string, languageId?: string) => Analysis;

export interface Analyser {
  readonly analyse: Analyse;
  /** A text that will be edited. */
  open(text: string, languageId?: string): OpenText;
}

/** A text being edited. Edits cost next to nothing; what they change is worked out when the analysis is asked for. */
export interface OpenText {
  edit(edit: Edit): void;
  /** Characters. */
  readonly length: number;
  readonly lines: LineIndex;
  /** What a person sees of it: read first, where it is a long list. */
  seen: Range | null;
  /** While the text is being read: what is known of the generations that are seen. Good for what is inside them. */
  early(): Analysis | null;
  /** Whether it may hold anything of ours: a scan for the words, no more. */
  mayHoldSteps(): boolean;
  /**
   * The analysis of the text as it stands, pausing now and then. Ends with `null` when the text was edited during a pause: ask
   * again. An analysis is true until the next edit.
   */
  analysis(): Generator<void, Analysis | null>;
  /** The analysis, if it is there already; `null` after an edit. */
  current(): Analysis | null;
}

/** The longest match of the words that are looked for, characters. */
const LONGEST_SIGN = 256;

/** `hereOf`: what is known on this machine at the moment it is called. */
export function createAnalyser(knowledge: Knowledge, hereOf: HereOf = NOTHING_HERE): Analyser {
  const { read, places } = createReader(knowledge);
  const signs = aliasPattern(knowledge);

  function open(content: string, languageId?: string): OpenText {
    const source = new SourceText(content);
    let document: EditableDocument | null = null;
    let current: Analysis | null = null;
    let early: Analysis | null = null;
    /** What was judged last. */
    let judged: Reading | null = null;
    let edits = 0;

    /** What a work comes to; `null`, and no more of it, when the text was edited during a pause. `onPause`: hears what pauses give. */
    function* untilEdited<Given, Result>(
      work: Generator<Given | undefined, Result>,
      onPause: (given: Given) => void = () => {},
    ): Generator<void, Result | null> {
      const asked = edits;
      for (let turn = work.next(); ; turn = work.next()) {
        if (turn.done) return turn.value;
        if (turn.value !== undefined) onPause(turn.value);
        yield;
        if (asked !== edits) return null;
      }
    }

    function* analysis(): Generator<void, Analysis | null> {
      if (current) return current;
      // Most JSON and YAML files are none of ours: a scan is a hundred times cheaper than a parse.
      if (!source.some(signs, LONGEST_SIGN)) {
        document = null;
        current = { document: emptyDocument(source), lines: source, reading: NOTHING, places };
        return current;
      }
      const known = document ?? (yield* untilEdited(readDocument(source, languageId)));
      if (!known) return null;
      document = known;
      const analysisOf = (reading: Reading): Analysis => ({ document: known, lines: source, reading, places });
      const found = yield* untilEdited(
        read(known, () => text.seen),
        (partial) => {
          early = analysisOf(run(judge(partial, knowledge, hereOf)));
        },
      );
      const reading = found && (yield* untilEdited(judge(found, knowledge, hereOf, judged)));
      if (!reading) return null;
      judged = reading;
      early = null;
      current = analysisOf(reading);
      return current;
    }

    const text: OpenText = {
      seen: null,
      early: () => early,
      edit(edit) {
        edits += 1;
        current = null;
        early = null;
        source.edit(edit);
        text.seen = text.seen && moved(text.seen, edit);
        if (document && !document.update(edit)) document = null;
      },
      get length() {
        return source.length;
      },
      lines: source,
      current: () => current,
      mayHoldSteps: () => source.some(signs, LONGEST_SIGN),
      analysis,
    };
    return text;
  }

  return {
    open,
    analyse: (text, languageId) => {
      const analysis = run(open(text, languageId).analysis());
      if (!analysis) throw new Error('A text that nobody edits was edited.');
      return analysis;
    },
  };
}

const NOTHING: Reading = { dialect: null, name: '', evidence: '', generations: [] };

/** Findings of an analysis under the user's severities. */
export function findingsOf(
  analysis: Analysis,
  knowledge: Knowledge,
  choices: Readonly<Record<string, SeverityChoice>> = {},
  hereOf: HereOf = NOTHING_HERE,
): Finding[] {
  return check(analysis.reading, knowledge, choices, hereOf);
}

/**
 * Matches any spelling of a step count, whatever its case and separators, any form written inside strings, and the word of a
 * format that writes values without names: without one there is no generation.
 */
function aliasPattern({ stepsGuide, data }: Knowledge): RegExp {
  const spellings = stepsGuide.aliases.map(({ key }) => key.replace(/[-_]/g, '[-_]?'));
  const signs = data.embeddedForms.map(({ sign }) => sign);
  return new RegExp([...spellings, ...signs, data.comfyWorkflow.sign].join('|'), 'im');
}

/** The occurrence whose key or value an offset touches, with its generation. */
export function occurrenceAt(
  analysis: Analysis,
  offset: number,
): { generation: Generation; occurrence: Occurrence; on: 'key' | 'value' } | null {
  const touched = valueAt(analysis.document, offset);
  if (!touched) return null;
  const touches = (range: Place | null) => range !== null && isTouched(range, touched, offset);
  for (const generation of generationsAt(analysis, touched)) {
    for (const occurrence of generation.settings) {
      if (touches(occurrence.range)) return { generation, occurrence, on: 'value' };
      if (touches(occurrence.keyRange)) return { generation, occurrence, on: 'key' };
    }
  }
  return null;
}

/** The generations that have something where a cursor is, in the order of the reading. */
export function generationsAt({ reading, places }: Analysis, { entry, value, on }: Touched): Generation[] {
  const found = new Set<Generation>();
  if (on === 'key' && entry) for (const generation of places.at(entry.key)) found.add(generation);
  // A list of numbers is one setting.
  const around = value.parent?.kind === 'list' ? [value, value.parent] : [value];
  for (const place of around) for (const generation of places.at(place)) found.add(generation);
  return inReading(reading, found);
}

/** The generations that have something at a place. */
export function generationsOn(place: Place, { reading, places }: Analysis): Generation[] {
  return inReading(reading, new Set(places.at(place)));
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
  let low = 0;
  let high = generations.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (generations[middle].range.start < start) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < generations.length && generations[index].range.start === start; index += 1)
    if (generations[index] === generation) return index;
  return -1;
}

/** Whether a range holds an offset where `touched` stands. Values are compared as such, which costs less than their places. */
export function isTouched(range: Place, { entry, value, on }: Touched, offset: number): boolean {
  if (range instanceof Within) return isAround(range.value, value) && offset >= range.start && offset <= range.end;
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
