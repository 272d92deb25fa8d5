/** Draws docs/images/steps.webp for the README: the scene of the steps guide at the counts it compares, side by side. */
import { writeFile } from 'node:fs/promises';
import { compileData } from './data.ts';
import { drawSteps } from './guide-pictures.ts';
import { webpOf } from './webp.ts';

const SIDE = 340;
/** White between the pictures, pixels. */
const GAP = 8;

async function main(): Promise<void> {
  const { stepsGuide, scenes } = await compileData('data');
  const pictures = drawSteps(stepsGuide, scenes, SIDE);
  const width = pictures.length * SIDE + (pictures.length - 1) * GAP;
  const sheet = new Uint8Array(width * SIDE * 3).fill(255);
  pictures.forEach(({ pixels: { data } }, column) => {
    for (let y = 0; y < SIDE; y++) {
      sheet.set(data.subarray(y * SIDE * 3, (y + 1) * SIDE * 3), (y * width + column * (SIDE + GAP)) * 3);
    }
  });
  await writeFile('docs/images/steps.webp', await webpOf({ data: sheet, width, height: SIDE, channels: 3 }));
}

await main();
