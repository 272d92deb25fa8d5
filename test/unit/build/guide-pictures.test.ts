/** The pictures that the build draws for the guide: what they show, and how little they weigh. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawSteps, writeGuidePictures } from '../../../build/guide-pictures.ts';
import type { Scenes } from '../../../server/src/render/builtin/scenes-schema.ts';
import { data, knowledge } from '../../support/knowledge.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary.ts';

const guide = knowledge.stepsGuide;
const scenes = data.scenes as Scenes;
let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeGuidePictures(guide, scenes, folder.path);
});
afterAll(() => folder.remove());

test('few steps are seen to be few, and the last two can hardly be told apart', () => {
  const [few, enough, many] = drawSteps(guide, scenes, 96).map(({ pixels }) => pixels.data);
  const apart = (a: Uint8Array, b: Uint8Array): number =>
    a.reduce((sum, value, at) => sum + Math.abs(value - b[at]), 0) / a.length;
  expect(apart(few, many)).toBeGreaterThan(15);
  expect(apart(enough, many)).toBeLessThan(apart(few, many) / 3);
});

test('there is one for each count, and all of them weigh little', async () => {
  const files = (await readdir(join(folder.path, 'webview/guide'))).sort();
  expect(files).toEqual(guide.compare.map((count) => `steps-${count}.jpg`).sort());
  const sizes = await Promise.all(files.map((file) => stat(join(folder.path, 'webview/guide', file))));
  expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(300_000);
});

test('the small ones are data of less than 30 kB', async () => {
  const text = await readFile(join(folder.path, 'guide-pictures.json'), 'utf8');
  const small: Record<string, string> = JSON.parse(text);
  expect(Object.keys(small)).toEqual(guide.compare.map(String));
  for (const address of Object.values(small)) expect(address).toMatch(/^data:image\/jpeg;base64,\/9j\//);
  expect(text.length).toBeLessThan(30_000);
});
