/** Every feature that reads, on one text: what has to hold whatever the text is. */

import { FIX_ALL } from '../../../server/src/features/action-kinds.ts';
import { actions } from '../../../server/src/features/actions.ts';
import type { Analysis } from '../../../server/src/features/analysis.ts';
import { codeLenses } from '../../../server/src/features/code-lens.ts';
import { diagnostics } from '../../../server/src/features/diagnostics.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { inlayHints } from '../../../server/src/features/inlay-hints.ts';
import { createPageLinks } from '../../../server/src/features/links.ts';
import { settingEdit } from '../../../server/src/features/setting-edit.ts';
import type { SilenceWays } from '../../../server/src/features/silence-actions.ts';
import { NO_MEASUREMENTS } from '../../../server/src/findings/local.ts';
import { addIgnore } from '../../../server/src/project/add-ignore.ts';
import type { Edit, Range } from '../../../server/src/syntax/text.ts';
import { tryOthers } from './others.ts';
import { findingsUnder, NO_PROJECT_FILE, readUnder, type UnderProject } from './projects.ts';
import { isWhole } from './whole.ts';

/** Milliseconds of the processor that one answer may take: a second, on a machine that does nothing else. */
export const LONGEST_ANSWER = 3000;
/** Characters up to which that holds. */
export const HELD_TO_TIME = 1_000_000;
/** Bytes by which a text may raise the memory of the process. */
const MOST_MEMORY = 500_000_000;
/** The same for texts of many MB, which are read twice here: as they are, and with the fixes. */
const MOST_PER_CHARACTER = 100;
/** Generations, places and edits looked at: others of the same text are no different. */
const GENERATIONS = 8;
const PLACES = 12;
const ACTIONS = 20;
/** Characters up to which edits are applied and read again, and how many of them: the next input has others. */
const APPLIED = 50_000;
const MOST_APPLIED = 4;

const URI = 'file:///fuzz';
const HOVER = {
  pictures: true,
  theme: 'dark' as const,
  links: createPageLinks('file:///data/', true),
  measurementsOf: NO_MEASUREMENTS,
};

/** What a fix or a command would write, in the order of the text. */
interface Offered {
  readonly edits: readonly Edit[];
  readonly what: string;
}

type Place = { readonly line: number; readonly character: number };
type EditorRange = { readonly start: Place; readonly end: Place };

/** Throws where an invariant does not hold. Answers how many texts were made by fixes, and read. `under`: the project of the file. */
export function tryFeatures(
  text: string,
  languageId: string | undefined,
  under: UnderProject = NO_PROJECT_FILE,
): number {
  const memory = process.memoryUsage.rss();
  const timed = <Answer>(feature: string, answer: () => Answer): Answer => inTime(text, feature, answer);
  const read = readUnder(under, timed);
  const { service } = read;
  const { knowledge } = service;
  const analysis = timed('analysis', () => service.analyse(text, languageId));
  holdRanges(analysis, text);
  const findings = timed('findings', () => findingsUnder(read, analysis));
  const { lines } = analysis;
  const whole: EditorRange = { start: { line: 0, character: 0 }, end: lines.position(text.length) };
  const offsets = ({ start, end }: EditorRange): Range => ({
    start: lines.offset(start.line, start.character),
    end: lines.offset(end.line, end.character),
  });
  const hold = (range: EditorRange, what: string) => holdInside(offsets(range), text, what);

  for (const { range } of timed('diagnostics', () => diagnostics(analysis, findings, URI, knowledge, HOVER.links)))
    hold(range, 'diagnostic');
  const offered: Offered[] = [];
  const asked = { uri: URI, range: whole, diagnostics: [], previews: false, runsCommands: true, goes: true };
  const silence = silenceIn(languageId, analysis.document.format, under);
  for (const only of [undefined, [FIX_ALL]]) {
    const offers = timed('actions', () => actions(analysis, findings, { ...asked, silence, only }, knowledge));
    for (const { title, edit } of some(offers, ACTIONS)) {
      const edits = (edit?.changes?.[URI] ?? [])
        .map(({ range, newText }): Edit => ({ ...offsets(range), text: newText }))
        .sort((a, b) => a.start - b.start || a.end - b.end);
      offered.push({ edits, what: title });
    }
  }
  for (const { range } of timed('lenses', () => codeLenses(analysis, URI))) hold(range, 'lens');
  for (const { position } of timed('hints', () => inlayHints(analysis, whole, knowledge, NO_MEASUREMENTS)))
    hold({ start: position, end: position }, 'hint');
  const places = placesIn(analysis, text);
  tryOthers(analysis, findings, { service, timed, hold, whole, places, languageId });
  for (const offset of places) {
    const answer = timed('hover', () => hover(analysis, offset, knowledge, HOVER));
    if (answer?.range) hold(answer.range, 'hover');
  }
  for (const generation of some(analysis.reading.generations, GENERATIONS))
    for (const setting of ['inference_steps', 'seed', 'sampler', 'guidance_scale', 'scheduler'])
      for (const value of ['7', 'euler', '18446744073709551615']) {
        const edit = timed('setting edit', () => settingEdit(analysis, generation, setting, value, knowledge));
        if (edit)
          offered.push({ edits: [{ ...offsets(edit.range), text: edit.newText }], what: `${setting} ${value}` });
      }
  const made = holdOffered(offered, text, analysis.document.format, (edited) => service.analyse(edited, languageId));
  const grown = process.memoryUsage.rss() - memory;
  if (grown > Math.max(MOST_MEMORY, MOST_PER_CHARACTER * text.length))
    throw new Error(`${Math.round(grown / 1e6)} MB of memory`);
  return made;
}

/** As the server offers to silence findings: by comments where the language has some. */
function silenceIn(languageId: string | undefined, format: 'json' | 'yaml', under: UnderProject): SilenceWays {
  const project = { uri: 'file:///.sweetspot.yaml', ...under, add: addIgnore };
  if (languageId === 'jsonc') return { comment: '//', project: null };
  return format === 'json' || languageId === 'json' ? { comment: null, project } : { comment: '#', project: null };
}

/**
 * An answer that is late by the clock is asked for again, by the time of the processor: others may have it, too, and what is compiled
 * and collected the first time counts against nobody.
 */
function inTime<Answer>(text: string, feature: string, answer: () => Answer): Answer {
  const begun = performance.now();
  const answered = answer();
  if (performance.now() - begun < LONGEST_ANSWER || text.length > HELD_TO_TIME) return answered;
  let milliseconds = 0;
  for (let attempt = 1; attempt < 3; attempt += 1) {
    const start = process.cpuUsage();
    answer();
    const { user, system } = process.cpuUsage(start);
    milliseconds = (user + system) / 1000;
    if (milliseconds < LONGEST_ANSWER) return answered;
  }
  throw new Error(`${feature} took ${Math.round(milliseconds)} ms`);
}

function holdRanges({ reading }: Analysis, text: string): void {
  for (const { range, model, loras, settings } of reading.generations) {
    holdInside(range, text, 'generation');
    if (model) holdInside(model.range, text, 'model');
    for (const { setting, range: value, keyRange } of settings) {
      holdInside(value, text, setting);
      if (keyRange) holdInside(keyRange, text, `key of ${setting}`);
    }
    for (const lora of loras) {
      holdInside(lora.range, text, 'LoRA');
      if (lora.weightRange) holdInside(lora.weightRange, text, 'weight of a LoRA');
    }
  }
}

function holdInside({ start, end }: Range, { length }: string, what: string): void {
  if (!(start >= 0 && start <= end && end <= length)) throw new Error(`${what} at ${start}-${end} of ${length}`);
}

/** Edits of one action don't overlap, and a text that was whole stays whole and readable. Answers how many were read again. */
function holdOffered(
  offered: readonly Offered[],
  text: string,
  // What is read as JSON is judged as JSON: a slip in it may be a plain scalar in YAML's eyes.
  format: 'json' | 'yaml',
  read: (edited: string) => unknown,
): number {
  for (const { edits, what } of offered) {
    for (const [index, edit] of edits.entries()) {
      holdInside(edit, text, what);
      const before = edits[index - 1];
      if (before && (edit.start < before.end || (edit.start === before.start && edit.end === before.end)))
        throw new Error(`${what}: edits overlap: ${JSON.stringify([before, edit])}`);
    }
  }
  if (text.length > APPLIED) return 0;
  // Others of another text: where they begin is as good as drawn.
  const applied = some(
    offered.slice(text.length % Math.max(1, Math.ceil(offered.length / MOST_APPLIED))),
    MOST_APPLIED,
  );
  const results = applied.map(({ edits, what }) => ({
    edited: edits.reduceRight((left, { start, end, text: by }) => left.slice(0, start) + by + left.slice(end), text),
    what,
  }));
  for (const { edited } of results) read(edited);
  if (results.length === 0 || !isWhole(text, format)) return results.length;
  const broken = results.find(({ edited }) => !isWhole(edited, format));
  if (broken) throw new Error(`${broken.what} breaks the text: ${JSON.stringify(broken.edited)}`);
  return results.length;
}

/** Offsets worth a hover: what was read, and everywhere else a few. */
function placesIn({ reading }: Analysis, text: string): number[] {
  const ranges = some(reading.generations, GENERATIONS).flatMap(({ settings, loras }) => [
    ...settings.slice(0, 20).flatMap(({ range, keyRange }) => (keyRange ? [range, keyRange] : [range])),
    ...loras.slice(0, 5).map(({ range }) => range),
  ]);
  const inRanges = some(ranges, PLACES).flatMap(({ start, end }) => [start, (start + end) >> 1, end]);
  return [...inRanges, ...Array.from({ length: 10 }, (_, index) => Math.floor((text.length * index) / 9))];
}

/** The first and others at equal distances. */
function some<Item>(items: readonly Item[], count: number): Item[] {
  const distance = Math.max(1, Math.ceil(items.length / count));
  return items.filter((_, index) => index % distance === 0);
}
