/** Quick fixes for findings, and all safe ones at once as `source.fixAll.sweetspot`. */
import { t } from '@vscode/l10n';
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { Finding, Fix } from '../findings/finding.ts';
import type { Place } from '../syntax/document.ts';
import { entryOf, isValue } from '../syntax/navigate.ts';
import type { Edit } from '../syntax/text.ts';
import { withoutEntries } from '../syntax/without.ts';
import { FIX_ALL } from './action-kinds.ts';
import type { Analysis } from './analysis.ts';
import { DIAGNOSTIC_SOURCE } from './diagnostics.ts';
import { type SilenceWays, silenceActions } from './silence-actions.ts';

export interface CodeActionRequest {
  readonly uri: string;
  readonly range: Range;
  /** Diagnostics the client shows in the range: each fix names the one it mends. */
  readonly diagnostics: readonly Diagnostic[];
  /** Kinds wanted; all when absent. */
  readonly only?: readonly string[] | undefined;
  /** How the file can say that a finding is meant; left out: it can't. */
  readonly silence?: SilenceWays;
}

export function codeActions(
  analysis: Analysis,
  findings: readonly Finding[],
  request: CodeActionRequest,
): CodeAction[] {
  const { uri, range, only } = request;
  const fixable = findings.flatMap((finding) => finding.fixes.map((fix, rank) => ({ finding, fix, rank })));
  const actions: CodeAction[] = [];
  if (wanted(only, CodeActionKind.QuickFix)) {
    const from = analysis.lines.offset(range.start.line, range.start.character);
    const to = analysis.lines.offset(range.end.line, range.end.character);
    const here = ({ occurrence }: Finding) => occurrence.range.end >= from && occurrence.range.start <= to;
    for (const { finding, fix, rank } of fixable) {
      const edits = here(finding) ? editsOf(analysis, finding, fix) : [];
      if (edits.length === 0) continue;
      actions.push({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: mendedBy(analysis, finding, request.diagnostics),
        isPreferred: rank === 0,
        edit: { changes: { [uri]: edits } },
      });
    }
    const { silence } = request;
    // Only for what is shown: a client that asks for a whole file has no use for them.
    for (const finding of silence ? findings.filter(here) : []) {
      const diagnostics = mendedBy(analysis, finding, request.diagnostics);
      if (silence && diagnostics.length > 0)
        actions.push(...silenceActions(analysis, finding, uri, silence).map((action) => ({ ...action, diagnostics })));
    }
  }
  const safe = fixable.filter(({ fix }) => fix.safe);
  if (wanted(only, FIX_ALL) && only && safe.length > 0) {
    const edits = safe.flatMap(({ finding, fix }) => editsOf(analysis, finding, fix));
    actions.push({ title: t`Apply all safe fixes`, kind: FIX_ALL, edit: { changes: { [uri]: edits } } });
  }
  return actions;
}

/** Whether a client that wants kinds (all, where it names none, or that of no name) wants one. */
export function wanted(only: readonly string[] | undefined, kind: string): boolean {
  return (
    !only || only.some((asked) => kind === asked || asked === CodeActionKind.Empty || kind.startsWith(`${asked}.`))
  );
}

/** What the client shows of a finding. */
function mendedBy(analysis: Analysis, finding: Finding, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const place = analysis.lines.range(finding.occurrence.range);
  return diagnostics.filter(
    ({ source, code, range: shown }) =>
      source === DIAGNOSTIC_SOURCE && code === finding.code && shown.start.line === place.start.line,
  );
}

/** Replaces the literals; what is quoted stays quoted. A new entry is put before the first of its mapping. Pure. */
export function changesOf(analysis: Analysis, { occurrence }: Finding, fix: Fix): Edit[] {
  if (fix.into) return [newEntry(analysis, fix.into, fix.value)];
  if (fix.removes) return removed(analysis, fix.removes);
  return [fix.range ?? occurrence.range, ...(fix.also ?? [])].map((place) => replaced(analysis, place, `${fix.value}`));
}

/** A literal in the quotes that stand there. */
export function replaced({ document }: Analysis, { start, end }: Place, text: string): Edit {
  const quote = /["']/.exec(document.text.charAt(start))?.[0] ?? '';
  return { start, end, text: `${quote}${text}${quote}` };
}

function editsOf(analysis: Analysis, finding: Finding, fix: Fix): TextEdit[] {
  return changesOf(analysis, finding, fix).map((edit) => ({
    range: analysis.lines.range(edit),
    newText: edit.text,
  }));
}

/** Entries of one mapping are taken out of it; none where they are no such entries, or more than they would go. */
function removed({ document }: Analysis, places: readonly Place[]): Edit[] {
  const values = places.filter(isValue);
  const map = values[0]?.parent;
  const entries = values.flatMap((value) => (value.parent === map ? (entryOf(value) ?? []) : []));
  if (map?.kind !== 'map' || entries.length < places.length) return [];
  return withoutEntries(document, map, entries) ?? [];
}

/** An entry in the style of the mapping: quoted like its keys, on a line of its own where its first key begins one. */
function newEntry({ document, lines }: Analysis, { map, key }: NonNullable<Fix['into']>, value: Fix['value']): Edit {
  const first = map.entries.find(({ merge }) => !merge) ?? map.entries[0];
  const { start } = first?.key ?? { start: map.end };
  const place = lines.position(start);
  const before = document.text.slice(start - place.character, start);
  const quote = /["']/.exec(document.text.charAt(start))?.[0] ?? '';
  const written = typeof value === 'number' ? `${value}` : `"${value}"`;
  const isFlow = document.text.charAt(map.start) === '{';
  const ownLine = !isFlow || before.trim() === '';
  const gap = ownLine ? `\n${before.replace(/[^\t]/g, ' ')}` : ' ';
  return { start, end: start, text: `${quote}${key}${quote}: ${written}${isFlow ? ',' : ''}${gap}` };
}
