/** The guide's pictures in the hover of a step count: what steps buy, small. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { objectOf } from '../common/records.ts';
import { jsonOf, readAs } from '../knowledge/readable.ts';
import type { Guide, StepsGuide } from '../knowledge/schema.ts';
import { isFewStep, type RunModel } from '../run/index.ts';

/** Data URI of the small picture of each count, as the build has drawn them. */
export type StepPictures = Readonly<Record<string, string>>;

/** Reads them; none where that is not what the text holds. */
export function readStepPictures(text: string): StepPictures {
  return readAs(objectOf(v.string()), jsonOf(text)) ?? {};
}

/**
 * Markdown of the pictures side by side, and of what drew them; `''` for other settings, and for models made for few steps, of which
 * pictures at 4, 25 and 50 steps would tell the opposite.
 */
export function hoverPictures(guide: Guide, model: RunModel, stepsGuide: StepsGuide, pictures: StepPictures): string {
  const counts = stepsGuide.compare.filter((count) => pictures[count] !== undefined);
  if (guide.id !== stepsGuide.id || isFewStep(model) || counts.length === 0) return '';
  const rows = [
    counts.map((count) => `${count} steps`),
    counts.map(() => ':-:'),
    counts.map((count) => `![${count} steps](${pictures[count]})`),
  ];
  return `${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n*${t(stepsGuide.scene.note)}*`;
}
