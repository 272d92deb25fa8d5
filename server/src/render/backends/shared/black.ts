/** Pictures that are black all over: what a sampler or VAE that ran into NaN leaves, with no word from the server. */
import type { Picture } from '../../backend.ts';
import { lookThrough } from '../../inflate.ts';
import { chunksOf } from '../../png.ts';

/** Black compresses to about a thousandth, next to text chunks that may hold a graph. A larger file is not black. */
const TEXT_BYTES = 128 * 1024;
const PIXELS_PER_BYTE = 50;
/** Pixels of the largest picture that is looked through: 8192 a side, a second in pieces. */
const MOST_PIXELS = 2 ** 26;

/** Samples of a pixel by PNG's type of colour; the last one of an even count is alpha. Palettes are left out. */
const SAMPLES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [4, 2],
  [6, 4],
]);

/**
 * Whether every pixel of a PNG is black. False for other formats, and for what can't be decoded or is too large. Unpacked to
 * the first colour: a file of a megabyte may hold gigabytes of pixels.
 */
export async function isBlack({ bytes, mime, width, height }: Picture): Promise<boolean> {
  const pixels = width * height;
  if (mime !== 'image/png' || pixels > MOST_PIXELS || bytes.length > TEXT_BYTES + pixels / PIXELS_PER_BYTE)
    return false;
  const chunks = [...chunksOf(bytes)];
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (!header || header.length < 13) return false;
  const [depth, colour, , , interlaced] = header.subarray(8);
  const samples = SAMPLES.get(colour);
  if (samples === undefined || interlaced !== 0) return false;
  const look = new Look(width, height, depth, samples);
  try {
    const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
    await lookThrough(packed, (piece) => look.go(piece));
  } catch {
    // Broken, or left before its end: what was seen counts.
  }
  return look.isWhole;
}

/**
 * Goes through the rows as they are packed, each with a byte before it that names its filter. The colours are not restored: where
 * all are 0, every filter leaves 0, and where all are left 0 they are 0 (PNG, 9.2).
 */
class Look {
  readonly #row: number;
  readonly #size: number;
  /** Bytes of a pixel, and of its colours without alpha. Smaller pixels share bytes, and have no alpha. */
  readonly #pixel: number;
  readonly #colours: number;
  #at = 0;

  constructor(width: number, height: number, depth: number, samples: number) {
    this.#row = 1 + Math.ceil((width * samples * depth) / 8);
    this.#size = this.#row * height;
    this.#pixel = Math.max(1, (samples * depth) / 8);
    this.#colours = Math.max(1, ((samples % 2 === 0 ? samples - 1 : samples) * depth) / 8);
  }

  /** False once there is a colour, or the picture is over. */
  go(piece: Uint8Array): boolean {
    const length = Math.min(piece.length, this.#size - this.#at);
    for (let i = 0; i < length; i++) {
      if (piece[i] === 0) continue;
      const inRow = (this.#at + i) % this.#row;
      if (inRow > 0 && (inRow - 1) % this.#pixel < this.#colours) return false;
    }
    this.#at += length;
    return this.#at < this.#size;
  }

  /** It got to the end, and all was black. */
  get isWhole(): boolean {
    return this.#at === this.#size;
  }
}
