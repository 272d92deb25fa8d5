/** Names beside the bare numbers of a graph, what runs of a step count, and what suits the model. */
import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { type Generation, type Occurrence, settingOf } from '../dialects/generation.ts';
import { type Knowledge, say } from '../knowledge/knowledge.ts';
import { runOf } from '../run/index.ts';
import { isValue } from '../syntax/navigate.ts';
import { spell } from '../verdicts/steps-usual.ts';
import type { Analysis } from './analysis.ts';

/** Which of them a person wants. */
export interface HintChoice {
  readonly names: boolean;
  readonly effective: boolean;
  readonly sweetSpot: boolean;
}

/** Hints within a range, at most one of a kind a value. */
export function valueHints(
  { lines, reading }: Analysis,
  range: Range,
  { names, effective, sweetSpot }: HintChoice,
  knowledge: Knowledge,
): InlayHint[] {
  const from = lines.offset(range.start.line, range.start.character);
  const to = lines.offset(range.end.line, range.end.character);
  const hints = new Map<string, InlayHint>();
  for (const generation of reading.generations) {
    for (const occurrence of generation.settings) {
      if (names && isBare(occurrence) && occurrence.range.end >= from && occurrence.range.start <= to)
        hints.set(`name ${occurrence.range.start}`, {
          position: lines.position(occurrence.range.start),
          label: `${occurrence.key}:`,
          kind: InlayHintKind.Parameter,
          paddingRight: true,
        });
    }
    const steps = settingOf(generation, 'inference_steps');
    if (!steps || steps.range.start > to || steps.range.end < from) continue;
    const label = [effective ? runs(generation, knowledge) : '', sweetSpot ? suits(generation, knowledge) : '']
      .filter((part) => part !== '')
      .join(' · ');
    if (label !== '')
      hints.set(`steps ${steps.range.start}`, { position: lines.position(steps.range.end), label, paddingLeft: true });
  }
  return [...hints.values()];
}

/** A number in a list of widget values: nothing beside it says what it is. */
function isBare({ range, value }: Occurrence): boolean {
  return (
    typeof value === 'number' &&
    isValue(range) &&
    range.parent?.kind === 'list' &&
    range.parent.key === 'widgets_values'
  );
}

/** How many steps run, where that is another number than is written. */
function runs(generation: Generation, knowledge: Knowledge): string {
  const { executed, written } = runOf(generation, knowledge).steps;
  return executed === null || executed === written
    ? ''
    : say(knowledge.data.writing.words, 'runs', { steps: executed });
}

function suits(generation: Generation, knowledge: Knowledge): string {
  const { decisive } = runOf(generation, knowledge).model;
  if (!decisive) return '';
  return say(knowledge.data.writing.words, 'sweet', { range: spell(decisive.steps.sweet), model: decisive.name });
}
