/** What is asked of a text beside findings, fixes and hovers: lists of what can be written, outlines, cards, and what views and agents are told. */
import type { Range as EditorRange } from 'vscode-languageserver-types';
import type { Analysis } from '../../../server/src/features/analysis.ts';
import { complete } from '../../../server/src/features/completion/index.ts';
import { symbolsOf } from '../../../server/src/features/generations.ts';
import { inspectFile } from '../../../server/src/features/inspected.ts';
import { modelCard } from '../../../server/src/features/model/card.ts';
import { recognised } from '../../../server/src/features/recognised.ts';
import { valueHints } from '../../../server/src/features/value-hints.ts';
import type { Finding } from '../../../server/src/findings/finding.ts';
import type { Service } from '../../../server/src/service/index.ts';

/** How an answer is asked for and its ranges are held, and where it is asked for. */
export interface Asking {
  readonly service: Service;
  timed<Answer>(feature: string, answer: () => Answer): Answer;
  hold(range: EditorRange, what: string): void;
  readonly whole: EditorRange;
  readonly places: readonly number[];
  readonly languageId: string | undefined;
}

/** Names that a server lists. */
const NAMES = ['constructor', '__proto__', 'sd_xl_base_1.0.safetensors', 'a"b\\c', '#x: [y', '\u202e'];
const BACKEND = { server: 'x', samplers: NAMES, schedules: NAMES, models: NAMES, loras: NAMES, vaes: NAMES };

/** Throws where an invariant does not hold. */
export function tryOthers(analysis: Analysis, findings: readonly Finding[], asking: Asking): void {
  const { timed, hold, whole, places, service } = asking;
  const { knowledge } = service;
  for (const { range, selectionRange, name } of timed('outline', () => symbolsOf(analysis, knowledge))) {
    hold(range, 'symbol');
    hold(selectionRange, 'name of a symbol');
    // Editors refuse the outline of a file for one of these.
    if (name.trim() === '') throw new Error('a symbol has no name');
    if (!isWithin(selectionRange, range)) throw new Error(`${name} is selected outside of itself`);
  }
  const all = { names: true, effective: true, sweetSpot: true };
  for (const { position } of timed('value hints', () => valueHints(analysis, whole, all, knowledge)))
    hold({ start: position, end: position }, 'value hint');
  for (const { range, parts } of timed('recognised', () => recognised(analysis, knowledge)).generations) {
    hold(range, 'recognised generation');
    for (const part of parts) hold(part.range, part.label);
  }
  JSON.stringify(timed('inspected', () => inspectFile('fuzz', analysis, knowledge, findings)));
  for (const offset of places) {
    const card = timed('card', () => modelCard(analysis, offset, knowledge));
    if (card?.range) hold(card.range, 'card');
    tryCompletion(analysis, offset, asking);
  }
}

function tryCompletion(analysis: Analysis, offset: number, { service, timed, hold, languageId = '' }: Asking): void {
  const options = { snippets: true, typing: false, afterBlank: false, languageId, backend: BACKEND };
  const analyse = (text: string, language?: string) => service.analyse(text, language);
  const list = timed('completion', () => complete(analysis, offset, service.knowledge, { ...options, analyse }));
  const { line, character } = analysis.lines.position(offset);
  for (const { label, textEdit, additionalTextEdits = [] } of list?.items ?? []) {
    for (const { range } of additionalTextEdits) hold(range, label);
    if (!textEdit || !('range' in textEdit)) continue;
    const { start, end } = textEdit.range;
    hold(textEdit.range, label);
    // LSP 3.17: one line, and the cursor in it.
    if (start.line !== line || end.line !== line || start.character > character || end.character < character)
      throw new Error(`${label} would be written at ${JSON.stringify(textEdit.range)}, not at ${line}:${character}`);
  }
}

function isWithin(inner: EditorRange, outer: EditorRange): boolean {
  const isBefore = (one: EditorRange['start'], other: EditorRange['start']): boolean =>
    one.line < other.line || (one.line === other.line && one.character <= other.character);
  return isBefore(outer.start, inner.start) && isBefore(inner.end, outer.end);
}
