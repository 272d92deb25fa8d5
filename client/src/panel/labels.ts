/** Texts that panels of renders share. No vscode, no DOM. */
import type { Motion } from '../../../server/src/protocol/render.ts';

/** "frame 5 of 17 · 16 a second". `at` counts from 0. */
export function frameLabel(at: number, { frames, fps }: Motion): string {
  return `frame ${at + 1} of ${frames} · ${Number(fps.toFixed(2))} a second`;
}

/** Of a video that VS Code has no codec for (its ffmpeg has H.264 and VP8, and of sound MP3, FLAC, Vorbis and PCM). */
export const UNPLAYABLE =
  'VS Code can not play this video: of those in files it knows MP4 with H.264, and sound in MP3 or FLAC. Save it to see it elsewhere.';
