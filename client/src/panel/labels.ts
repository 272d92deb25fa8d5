/** Texts that panels of renders share. No vscode, no DOM. */
import type { Motion } from '../../../server/src/protocol/render.ts';

/** "frame 5 of 17 · 16 a second". `at` counts from 0. */
export function frameLabel(at: number, { frames, fps }: Motion): string {
  return `frame ${at + 1} of ${frames} · ${Number(fps.toFixed(2))} a second`;
}
