/** A picture as an event of a render brings it. */

import { ENDINGS } from '../../protocol/mime.ts';
import type { RenderEventMessage } from '../../protocol/render.ts';

export interface Picture {
  readonly bytes: Uint8Array;
  readonly ending: string;
  /** As a data URI. */
  readonly address: string;
  /** What it took, once that is known. */
  readonly seconds: number | null;
}

/** The picture of an event, with the address that a page shows it by. */
export function pictureOf(event: Extract<RenderEventMessage, { kind: 'picture' }>): Picture {
  if (!('data' in event)) throw new Error('A client that takes pictures as files has commands of its own.');
  const { mime, data } = event;
  const address = `data:${mime};base64,${data}`;
  return { bytes: Buffer.from(data, 'base64'), ending: ENDINGS[mime], address, seconds: null };
}
