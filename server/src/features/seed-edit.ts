/** A seed that was drawn for a render, written into the file so that the picture can be made again. */
import type { Range } from 'vscode-languageserver-types';
import { type Generation, settingOf } from '../dialects/generation.ts';
import type { Analysis } from './analysis.ts';

/**
 * Replaces the seed of a generation; what is quoted stays quoted. `seed` is decimal. `null` where the generation has no seed
 * setting, or one that is filled in only when the file is used (a placeholder, an empty value).
 */
export function seedEdit(
  analysis: Analysis,
  generation: Generation,
  seed: string,
): { readonly range: Range; readonly newText: string } | null {
  const written = settingOf(generation, 'seed');
  if (!written || written.value === null || written.via === 'placeholder') return null;
  const { start, end } = written.range;
  const quote = /["']/.exec(analysis.document.text.charAt(start))?.[0] ?? '';
  return {
    range: { start: analysis.lines.position(start), end: analysis.lines.position(end) },
    newText: `${quote}${seed}${quote}`,
  };
}
