/** From painted pixels to the PNG that leaves the backend. */
import { encode } from 'fast-png';
import type { Picture } from '../backend.ts';
import type { Pixels } from './decoder.ts';

/** zlib level: higher ones take several times as long for a tenth fewer bytes. */
const COMPRESSION = 3;

/** A PNG of pixels. `description` goes into its text, where image programs look for it. */
export function toPicture({ data, width, height }: Pixels, description: string): Picture {
  const image = { data, width, height, channels: 3, depth: 8, text: { Description: description } } as const;
  return { bytes: encode(image, { zlib: { level: COMPRESSION } }), mime: 'image/png', width, height };
}
