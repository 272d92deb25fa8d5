/** One lens a generation: render a preview of it. Off unless the user turns it on (lenses move the text). */
import type { CodeLens } from 'vscode-languageserver-types';
import { settingOf } from '../dialects/generation.ts';
import type { Analysis } from './analysis.ts';

export function codeLenses(analysis: Analysis, uri: string): CodeLens[] {
  return analysis.reading.generations.flatMap((generation) => {
    const steps = settingOf(generation, 'inference_steps');
    if (!steps) return [];
    const position = analysis.lines.position(steps.keyRange?.start ?? steps.range.start);
    return [
      {
        range: { start: position, end: position },
        command: { title: 'Preview render', command: 'sweetspot.preview', arguments: [{ uri, position }] },
      },
    ];
  });
}
