/** Pictures that are black all over: what a sampler or VAE that ran into NaN leaves, with no word from the server. */
import { decode } from 'fast-png';
import type { Picture } from '../backend.ts';

/** Black compresses to about a thousandth, next to text chunks that may hold a graph. A larger file is not black. */
const TEXT_BYTES = 128 * 1024;
const PIXELS_PER_BYTE = 50;

/** Whether every pixel of a PNG is black. False for other formats, and for what can't be decoded. */
export function isBlack({ bytes, mime, width, height }: Picture): boolean {
  if (mime !== 'image/png' || bytes.length > TEXT_BYTES + (width * height) / PIXELS_PER_BYTE) return false;
  try {
    const { data, channels, palette } = decode(bytes);
    if (palette) return false;
    const colours = channels % 2 === 0 ? channels - 1 : channels; // an even count ends with alpha
    return data.every((value, index) => value === 0 || index % channels >= colours);
  } catch {
    return false;
  }
}
