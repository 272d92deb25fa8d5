/** A text, read and judged once: what every feature is a function of. */
import type { Generation, Occurrence, Reading } from '../dialects/generation.ts';
import { createReader } from '../dialects/read.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { check, type SeverityChoice } from '../rules/check.ts';
import type { Finding } from '../rules/finding.ts';
import type { SourceDocument } from '../syntax/document.ts';
import { parse } from '../syntax/parse.ts';
import type { LineIndex } from '../syntax/text.ts';

export interface Analysis {
  readonly document: SourceDocument;
  readonly lines: LineIndex;
  readonly reading: Reading;
}

/** Reads a text. Pure; never throws. */
export type Analyse = (text: string, languageId?: string) => Analysis;

export function createAnalyser(knowledge: Knowledge): Analyse {
  const read = createReader(knowledge);
  const mayHoldSteps = aliasPattern(knowledge);
  return (text, languageId) => {
    // Most JSON and YAML files are none of ours: a scan is a hundred times cheaper than a parse.
    const document: SourceDocument = mayHoldSteps.test(text) ? parse(text, languageId) : parse('');
    return { document, lines: document.text, reading: read(document) };
  };
}

/** Findings of an analysis under the user's severities. */
export function findingsOf(
  analysis: Analysis,
  knowledge: Knowledge,
  choices: Readonly<Record<string, SeverityChoice>> = {},
): Finding[] {
  return check(analysis.reading, knowledge, choices);
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
  const touches = (range: { start: number; end: number } | null) =>
    range !== null && offset >= range.start && offset <= range.end;
  for (const generation of analysis.reading.generations) {
    for (const occurrence of generation.settings) {
      if (touches(occurrence.range)) return { generation, occurrence, on: 'value' };
      if (touches(occurrence.keyRange)) return { generation, occurrence, on: 'key' };
    }
  }
  return null;
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
