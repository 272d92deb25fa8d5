/** Draws docs/images/steps.png for the README: one prompt and one seed at the guide's three step counts, by the built-in model. */
import { readFile, writeFile } from 'node:fs/promises';
import { encode } from 'fast-png';
import * as v from 'valibot';
import { parse } from 'yaml';
import { createEngine } from '../server/src/render/builtin/engine.ts';
import { ScenesSchema } from '../server/src/render/builtin/scenes-schema.ts';

const COUNTS = [4, 25, 50];
const SIDE = 340;
/** White between the pictures, pixels. */
const GAP = 8;

async function main(): Promise<void> {
  const engine = createEngine(v.parse(ScenesSchema, parse(await readFile('data/builtin/scenes.yaml', 'utf8'))));
  const width = COUNTS.length * SIDE + (COUNTS.length - 1) * GAP;
  const sheet = new Uint8Array(width * SIDE * 3).fill(255);
  COUNTS.forEach((steps, column) => {
    const { data } = picture(steps);
    for (let y = 0; y < SIDE; y++) {
      sheet.set(data.subarray(y * SIDE * 3, (y + 1) * SIDE * 3), (y * width + column * (SIDE + GAP)) * 3);
    }
  });
  await writeFile(
    'docs/images/steps.png',
    encode({ data: sheet, width, height: SIDE, channels: 3, depth: 8 }, { zlib: { level: 9 } }),
  );

  function picture(steps: number) {
    const render = engine.render({
      prompt: 'volcano island',
      negativePrompt: '',
      steps,
      guidance: 4,
      width: SIDE,
      height: SIDE,
      seed: 4n,
      sampler: 'euler',
      schedule: 'karras',
      image: 0,
    });
    for (;;) {
      const { done, value } = render.next();
      if (done) return value.pixels;
    }
  }
}

await main();
