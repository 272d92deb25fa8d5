/** What can be rendered of a generation, above its step count. Off unless the user turns it on (lenses move the text). */
import type { CodeLens } from 'vscode-languageserver-types';
import { settingOf } from '../dialects/generation.ts';
import type { Analysis } from './analysis.ts';

const LENSES = [
  { title: 'Preview render', command: 'sweetspot.preview' },
  { title: 'Compare steps', command: 'sweetspot.compareSteps' },
  { title: 'Find sweet spot', command: 'sweetspot.findSweetSpot' },
];

export function codeLenses(analysis: Analysis, uri: string): CodeLens[] {
  return analysis.reading.generations.flatMap((generation) => {
    const steps = settingOf(generation, 'inference_steps');
    if (!steps) return [];
    const position = analysis.lines.position(steps.keyRange?.start ?? steps.range.start);
    const range = { start: position, end: position };
    return LENSES.map((lens) => ({ range, command: { ...lens, arguments: [{ uri, position }] } }));
  });
}
