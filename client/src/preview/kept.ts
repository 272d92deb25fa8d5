/** A finished render as the history keeps it: what was asked for and what came of it. No vscode. */
import type { RenderPlan } from '../../../server/src/lsp/messages.ts';

/** Picture types that servers send, with the ending of their files. */
export const ENDINGS = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' } as const;
export type Mime = keyof typeof ENDINGS;

/** An encoded picture. */
export interface PictureData {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: Mime;
}

export interface KeptRender {
  readonly id: string;
  readonly plan: RenderPlan;
  /** Of the plan and of the server. */
  readonly warnings: readonly string[];
  readonly seconds: number;
  readonly modelEvaluations: number | null;
  readonly mime: Mime;
}

/** An id for a render kept at `time` (milliseconds since 1970); `random`: eight hex digits. */
export function newId(time: number, random: string): string {
  return `${String(time).padStart(13, '0')}-${random}`;
}

/** When a render was kept, in milliseconds since 1970. */
export function timeOf({ id }: { readonly id: string }): number {
  return Number(id.slice(0, 13));
}

/** What files of a render take up. */
export interface Stored {
  readonly id: string;
  readonly bytes: number;
}

/** The renders that have to go so that the rest takes at most `limit` bytes: the oldest. */
export function evicted<Render extends Stored>(stored: readonly Render[], limit: number): Render[] {
  let total = stored.reduce((sum, { bytes }) => sum + bytes, 0);
  return stored
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .filter(({ bytes }) => {
      if (total <= limit) return false;
      total -= bytes;
      return true;
    });
}
