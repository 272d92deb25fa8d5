/** What an editor is sent of an analysis: hovers, diagnostics, actions, lenses, hints and edits, all with lines and columns. */

import { FIX_ALL } from '../../server/src/features/action-kinds.ts';
import { type Analysis, findingsOf, generationAt } from '../../server/src/features/analysis.ts';
import { codeActions } from '../../server/src/features/code-actions.ts';
import { codeLenses } from '../../server/src/features/code-lens.ts';
import { diagnostics } from '../../server/src/features/diagnostics.ts';
import { hover } from '../../server/src/features/hover.ts';
import { inlayHints } from '../../server/src/features/inlay-hints.ts';
import { createPageLinks } from '../../server/src/features/links.ts';
import { settingEdit } from '../../server/src/features/setting-edit.ts';
import type { MeasurementsOf } from '../../server/src/findings/local.ts';
import type { Knowledge } from '../../server/src/knowledge/knowledge.ts';
import type { Range } from '../../server/src/syntax/text.ts';

const links = createPageLinks('file:///pages/', true);
const uri = 'file:///edited';
const TRIED = ['inference_steps', 'guidance_scale', 'sampler', 'prompt'];

/** `offsets`: where a person looks. */
export function sentOf(
  analysis: Analysis,
  offsets: readonly number[],
  knowledge: Knowledge,
  measurementsOf: MeasurementsOf,
): unknown[] {
  const findings = findingsOf(analysis, knowledge, {}, measurementsOf);
  const shown = diagnostics(analysis, findings, uri, knowledge, links);
  const end = analysis.lines.position(analysis.document.text.length);
  const range = { start: { line: 0, character: 0 }, end };
  const hoverOptions = { pictures: false, theme: 'dark', links, measurementsOf } as const;
  return [
    shown,
    codeActions(analysis, findings, { uri, range, diagnostics: shown }),
    codeActions(analysis, findings, { uri, range, diagnostics: [], only: [FIX_ALL] }),
    codeLenses(analysis, uri),
    inlayHints(analysis, range, knowledge, measurementsOf),
    ...offsets.map((offset) => {
      const generation = generationAt(analysis, offset);
      return {
        place: analysis.lines.position(offset),
        hover: hover(analysis, offset, knowledge, hoverOptions),
        edits: generation && TRIED.map((setting) => settingEdit(analysis, generation, setting, '8', knowledge)),
      };
    }),
  ];
}

/** Where to look: at a setting or LoRA, at its key, and anywhere. `at` says which and where. */
export function offsetsIn({ document, reading }: Analysis, at: number): number[] {
  const places = reading.generations.flatMap(({ settings, loras }): Range[] => [
    ...settings.flatMap(({ range, keyRange }) => (keyRange ? [range, keyRange] : [range])),
    ...loras.flatMap(({ range, weightRange }) => (weightRange ? [range, weightRange] : [range])),
  ]);
  const some = places.length === 0 ? [] : [0, 1, 2].map((more) => places[(at + more) % places.length]);
  return [
    at % (document.text.length + 1),
    ...some.map(({ start }) => start),
    ...some.slice(0, 1).map(({ end }) => end),
  ];
}
