/** Pictures as numbers to compare. */
import { decode as decodePng } from 'fast-png';
import type { Picture } from '../backend.ts';

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

/** Pixels of the longer side of what is compared: what a panel shows of a picture. Larger pictures are made smaller first. */
const LONGEST_SIDE = 512;

/** Decodes a picture. Throws `MeasureError` when it is of a kind that can't be read here, or damaged. */
export async function toImage({ bytes, mime }: Picture): Promise<Image> {
  if (mime !== 'image/png') throw new MeasureError(`Pictures of the kind ${mime} can't be measured yet.`);
  const { data, width, height, channels, depth } = decodePng(bytes);
  return fitting(planesOf(data, width, height, channels, 2 ** depth - 1));
}

/** Interleaved values as planes. One or two channels are grey; alpha is left out. */
export function planesOf(
  data: ArrayLike<number>,
  width: number,
  height: number,
  channels: number,
  most: number,
): Image {
  const planes = Array.from({ length: PLANES }, (_, plane) => {
    const channel = channels < PLANES ? 0 : plane;
    const values = new Float32Array(width * height);
    for (let i = 0, at = channel; i < values.length; i++, at += channels) values[i] = data[at] / most;
    return values;
  });
  return { planes, width, height };
}

/** The image itself, or halved until its longer side is at most `LONGEST_SIDE`. */
function fitting(image: Image): Image {
  let result = image;
  while (Math.max(result.width, result.height) > LONGEST_SIDE) result = halve(result);
  return result;
}

/** Half the size: means of two by two pixels. An odd last row or column is left out. */
export function halve({ planes, width, height }: Image): Image {
  const [half, rows] = [Math.floor(width / 2), Math.floor(height / 2)];
  const smaller = planes.map((plane) => {
    const values = new Float32Array(half * rows);
    for (let y = 0, out = 0; y < rows; y++) {
      for (let x = 0, at = 2 * y * width; x < half; x++, at += 2, out++)
        values[out] = 0.25 * (plane[at] + plane[at + 1] + plane[at + width] + plane[at + width + 1]);
    }
    return values;
  });
  return { planes: smaller, width: half, height: rows };
}
