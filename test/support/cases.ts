/**
 * Cases: configs with what is said of them beside the text. A marker is a line of its own, `#~ …` in YAML and `//~ …` in JSON,
 * and no part of the config. What a case asks for is written by hand, the rest by `npm run cases -- --update`:
 *
 *     - {prompt: a cat, steps: 80}
 *     #~                       ^^ warning steps-wasteful: …     a finding, and below it its fixes and the other place of a conflict
 *     #~                       ^ hover Inference steps: …       asked for by `^ hover`, or by a `‸` in the text: the hover there
 *     #~ no findings                                            at the end, where there are none
 *     #~ reading plain-arguments: …                             asked for by `reading`: what the text is read as
 *     #~ runs                                                   asked for by `runs`: what the program makes of each generation
 */

import type { Generation, Occurrence } from '../../server/src/dialects/generation.ts';
import { type Analysis, findingsOf } from '../../server/src/features/analysis.ts';
import { type InspectedFile, inspectFile } from '../../server/src/features/inspected.ts';
import type { Finding } from '../../server/src/findings/finding.ts';
import type { Range } from '../../server/src/syntax/text.ts';
import { hoverAt } from './hover.ts';
import { analyse, knowledge } from './knowledge.ts';

/** A case without its markers, and what it asks for by hand. */
export interface Case {
  readonly languageId: string;
  readonly text: string;
  /** `#~` or `//~`. */
  readonly sign: string;
  /** Offsets in `text`. */
  readonly cursors: readonly number[];
  readonly wantsReading: boolean;
  readonly wantsRuns: boolean;
  /** It says something about its findings, if only that there are none. */
  readonly isMarked: boolean;
}

/** What stands under a line of the text: carets under a range, and words. */
interface Note {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly words: readonly string[];
}

const MARKER = /^\s*(?:#|\/\/)~(.*)$/;
const CURSOR = /^\s*(?:#|\/\/)~ *\^ (?:no )?hover\b/;

/** Takes the markers out of a case. `file`: its name, whose ending says which language it is. */
export function parseCase(file: string, source: string): Case {
  const lines: string[] = [];
  const cursors: number[] = [];
  let wantsReading = false;
  let wantsRuns = false;
  let isMarked = false;
  let start = 0;
  for (const line of source.replace(/\n$/, '').split('\n')) {
    const marker = MARKER.exec(line)?.[1];
    if (marker === undefined) {
      start = lines.length === 0 ? 0 : start + (lines.at(-1)?.length ?? 0) + 1;
      const cursor = line.indexOf('‸');
      if (cursor >= 0) cursors.push(start + cursor);
      lines.push(line.replace('‸', ''));
      continue;
    }
    if (CURSOR.test(line)) cursors.push(start + line.indexOf('^'));
    else if (/^ *reading\b/.test(marker)) wantsReading = true;
    else if (/^ *runs$/.test(marker)) wantsRuns = true;
    else isMarked ||= /^ *(no findings|\^+ )/.test(marker);
  }
  const text = `${lines.join('\n')}\n`;
  const languageId = /\.(\w+)$/.exec(file)?.[1] ?? '';
  const sign = languageId === 'yaml' ? '#~' : '//~';
  return { languageId, text, sign, cursors, wantsReading, wantsRuns, isMarked };
}

/** The case with the markers it should have. */
export function withMarkers({ languageId, text, sign, cursors, wantsReading, wantsRuns }: Case): string {
  const analysis = analyse(text, languageId);
  const findings = findingsOf(analysis, knowledge);
  const notes = [
    ...findings
      .toSorted((a, b) => a.occurrence.range.start - b.occurrence.range.start)
      .map((finding) => noteAt(finding.occurrence.range, wordsOf(finding, text), analysis)),
    ...cursors.map((offset) => noteAt({ start: offset, end: offset }, hoverWords(text, offset, languageId), analysis)),
  ];
  const marked = text
    .replace(/\n$/, '')
    .split('\n')
    .flatMap((line, index) => [
      line,
      ...notes.filter((note) => note.line === index).flatMap((note) => linesOf(note, sign)),
    ]);
  if (findings.length === 0) marked.push(`${sign} no findings`);
  const asked = [...(wantsReading ? readingWords(analysis) : []), ...(wantsRuns ? runWords(analysis) : [])];
  marked.push(...asked.map((words) => `${sign} ${words}`));
  return `${marked.join('\n')}\n`;
}

function noteAt({ start, end }: Range, words: readonly string[], { lines }: Analysis): Note {
  const [from, to] = [lines.position(start), lines.position(end)];
  // A value of several lines is marked where it begins.
  const length = from.line === to.line ? to.character - from.character : 1;
  return { line: from.line, column: from.character, length: Math.max(1, length), words };
}

function linesOf({ line, column, length, words: [first, ...more] }: Note, sign: string): string[] {
  if (column < sign.length) throw new Error(`There is no room for a marker under line ${line + 1}: indent it.`);
  const margin = sign.padEnd(column);
  return [
    `${margin}${'^'.repeat(length)} ${first}`,
    ...more.map((words) => `${margin}${' '.repeat(length + 1)}${words}`),
  ];
}

function wordsOf({ code, severity, message, fixes, related }: Finding, text: string): string[] {
  return [
    `${severity} ${code}: ${message}`,
    ...fixes.map(({ value, title, safe, range, removes }) => {
      if (removes) return `${safe ? 'safe ' : ''}fix without ${removes.length > 1 ? 'both' : 'it'}: ${title}`;
      const over = range ? ` for ${text.slice(range.start, range.end)}` : '';
      return `${safe ? 'safe ' : ''}fix ${written(value)}${over}: ${title}`;
    }),
    ...(related ?? []).map(
      ({ place, message }) => `see ${text.slice(place.start, place.end).split('\n')[0]}: ${message}`,
    ),
  ];
}

function hoverWords(text: string, offset: number, languageId: string): readonly string[] {
  const found = hoverAt(`${text.slice(0, offset)}‸${text.slice(offset)}`, {}, languageId);
  if (!found) return ['no hover'];
  const title = found.paragraphs[0].replace(/^#+ /, '').split('\u2002')[0].trim();
  return [`hover ${title}: ${found.said.map((paragraph) => paragraph.replaceAll(/^\*+|\*+$/g, '')).join(' ')}`];
}

/** The dialect and its evidence, then each generation with its names and settings. */
function readingWords(analysis: Analysis): string[] {
  const { dialect, evidence, generations } = analysis.reading;
  if (dialect === null) return ['reading: nothing of ours'];
  const inspected = inspectFile('', analysis, knowledge, []).generations;
  return [
    `reading ${dialect}: ${evidence}`,
    ...generations.flatMap((generation, index) => generationWords(generation, inspected[index])),
  ];
}

function generationWords(
  { id, dialect, program, loras, settings }: Generation,
  { model, sampler }: InspectedFile['generations'][number],
): string[] {
  const known = (id: string | null | undefined) => id ?? 'not known';
  return [
    `  generation ${id} (${dialect}${program ? `, run by ${program}` : ''})`,
    ...(model ? [`    model ${written(model.name)} at ${model.pointer}: ${known(model.family)}`] : []),
    ...loras.map(({ text, weight, pointer }) => {
      const family = known(knowledge.model(text, 'lora')?.id);
      return `    lora ${written(text)}${weight === null ? '' : ` x ${weight}`} at ${pointer}: ${family}`;
    }),
    ...settings.map((occurrence) => {
      const isSampler = sampler?.pointer === occurrence.pointer && sampler.name === occurrence.value;
      return `    ${settingWords(occurrence)}${isSampler ? `: ${known(sampler.id)}` : ''}`;
    }),
  ];
}

/** Steps, guidance and negative prompt of each generation as its program runs them, and what it passes over. */
function runWords(analysis: Analysis): string[] {
  const known = (value: number | null) => value ?? '?';
  return [
    'runs',
    ...inspectFile('', analysis, knowledge, []).generations.flatMap(({ id, run }) => {
      const { program, steps, guidance, negative, unread } = run;
      const embedded = guidance.embedded === null ? '' : `, embedded ${guidance.embedded}`;
      return [
        `  ${id} by ${program ?? 'any program'}: ${known(steps.executed)} of ${known(steps.written)} steps, ${known(steps.calls)} model calls`,
        `    guidance ${switched(guidance.on)} (off at ${guidance.off})${embedded}; negative prompt ${negative.read === null ? 'perhaps read' : negative.read ? 'read' : 'not read'}`,
        ...unread.map(({ setting, pointer, because }) => `    passes over ${setting} at ${pointer}: ${because}`),
      ];
    }),
  ];
}

function switched(on: boolean | null): string {
  return on === null ? 'not known' : on ? 'on' : 'off';
}

function settingWords({ setting, value, pointer, via, pass, sentinel }: Occurrence): string {
  const more = [via && `by ${via}`, pass && `of ${pass}`, sentinel && 'not set'].filter((word) => word);
  return `${setting} ${written(value)} at ${pointer}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
}

function written(value: Occurrence['value']): string {
  return JSON.stringify(value);
}
