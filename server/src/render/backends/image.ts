/** Pictures from a server: what they really are, read from their bytes and not from what the server says. */

import { imageSize } from 'image-size';
import * as v from 'valibot';
import { own } from '../../knowledge/own.ts';
import type { Picture } from '../backend.ts';

const MIME: Readonly<Record<string, Picture['mime']>> = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' };

/** The picture in some bytes; `null` when they are no PNG, JPEG or WebP. */
export function pictureOf(bytes: Uint8Array): Picture | null {
  try {
    const { type = '', width, height } = imageSize(bytes);
    const mime = own(MIME, type);
    return mime === undefined ? null : { bytes, mime, width, height };
  } catch {
    return null; // the library throws for what it can't read
  }
}

/** A picture inside JSON: base64, bare or as a data URL, or what `parseJsonWithBytes` has made of it. */
export const EncodedSchema = v.union([v.string(), v.instance(Uint8Array)]);
export type Encoded = v.InferOutput<typeof EncodedSchema>;

/** The picture that is encoded; `null` when there is none. */
export function decodePicture(encoded: Encoded): Picture | null {
  return pictureOf(typeof encoded === 'string' ? Buffer.from(encoded.replace(/^data:[^,]*,/, ''), 'base64') : encoded);
}
