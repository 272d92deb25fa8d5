/** Pictures as numbers to compare. */
import { t } from '@vscode/l10n';
import { decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { stillOf } from '../animation.ts';
import type { Picture } from '../backend.ts';
import { plainPng } from '../png.ts';

/** Red, green and blue. */
export const PLANES = 3;

/** Values 0 to 1 as they are stored (sRGB), a plane each for red, green and blue, row by row. */
export interface Image {
  readonly planes: readonly Float32Array[];
  readonly width: number;
  readonly height: number;
}

/** A picture that can't be measured, and why, for people. */
export class MeasureError extends Error {}

/**
 * Pixels of the longer side of what is compared, at most: about what a panel shows of a picture. Larger pictures are made
 * smaller first, so that a difference nobody sees without a magnifier does not count, and the time it takes is bounded.
 */
const LONGEST_SIDE = 512;

/** Pixels of the largest picture that is decoded: 4096 a side, which takes a second and some hundred MB. */
const MOST_PIXELS = 2 ** 24;
/** Passes over the picture in a progressive JPEG; encoders make about ten, and a file of a few kilobytes may ask for thousands. */
const MOST_SCANS = 100;
/** MB that the decoder of JPEG may take. */
const MOST_MEMORY = 400;
const SCAN = Buffer.from([0xff, 0xda]);

/** Decodes a picture, made smaller if need be. Throws `MeasureError` for a kind that can't be read here, and for a damaged one. */
export async function toImage(picture: Picture): Promise<Image> {
  let image = await decoded(picture);
  while (Math.max(image.width, image.height) > LONGEST_SIDE) image = halve(image);
  return image;
}

/** The picture in its own size, of a moving one the frame in its middle. Throws like `toImage`. */
export async function decoded(picture: Picture): Promise<Image> {
  const { bytes, mime, width, height } = stillOf(picture);
  if (width * height > MOST_PIXELS)
    throw new MeasureError(t`A picture of ${width} × ${height} pixels is too large to be measured.`);
  if (mime.startsWith('video/'))
    throw new MeasureError(t`A video that the server has packed itself can not be measured, only frames can.`);
  try {
    if (mime === 'image/webp') return await fromWebp(bytes);
    return mime === 'image/png' ? fromPng(bytes) : fromJpeg(bytes);
  } catch (error) {
    throw new MeasureError(t`A picture can not be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function fromPng(bytes: Uint8Array): Image {
  const plain = plainPng(bytes);
  if (!plain) throw new Error('its pixels are not what its header says');
  const { data, width, height, channels, depth, palette } = decodePng(plain);
  if (!palette) return planesOf(data, width, height, channels, 2 ** depth - 1);
  const colours = Uint8Array.from(
    { length: PLANES * width * height },
    (_, i) => palette[data[Math.floor(i / PLANES)]][i % PLANES],
  );
  return planesOf(colours, width, height, PLANES, 255);
}

function fromJpeg(bytes: Uint8Array): Image {
  const jpeg = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let scans = 0;
  for (let at = jpeg.indexOf(SCAN); at >= 0; at = jpeg.indexOf(SCAN, at + 2)) scans += 1;
  if (scans > MOST_SCANS) throw new Error('it has too many parts');
  const { data, width, height } = decodeJpeg(jpeg, {
    useTArray: true,
    formatAsRGBA: false,
    // Its own header counts, which may not be the one that was read before.
    maxResolutionInMP: MOST_PIXELS / 1e6,
    maxMemoryUsageInMB: MOST_MEMORY,
  });
  return planesOf(data, width, height, PLANES, 255);
}

async function fromWebp(bytes: Uint8Array): Promise<Image> {
  const { decodeWebp } = await import('./webp.ts');
  const { data, width, height } = await decodeWebp(bytes);
  return planesOf(data, width, height, PLANES + 1, 255);
}

/** Interleaved values up to `most` as planes. One or two channels are grey; alpha is left out. */
export function planesOf(
  data: ArrayLike<number>,
  width: number,
  height: number,
  channels: number,
  most: number,
): Image {
  const planes = Array.from({ length: PLANES }, (_, plane) => {
    const values = new Float32Array(width * height);
    const channel = channels < PLANES ? 0 : plane;
    for (let i = 0, at = channel; i < values.length; i++, at += channels) values[i] = data[at] / most;
    return values;
  });
  return { planes, width, height };
}

/** Half the size: means of two by two pixels. An odd last row or column is left out. */
export function halve({ planes, width, height }: Image): Image {
  const [halfWidth, halfHeight] = [Math.floor(width / 2), Math.floor(height / 2)];
  const smaller = planes.map((plane) => {
    const values = new Float32Array(halfWidth * halfHeight);
    for (let y = 0, out = 0; y < halfHeight; y++) {
      for (let x = 0, at = 2 * y * width; x < halfWidth; x++, at += 2, out++)
        values[out] = 0.25 * (plane[at] + plane[at + 1] + plane[at + width] + plane[at + width + 1]);
    }
    return values;
  });
  return { planes: smaller, width: halfWidth, height: halfHeight };
}
