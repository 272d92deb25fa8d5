/** All safe fixes of a text, applied as an editor applies them. */

import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions, FIX_ALL } from '../../server/src/features/code-actions.ts';
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
  const before = new Map<string, number>();
  for (const { code } of told) before.set(code, (before.get(code) ?? 0) + 1);
  const after = new Map<string, number>();
  for (const { code } of again.told) after.set(code, (after.get(code) ?? 0) + 1);
  for (const [code, count] of after) if (count > (before.get(code) ?? 0)) faults.push(`a new finding: ${code}`);
  return faults;
}
