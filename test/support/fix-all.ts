/** All safe fixes of a text, applied as an editor applies them. */

import { TextDocument } from 'vscode-languageserver-textdocument';
import { FIX_ALL } from '../../server/src/features/action-kinds.ts';
import type { Analysis } from '../../server/src/features/analysis.ts';
import { changesOf, codeActions } from '../../server/src/features/code-actions.ts';
import type { Finding } from '../../server/src/findings/finding.ts';
import { own } from '../../server/src/knowledge/own.ts';
import { analyse, analyser } from './knowledge.ts';

/** The text afterwards, how often each finding is told before and after, and the ranges that were replaced. */
export function fixAll(text: string, languageId?: string) {
  const analysis = analyse(text, languageId);
  const findings = analyser.findings(analysis);
  const range = { start: { line: 0, character: 0 }, end: analysis.lines.position(text.length) };
  const [action] = codeActions(analysis, findings, { uri: 'u', range, diagnostics: [], only: [FIX_ALL] });
  const edits = action?.edit?.changes?.u ?? [];
  const fixed = edits.length === 0 ? text : TextDocument.applyEdits(TextDocument.create('u', '', 1, text), edits);
  return {
    fixed,
    /** Values that fixes name, and the text they put there. */
    named: findings.flatMap(({ occurrence, fixes }) =>
      fixes.filter(({ safe }) => safe).map(({ range: at, value }) => ({ ...spanOf(at ?? occurrence.range), value })),
    ),
    told: findings.map(({ code, message }) => ({ code, message })),
  };
}

function spanOf({ start, end }: { start: number; end: number }): { start: number; end: number } {
  return { start, end };
}

/** What is wrong with all safe fixes of a text at once; empty where they change only what they name, once, and find nothing new. */
export function faultsOfFixAll(text: string, languageId?: string): string[] {
  const { fixed, named, told } = fixAll(text, languageId);
  const faults: string[] = [];
  const again = fixAll(fixed, languageId);
  if (again.fixed !== fixed) faults.push('a second run changes more');
  // What stands between the named values is still there, in order.
  const sorted = named.toSorted((a, b) => a.start - b.start);
  let from = 0;
  let at = 0;
  for (const { start, end } of [...sorted, { start: text.length, end: text.length }]) {
    if (start < at) continue;
    const kept = text.slice(at, start);
    const found = fixed.indexOf(kept, from);
    if (found < 0 || (from === 0 && at === 0 && found !== 0)) faults.push(`bytes before ${start} changed`);
    from = found + kept.length;
    at = end;
  }
  return [...faults, ...newCodes(told, again.told).map((code) => `a new finding: ${code}`)];
}

/** Fixes that are tried one by one of a text with very many. */
const TRIED = 40;

/** What each fix by itself, safe or not, makes of a text that it should not: findings of other rules. */
export function faultsOfEachFix(text: string, languageId?: string): string[] {
  const analysis = analyse(text, languageId);
  const findings = analyser.findings(analysis);
  const each = findings
    .flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })))
    // A value counts once its key is one that is read: then it may be judged.
    .filter(({ finding, fix }) => fix.range?.start !== finding.occurrence.keyRange?.start);
  return each.slice(0, TRIED).flatMap(({ finding, fix }) => {
    const changes = changesOf(analysis, finding, fix).sort((a, b) => b.start - a.start);
    const fixed = changes.reduce(
      (done, { start, end, text: put }) => done.slice(0, start) + put + done.slice(end),
      text,
    );
    // What the finding points to, whoever takes the fix knows of (support/consistent asks for the place itself).
    const foretold = settingsAt(analysis, finding.related ?? []).flatMap((setting) => own(FORETOLD, setting) ?? []);
    const made = newCodes(findings, analyser.findings(analyse(fixed, languageId))).filter(
      (code) => !foretold.includes(code),
    );
    return made.map((code) => `"${fix.title}" of ${finding.code} makes ${code}`);
  });
}

/** What may be said of a setting that a finding points to, once its fix is taken. */
const FORETOLD = { negative_prompt: 'negative-prompt-ignored', inference_steps: 'steps-effective' };

function settingsAt({ reading }: Analysis, related: NonNullable<Finding['related']>): string[] {
  return reading.generations.flatMap(({ settings }) =>
    settings
      .filter(({ range }) => related.some(({ place }) => place.start === range.start))
      .map(({ setting }) => setting),
  );
}

/** Why no value can be honest at a place, so that there is a way to what makes it so instead. */
const SITUATIONS = {
  computed: 'counted off or worked out of other values: there is no literal to write to',
  shared: 'also taken by something else, for which it is right',
  part: 'a part of a schedule, whose bounds would have to change, too',
  choice: 'enough of them run, another sampler or start is meant, or the count can mostly not be left out',
} as const;
type Situation = keyof typeof SITUATIONS;

const WRITTEN: readonly Situation[] = ['computed', 'shared'];

/** Findings that may be without a fix, and where. */
const WAY_ONLY: Readonly<Record<string, readonly Situation[]>> = {
  'steps-wasteful': [...WRITTEN, 'part'],
  'steps-accelerated': [...WRITTEN, 'part'],
  'steps-too-few': [...WRITTEN, 'part'],
  'steps-effective': ['choice'],
  'sampler-idle': ['choice'],
  'steps-unused': ['choice'],
  'size-far-from-native': WRITTEN,
  'size-multiple': WRITTEN,
  'frames-form': WRITTEN,
  'guidance-distilled': WRITTEN,
  'guidance-swapped': WRITTEN,
  'negative-prompt-ignored': WRITTEN,
};

/** What is so at a finding's place, as far as its reading says. `choice` is everywhere. */
function situationsOf({ reading }: Analysis, { occurrence }: Finding): readonly Situation[] {
  const { start } = occurrence.range;
  const takers = reading.generations.filter(({ settings }) => settings.some(({ range }) => range.start === start));
  const isPart = takers.some(({ settings }) => settings.some(({ setting }) => /(^|_)(start|end)/.test(setting)));
  return [
    ...(occurrence.via === null ? [] : (['computed'] as const)),
    ...(takers.length > 1 ? (['shared'] as const) : []),
    ...(isPart ? (['part'] as const) : []),
    'choice',
  ];
}

/** Findings of a text without a fix, in no situation named above or without a way to what makes them so. */
export function leftAlone(text: string, languageId?: string): string[] {
  const analysis = analyse(text, languageId);
  return analyser.findings(analysis).flatMap((finding) => {
    const range = analysis.lines.range(finding.occurrence.range);
    const asked = { uri: 'u', range, diagnostics: [], only: ['quickfix'], goes: true };
    const actions = codeActions(analysis, [finding], asked);
    if (actions.some(({ edit }) => edit)) return [];
    const mayBe = own(WAY_ONLY, finding.code) ?? [];
    if (actions.length > 0 && situationsOf(analysis, finding).some((each) => mayBe.includes(each))) return [];
    return [`${finding.code} at ${finding.occurrence.pointer}: ${finding.message}`];
  });
}

type Told = readonly { readonly code: string }[];

/** Rules that have more findings than before. */
function newCodes(before: Told, after: Told): string[] {
  const count = (told: Told, wanted: string): number => told.filter(({ code }) => code === wanted).length;
  return [...new Set(after.map(({ code }) => code))].filter((code) => count(after, code) > count(before, code));
}
