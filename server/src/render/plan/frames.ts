/** How many frames a video has. */

import { t } from '@vscode/l10n';
import { ofPicture } from '../../run/index.ts';
import { PlanError } from './error.ts';
import { givenIn } from './given.ts';
import type { Planning } from './planning.ts';

/**
 * Plans the frames; `null` for what is no video, or says no count. A short one has as many as the model can make at most, up to those of
 * a draft; of a model whose counts are not known it stays as it is: another count may be none that it can make.
 */
export function planFrames({ run, knowledge, options, use, change }: Planning): number | null {
  const { model } = run;
  const written = givenIn(run, 'frames');
  const count = written?.number ?? null;
  if (written?.from === 'override' && !(Number.isInteger(count) && Number(count) >= 1))
    throw new PlanError(t`${written.text} is no number of frames. Give a whole number from 1.`);
  if (written === null || count === null || !Number.isInteger(count) || count <= 1) return count;
  const isShort = written.from === 'file' && (options.mode === 'draft' || options.video === 'short');
  const form = ofPicture(model, (each) => each.frames?.form)?.fact;
  const most = knowledge.guide('frames')?.figures.draft;
  const frames = isShort && form && most !== undefined ? Math.min(count, fitting(most, form)) : count;
  use(t`Frames`, frames, frames === count ? written.from : 'draft');
  if (frames !== count || written.from === 'override') change('frames', 'frames', frames);
  return frames;
}

/** The largest count up to `most` that a model can make. */
function fitting(most: number, { multiple, offset }: { readonly multiple: number; readonly offset: number }): number {
  return Math.max(offset, Math.floor((most - offset) / multiple) * multiple + offset);
}
