/** WebP as pixels, by Google's own decoder (libwebp, as WebAssembly): no format of these is read by so little code. */

import code from '@jsquash/webp/codec/dec/webp_dec.wasm';
import decode, { init } from '@jsquash/webp/decode.js';

let starting: Promise<void> | null = null;

/** Red, green, blue and alpha of each pixel, row by row. */
export interface Rgba {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** The pixels of a still WebP. Rejects for what can't be read, a moving one among it. */
export async function decodeWebp(bytes: Uint8Array): Promise<Rgba> {
  starting ??= init({ wasmBinary: code.buffer });
  await starting;
  // The decoder wants memory of its own.
  const { data, width, height }: Rgba = await decode(new Uint8Array(bytes).buffer);
  return { data, width, height };
}
