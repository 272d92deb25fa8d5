/** Draws docs/images/steps.png for the README: the scene of the steps guide at the counts it compares, side by side. */
import { writeFile } from 'node:fs/promises';
import { encode } from 'fast-png';
import { compileData } from './data.ts';
import { drawSteps } from './guide-pictures.ts';

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
  await writeFile(
    'docs/images/steps.png',
    encode({ data: sheet, width, height: SIDE, channels: 3, depth: 8 }, { zlib: { level: 9 } }),
  );
}

await main();
