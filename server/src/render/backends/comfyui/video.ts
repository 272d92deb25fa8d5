/** The frames that a graph has made, fetched and put together as one moving picture. */
import { t } from '@vscode/l10n';
import { animationOf, type Sound } from '../../animation.ts';
import type { Picture } from '../../backend.ts';
import type { OutputFile } from './messages.ts';

/** Frames a second where the graph computes its rate: the usual one of open video models (data/models). */
const USUAL_FPS = 16;
/** Bytes of a video at most: a page holds it several times over. What is larger is shown in fewer frames. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Frames that are fetched at once. */
const AT_ONCE = 2;

/**
 * `fps`: `null` where the graph computes it. `sound`: what is heard with it. `fetch`: a file's picture, `null` for what is none. The first frame where they do not fit
 * together; `null` where there is none.
 */
export async function videoOf(
  files: readonly OutputFile[],
  { fps, sound }: { readonly fps: number | null; readonly sound: Sound | null },
  fetch: (file: OutputFile) => Promise<Picture | null>,
  warn: (text: string) => void,
): Promise<Picture | null> {
  const first = await fetch(files[0]);
  const every = Math.max(1, Math.ceil((files.length * (first?.bytes.length ?? 0)) / MOST_BYTES));
  const chosen = files.filter((_, index) => index % every === 0);
  const frames: Picture[] = first ? [first] : [];
  for (let from = 1; from < chosen.length; from += AT_ONCE) {
    const some = await Promise.all(chosen.slice(from, from + AT_ONCE).map(fetch));
    frames.push(...some.filter((frame) => frame !== null));
  }
  const video = animationOf(frames, (fps ?? USUAL_FPS) / every, sound);
  if (!video && frames.length > 1) warn(t`The ${files.length} frames do not fit together: the first is shown.`);
  if (video && fps === null)
    warn(t`The graph computes how fast its video is: it is shown at ${USUAL_FPS} frames a second.`);
  if (video && every > 1)
    warn(
      t`The video is large: ${frames.length} of its ${files.length} frames are shown. Render fewer, or a smaller size, to see all.`,
    );
  return video ?? first;
}
