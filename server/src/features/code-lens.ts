/**
 * What can be rendered of a generation: above its step count, off unless the user turns it on (lenses move the text), and among the
 * actions there, for editors that have neither lenses nor commands of their own.
 */
import { t } from '@vscode/l10n';
import type { CodeAction, CodeLens, Range } from 'vscode-languageserver-types';
import { settingOf } from '../dialects/generation.ts';
import { type Analysis, occurrenceAt } from './analysis.ts';

const renders = () => [
  { title: t`Preview render`, command: 'sweetspot.preview' },
  { title: t`Compare steps`, command: 'sweetspot.compareSteps' },
  { title: t`Find sweet spot`, command: 'sweetspot.findSweetSpot' },
];

/** What can be rendered, above each step count. */
export function codeLenses(analysis: Analysis, uri: string): CodeLens[] {
  return analysis.reading.generations.flatMap((generation) => {
    const steps = settingOf(generation, 'inference_steps');
    if (!steps) return [];
    const position = analysis.lines.position(steps.keyRange?.start ?? steps.range.start);
    const range = { start: position, end: position };
    return renders().map((render) => ({ range, command: { ...render, arguments: [{ uri, position }] } }));
  });
}

/** At the step count only: each is a command of the server with the place that it is asked at. */
export function renderActions(analysis: Analysis, uri: string, { start }: Range): CodeAction[] {
  const at = occurrenceAt(analysis, analysis.lines.offset(start.line, start.character));
  if (at?.occurrence.setting !== 'inference_steps') return [];
  return renders().map((render) => ({
    title: render.title,
    command: { ...render, arguments: [{ uri, position: start, tells: true }] },
  }));
}
