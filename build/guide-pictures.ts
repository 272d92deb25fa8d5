/** Draws what steps buy: the scene of the steps guide at the counts it compares, one seed, by the built-in model. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import jpeg from 'jpeg-js';
import type { StepsGuide } from '../server/src/knowledge/schema.ts';
import type { Pixels } from '../server/src/render/builtin/decoder.ts';
import { createEngine } from '../server/src/render/builtin/engine.ts';
import type { Scenes } from '../server/src/render/builtin/scenes-schema.ts';

/** Pixels of a side: of the page's pictures, three of which stand side by side, and of the hover's. */
export const SIDE = 480;
const SMALL_SIDE = 120;

/** Of JPEG, to 100. */
const QUALITY = 75;
const SMALL_QUALITY = 80;

export interface StepPicture {
  readonly steps: number;
  readonly pixels: Pixels;
}

/** The guide's scene at each of its counts, `side` pixels square. */
export function drawSteps({ scene, compare }: StepsGuide, scenes: Scenes, side: number): StepPicture[] {
  const engine = createEngine(scenes);
  return compare.map((steps) => {
    const { seed, ...settings } = scene;
    const land = { ...settings, negativePrompt: '', steps, width: side, height: side, seed: BigInt(seed), image: 0 };
    const render = engine.render(land);
    for (;;) {
      const { done, value } = render.next();
      if (done) return { steps, pixels: value.pixels };
    }
  });
}

/**
 * Writes the pictures into `folder` (dist/): `webview/guide/steps-<count>.jpg` for the guide's page, and `guide-pictures.json` for
 * the hover, the data URI of each count.
 */
export async function writeGuidePictures(guide: StepsGuide, scenes: Scenes, folder: string): Promise<void> {
  const pictures = drawSteps(guide, scenes, SIDE);
  const small = pictures.map(({ steps, pixels }) => {
    const bytes = encodeJpeg(shrink(pixels, SIDE / SMALL_SIDE), SMALL_QUALITY);
    return [steps, `data:image/jpeg;base64,${bytes.toString('base64')}`];
  });
  const forPage = join(folder, 'webview/guide');
  await mkdir(forPage, { recursive: true });
  await Promise.all([
    ...pictures.map(({ steps, pixels }) => writeFile(join(forPage, `steps-${steps}.jpg`), encodeJpeg(pixels))),
    writeFile(join(folder, 'guide-pictures.json'), JSON.stringify(Object.fromEntries(small))),
  ]);
}

/** The picture as JPEG, by default with the quality of pages. */
export function encodeJpeg({ data, width, height }: Pixels, quality = QUALITY): Buffer {
  const withAlpha = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    withAlpha.set(data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  }
  return jpeg.encode({ data: withAlpha, width, height }, quality).data;
}

/** Each pixel of the smaller picture is the mean of `by` times `by` of the larger one. */
function shrink(pixels: Pixels, by: number): Pixels {
  const [width, height] = [pixels.width / by, pixels.height / by];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) data[(y * width + x) * 3 + channel] = mean(x, y, channel);
    }
  }
  return { data, width, height };

  function mean(x: number, y: number, channel: number): number {
    let sum = 0;
    for (let row = y * by; row < (y + 1) * by; row++) {
      for (let column = x * by; column < (x + 1) * by; column++)
        sum += pixels.data[(row * pixels.width + column) * 3 + channel];
    }
    return sum / by ** 2;
  }
}
