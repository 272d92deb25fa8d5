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

/** Findings for which no value can be honest, and why. Each leads to what makes it so. */
const WAY_ONLY: Readonly<Record<string, string>> = {
  'steps-wasteful':
    'worked out by nodes, also taken by something else, or a part of a schedule whose bounds would have to change',
  'steps-accelerated': 'the same',
  'steps-too-few': 'the same',
  'steps-effective': 'enough of them run, or it is a low strength that was meant',
  'sampler-idle': 'it starts behind the last step: another start, or more steps, is a choice',
  'steps-unused': 'the sampler stops by itself: another sampler is a choice, and the count can mostly not be left out',
  'size-far-from-native': 'worked out by nodes',
  'size-multiple': 'worked out by nodes, or also taken by something else',
  'frames-form': 'worked out by nodes, or also taken by something else',
  'guidance-distilled': 'worked out by nodes, or also taken by something else',
  'guidance-swapped': 'worked out by nodes, or also taken by something else',
  'negative-prompt-ignored': 'also taken by something else',
};

/** Findings of a text without a fix, that are no kind named above or have no way to what makes them so either. */
export function leftAlone(text: string, languageId?: string): string[] {
  const analysis = analyse(text, languageId);
  return analyser.findings(analysis).flatMap((finding) => {
    const range = analysis.lines.range(finding.occurrence.range);
    const asked = { uri: 'u', range, diagnostics: [], only: ['quickfix'], goes: true };
    const actions = codeActions(analysis, [finding], asked);
    if (actions.some(({ edit }) => edit) || (actions.length > 0 && own(WAY_ONLY, finding.code))) return [];
    return [`${finding.code} at ${finding.occurrence.pointer}: ${finding.message}`];
  });
}

type Told = readonly { readonly code: string }[];

/** Rules that have more findings than before. */
function newCodes(before: Told, after: Told): string[] {
  const count = (told: Told, wanted: string): number => told.filter(({ code }) => code === wanted).length;
  return [...new Set(after.map(({ code }) => code))].filter((code) => count(after, code) > count(before, code));
}
