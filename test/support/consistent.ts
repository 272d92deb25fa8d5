/** What contradicts itself in what is said of one text: a fix that makes a new finding, a hover that praises what a finding blames. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Occurrence } from '../../server/src/dialects/generation.ts';
import { FIX_ALL } from '../../server/src/features/action-kinds.ts';
import type { Analysis } from '../../server/src/features/analysis.ts';
import { codeActions } from '../../server/src/features/code-actions.ts';
import { hover } from '../../server/src/features/hover.ts';
import { createPageLinks } from '../../server/src/features/links.ts';
import { NO_MEASUREMENTS } from '../../server/src/findings/local.ts';
import type { Place } from '../../server/src/syntax/document.ts';
import { isValue } from '../../server/src/syntax/navigate.ts';
import { analyse, analyser, knowledge } from './knowledge.ts';

/** Settings that are judged together: praise of one is praise of the other. */
const ONE_MATTER: readonly (readonly string[])[] = [['width', 'height', 'size']];

/** Verdicts that call a value good. */
const PRAISE = / is right for | suits |, as .+ wants: | is a size .+ was trained on/;

/** A finding, and all places of the text that it speaks of. */
interface Told {
  readonly code: string;
  readonly pointer: string;
  readonly place: Span;
  readonly about: readonly Span[];
}

type Span = Pick<Place, 'start' | 'end'>;

/** One line for each contradiction; none where all agrees. */
export function contradictions(text: string, languageId?: string): string[] {
  const analysis = analyse(text, languageId);
  return [...byFixes(analysis, text, languageId), ...byHovers(analysis)];
}

function byFixes(analysis: Analysis, text: string, languageId?: string): string[] {
  const before = told(analysis);
  const range = { start: { line: 0, character: 0 }, end: analysis.lines.position(text.length) };
  const actionsFor = (only?: readonly string[]) =>
    codeActions(analysis, analyser.findings(analysis), { uri: 'u', range, diagnostics: [], only });
  return [...actionsFor(['quickfix']), ...actionsFor([FIX_ALL])].flatMap(({ title, edit }) => {
    const edits = edit?.changes?.u ?? [];
    const document = TextDocument.create('u', languageId ?? 'yaml', 1, text);
    const now = told(analyse(TextDocument.applyEdits(document, edits), languageId));
    const places = edits.map((each) => ({
      start: document.offsetAt(each.range.start),
      end: document.offsetAt(each.range.end),
      length: each.newText.length,
    }));
    const made = [...now].filter(([key, finding]) => !before.has(key) && !isForetold(finding, places, before));
    return made.map(([key]) => `"${title}" makes: ${key}`);
  });
}

/**
 * What is said after a fix is nothing new where it is said of a value that the fix did not write, and that a finding had named before:
 * whoever took the fix knew of it. So the negative prompt that guidance-distilled points to does nothing once guidance is off,
 * and the value behind a misspelt key is read, and judged, once the key is mended.
 */
function isForetold({ place }: Told, edits: readonly Written[], before: ReadonlyMap<string, Told>): boolean {
  const was = unwritten(place, edits);
  return was !== null && [...before.values()].some(({ about }) => about.some((each) => isSame(each, was)));
}

/** An edit: what it replaced, and how many letters it wrote. */
interface Written extends Span {
  readonly length: number;
}

/** Where a place of the changed text was before; `null` where an edit wrote into it. */
function unwritten({ start, end }: Span, edits: readonly Written[]): Span | null {
  let shift = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const from = edit.start + shift;
    if (from >= end) break;
    if (from + edit.length > start) return null;
    shift += edit.length - (edit.end - edit.start);
  }
  return { start: start - shift, end: end - shift };
}

function isSame(one: Span, other: Span): boolean {
  return one.start === other.start && one.end === other.end;
}

/** Findings by code and place. What is said of a key is said of its value, too. */
function told(analysis: Analysis): ReadonlyMap<string, Told> {
  return new Map(
    analyser.findings(analysis).map(({ code, occurrence: { pointer, range }, related = [] }) => {
      const entry = analysis.reading.generations
        .flatMap(({ range: map }) => (isValue(map) && map.kind === 'map' ? map.entries : []))
        .find(({ key }) => isSame(key, range));
      const about = [range, ...(entry ? [entry.value] : []), ...related.map(({ place }) => place)];
      return [`${code} at ${pointer}`, { code, pointer, place: range, about }] as const;
    }),
  );
}

function byHovers(analysis: Analysis): string[] {
  const findings = analyser.findings(analysis);
  if (findings.length === 0) return [];
  const options = {
    pictures: false,
    theme: 'dark',
    links: createPageLinks('u', true),
    measurementsOf: NO_MEASUREMENTS,
  } as const;
  const blamed = new Map(findings.map((finding) => [placeOf(finding.occurrence), finding]));
  return analysis.reading.generations.flatMap(({ settings }) =>
    settings.flatMap((occurrence) => {
      const others = relatedTo(occurrence, settings).flatMap((other) => blamed.get(placeOf(other)) ?? []);
      if (others.length === 0) return [];
      const found = hover(analysis, occurrence.range.start, knowledge, options);
      const said = (found?.contents as { value: string } | undefined)?.value.split('\n\n').slice(1, 4).join(' ') ?? '';
      return PRAISE.test(said)
        ? others.map(
            ({ code, occurrence: { pointer } }) => `${code} at ${pointer}, but at ${occurrence.pointer}: ${said}`,
          )
        : [];
    }),
  );
}

function placeOf({ range }: Occurrence): string {
  return `${range.start}-${range.end}`;
}

function relatedTo(occurrence: Occurrence, settings: readonly Occurrence[]): readonly Occurrence[] {
  const { setting, pass, keyRange } = occurrence;
  const matter = ONE_MATTER.find((each) => each.includes(setting)) ?? [setting];
  // Of two numbers under one key, each is for an expert of its own.
  const isAnother = (other: Occurrence) =>
    other !== occurrence && other.setting === setting && keyRange !== null && other.keyRange === keyRange;
  return settings.filter((other) => other.pass === pass && matter.includes(other.setting) && !isAnother(other));
}
