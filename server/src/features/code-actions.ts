/** Quick fixes for findings, and all safe ones at once as `source.fixAll.sweetspot`. */
import { t } from '@vscode/l10n';
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { Occurrence } from '../dialects/generation.ts';
import { isTakenOnce, originOf, otherTakerOf } from '../dialects/graphs/wires.ts';
import type { Change, Finding, Fix } from '../findings/finding.ts';
import type { Place } from '../syntax/document.ts';
import { entryOf, isValue } from '../syntax/navigate.ts';
import type { Edit } from '../syntax/text.ts';
import { withoutEntries } from '../syntax/without.ts';
import { FIX_ALL } from './action-kinds.ts';
import type { Analysis } from './analysis.ts';
import { DIAGNOSTIC_SOURCE } from './diagnostics.ts';
import { goTo } from './go-to.ts';
import { type SilenceWays, silenceActions } from './silence-actions.ts';

export interface CodeActionRequest {
  readonly uri: string;
  readonly range: Range;
  /** Diagnostics the client shows in the range: each fix names the one it mends. */
  readonly diagnostics: readonly Diagnostic[];
  /** Kinds wanted; all when absent. */
  readonly only?: readonly string[] | undefined;
  /** The editor goes to a place by `sweetspot.goTo`. */
  readonly goes?: boolean;
  /** How the file can say that a finding is meant; left out: it can't. */
  readonly silence?: SilenceWays;
}

/** The fixes of findings in a range, with the ways to causes and to silence; all safe ones where they are asked for. */
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
    const mended = new Set<Finding>();
    for (const { finding, fix, rank } of fixable) {
      const edits = here(finding) ? editsOf(analysis, finding, fix) : [];
      if (edits.length === 0) continue;
      mended.add(finding);
      actions.push({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: mendedBy(analysis, finding, request.diagnostics),
        isPreferred: rank === 0,
        edit: { changes: { [uri]: edits } },
      });
    }
    for (const finding of request.goes ? findings.filter((each) => here(each) && !mended.has(each)) : []) {
      const diagnostics = mendedBy(analysis, finding, request.diagnostics);
      actions.push(...causeOf(analysis, finding, uri).map((action) => ({ ...action, diagnostics })));
    }
    const { silence } = request;
    // Only for what is shown: a client that asks for a whole file has no use for them.
    for (const finding of silence ? findings.filter(here) : []) {
      const diagnostics = mendedBy(analysis, finding, request.diagnostics);
      if (silence && diagnostics.length > 0)
        actions.push(
          ...silenceActions(analysis, finding, uri, silence, request.goes).map((action) => ({
            ...action,
            diagnostics,
          })),
        );
    }
  }
  const safe = fixable.filter(({ fix }) => fix.safe);
  if (wanted(only, FIX_ALL) && only && safe.length > 0) {
    const edits = safe.flatMap(({ finding, fix }) => editsOf(analysis, finding, fix));
    actions.push({ title: t`Apply all safe fixes`, kind: FIX_ALL, edit: { changes: { [uri]: edits } } });
  }
  return actions;
}

/** Where no value can be written honestly, the way to what makes it so: the node that works a value out, the setting that cuts it. */
function causeOf(analysis: Analysis, { occurrence, related }: Finding, uri: string): CodeAction[] {
  const [title, place] = wayFrom();
  if (!place) return [];
  return [{ title, kind: CodeActionKind.QuickFix, command: goTo(title, uri, analysis.lines.range(place)) }];

  function wayFrom(): [string, Place | null] {
    const cause = related?.[0]?.place;
    if (cause) return [t`Go to ${saidAt(analysis, cause)}`, cause];
    if (occurrence.via === 'link') return [t`Go to what else takes it`, otherTakerOf(occurrence)];
    return [t`Go to where the value comes from`, occurrence.via === 'maths' ? originOf(occurrence) : null];
  }
}

/** Letters of a place in a title. */
const LONGEST = 40;

/** A place in words: the entry, or what stands there. */
function saidAt({ document }: Analysis, place: Place): string {
  const key = isValue(place) ? entryOf(place)?.key.text : undefined;
  const text = document.text.slice(place.start, Math.min(place.end, place.start + LONGEST)).split('\n')[0];
  return key === undefined ? text : `${key}: ${text}`;
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

/**
 * Replaces the literals; what is quoted stays quoted. A new entry is put before the first of its mapping. None where a part of it can't
 * be done, or something else takes what would change. Pure.
 */
export function changesOf(analysis: Analysis, { occurrence }: Finding, fix: Fix): Edit[] {
  const all = [fix, ...(fix.also ?? [])].map((change) => editsFor(analysis, occurrence, change));
  return all.every((edits) => edits.length > 0) ? all.flat() : [];
}

/** The one change that a fix is; `null` where it changes nothing, or several places. */
export function oneChangeOf(analysis: Analysis, finding: Finding, fix: Fix): Edit | null {
  const changes = changesOf(analysis, finding, fix);
  return changes.length === 1 ? changes[0] : null;
}

function editsFor(analysis: Analysis, occurrence: Occurrence, { value, range, into, removes }: Change): Edit[] {
  if (into) return [newEntry(analysis, into, value)];
  if (removes) return removed(analysis, removes);
  if (!range && occurrence.via === 'link' && !isTakenOnce(occurrence)) return [];
  return [replaced(analysis, range ?? occurrence.range, `${value}`)];
}

/** What JSON has without quotes. */
const BARE = /^(-?\d+(\.\d+)?(e[+-]?\d+)?|true|false|null)$/i;

/** A literal in the quotes that stand there. A word in place of a number gets some in JSON. */
export function replaced({ document }: Analysis, { start, end }: Place, text: string): Edit {
  const there = document.text.slice(start, end);
  const needsQuotes = document.format === 'json' && BARE.test(there) && !BARE.test(text);
  const quote = /^["']/.exec(there)?.[0] ?? (needsQuotes ? '"' : '');
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
