/** Encoded pictures, as they travel from the server to a page and into files. No vscode. */

import type { Mime } from '../../../server/src/protocol/mime.ts';
import type { Motion } from '../../../server/src/protocol/render.ts';

/** An encoded picture. */
export interface PictureData {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: Mime;
  /** Of a moving one. */
  readonly motion?: Motion;
}
