/** Texts that panels of renders share. No vscode, no DOM. */
import { t } from '@vscode/l10n';
import type { Motion, RenderPlan } from '../../../server/src/protocol/render.ts';

/** `cancelled`, and what becomes of it on a server that can't stop. */
export function cancelledLabel(cancelled: string, plan: Pick<RenderPlan, 'backend'> | null): string {
  if (!plan?.backend.goesOn) return cancelled;
  return `${cancelled}. ${t('What {0} has begun it renders to its end.', plan.backend.name)}`;
}

/** "frame 5 of 17 · 16 a second". `at` counts from 0. */
export function frameLabel(at: number, { frames, fps }: Motion): string {
  return t('frame {0} of {1} · {2} a second', at + 1, frames, Number(fps.toFixed(2)));
}

/** Of a video that VS Code has no codec for (its ffmpeg has H.264 and VP8, and of sound MP3, FLAC, Vorbis and PCM). */
export function unplayableLabel(): string {
  return t(
    'VS Code can not play this video: of those in files it knows MP4 with H.264, and sound in MP3 or FLAC. Save it to see it elsewhere.',
  );
}
