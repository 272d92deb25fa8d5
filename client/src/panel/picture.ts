/** Encoded pictures, as they travel from the server to a page and into files. No vscode. */

import type { Motion } from '../../../server/src/protocol/render.ts';

/** Picture types that servers send, with the ending of their files. */
export const ENDINGS = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
} as const;
export type Mime = keyof typeof ENDINGS;

/** An encoded picture. */
export interface PictureData {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: Mime;
  /** Of a moving one. */
  readonly motion?: Motion;
}
