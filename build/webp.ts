/** Pictures of the documentation as WebP: a quarter of the size of PNGs, at no loss that is seen. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import encodeWebp, { init } from '@jsquash/webp/encode.js';
import { convertIndexedToRgb, decode } from 'fast-png';

/** Of WebP, to 100. */
const QUALITY = 72;

export interface Rgb {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Three or four channels of 8 bits. */
export async function webpOf({ data, width, height, channels }: Rgb): Promise<Uint8Array> {
  // The package looks for its code by an address, which Node's fetch has none for.
  const code = await readFile(createRequire(import.meta.url).resolve('@jsquash/webp/codec/enc/webp_enc_simd.wasm'));
  await init({ wasmBinary: code });
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++)
    rgba.set(data.subarray(pixel * channels, pixel * channels + channels), pixel * 4);
  return new Uint8Array(await encodeWebp({ data: rgba, width, height }, { quality: QUALITY, method: 6 }));
}

/** A picture of a screen with two dots a pixel, as PNG of 8 bits: half as wide, each dot the mean of four. */
export function webpOfScreen(png: Uint8Array): Promise<Uint8Array> {
  const decoded = decode(png);
  const dots = decoded.palette ? convertIndexedToRgb(decoded) : decoded.data;
  const channels = dots.length / (decoded.width * decoded.height);
  const [width, height] = [decoded.width >> 1, decoded.height >> 1];
  const data = new Uint8Array(width * height * channels);
  const row = decoded.width * channels;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width * channels; x++) {
      const at = 2 * y * row + 2 * (x - (x % channels)) + (x % channels);
      data[y * width * channels + x] =
        (dots[at] + dots[at + channels] + dots[at + row] + dots[at + row + channels]) / 4;
    }
  return webpOf({ data, width, height, channels });
}
