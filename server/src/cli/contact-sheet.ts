/** Pictures side by side on one sheet, each with a caption. */
import { encode } from 'fast-png';
import type { Image } from '../render/sweet-spot/pixels.ts';
import { LINE_HEIGHT, letter } from './lettering.ts';

export interface Tile {
  /** `null`: there is none, and its place stays empty. */
  readonly image: Image | null;
  /** Lines; the first is the title. */
  readonly caption: readonly string[];
}

type Colour = readonly [number, number, number];

/** Dark enough for pictures to stand out, and for captions to be read in any viewer. */
const PAPER: Colour = [32, 33, 36];
const EMPTY: Colour = [48, 49, 53];
const TITLE: Colour = [236, 238, 241];
const TEXT: Colour = [160, 165, 172];

/** Pixels. */
const GAP = 12;
const SMALLEST_CELL = 96;
/** Letters get one more pixel a dot for each of these of a cell's width. */
const WIDTH_PER_SCALE = 160;
const MOST_COLUMNS = 5;

/** The sheet as PNG. */
export function contactSheet(tiles: readonly Tile[]): Uint8Array {
  const sides = (of: 'width' | 'height') => tiles.map(({ image }) => image?.[of] ?? 0);
  const cell = { width: Math.max(SMALLEST_CELL, ...sides('width')), height: Math.max(1, ...sides('height')) };
  const scale = Math.min(3, Math.max(1, Math.round(cell.width / WIDTH_PER_SCALE)));
  const lines = Math.max(...tiles.map(({ caption }) => caption.length));
  const line = scale * (LINE_HEIGHT + 2);
  const columns = tiles.length <= MOST_COLUMNS ? tiles.length : Math.ceil(Math.sqrt(tiles.length));
  const rows = Math.ceil(tiles.length / columns);
  const [across, down] = [cell.width + GAP, cell.height + GAP / 2 + lines * line + GAP];
  const sheet = new Sheet(columns * across + GAP, rows * down + GAP);

  for (const [at, { image, caption }] of tiles.entries()) {
    const left = GAP + (at % columns) * across;
    const top = GAP + Math.floor(at / columns) * down;
    if (image)
      sheet.picture(left + ((cell.width - image.width) >> 1), top + ((cell.height - image.height) >> 1), image);
    else sheet.fill(left, top, cell.width, cell.height, EMPTY);
    for (const [index, text] of caption.entries()) {
      const y = top + cell.height + GAP / 2 + index * line;
      const colour = index === 0 ? TITLE : TEXT;
      letter(text, Math.floor(cell.width / scale), (column, row) =>
        sheet.fill(left + column * scale, y + row * scale, scale, scale, colour),
      );
    }
  }
  return sheet.png();
}

/** A sheet of paper. What would fall beside it is left out. */
class Sheet {
  readonly #width: number;
  readonly #height: number;
  readonly #data: Uint8Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#data = new Uint8Array(3 * width * height);
    this.fill(0, 0, width, height, PAPER);
  }

  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    for (let y = top; y < Math.min(top + height, this.#height); y++)
      for (let x = left; x < Math.min(left + width, this.#width); x++)
        this.#data.set(colour, 3 * (y * this.#width + x));
  }

  picture(left: number, top: number, { planes, width, height }: Image): void {
    for (let y = 0, at = 0; y < height; y++)
      for (let x = 0; x < width; x++, at++)
        for (const [plane, values] of planes.entries())
          this.#data[3 * ((top + y) * this.#width + left + x) + plane] = Math.round(255 * values[at]);
  }

  png(): Uint8Array {
    return encode({ width: this.#width, height: this.#height, data: this.#data, channels: 3 });
  }
}
