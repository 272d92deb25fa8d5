/** Writes the site into a folder: its pages, its style sheet and script, what the search looks through, its pictures. */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { imageSize } from 'image-size';
import { compileData } from '../data.ts';
import { drawSteps, encodeJpeg, SIDE } from '../guide-pictures.ts';
import { drawnPicture, keptPictures } from './pictures.ts';
import { makeSite, type Site } from './site.ts';

type Sizes = Map<string, { width: number; height: number }>;

/** Makes the site, and says what is in it. The working folder is the root of the repository. */
export async function writeSite(folder: string): Promise<Site> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'pictures'), { recursive: true });
  const sizes = await writePictures(folder);
  const site = await makeSite(sizes);
  for (const [path, text] of site.files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await writeFile(join(folder, 'search.js'), `window.sweetspotEntries=${JSON.stringify(site.entries)};\n`);
  await build({
    bundle: true,
    entryPoints: { site: 'build/site/browser/site.ts', style: 'build/site/browser/site.css' },
    entryNames: 'site',
    outdir: folder,
    format: 'iife',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return site;
}

/** Those that are kept in the repository, and what the built-in model draws for the guide. */
async function writePictures(folder: string): Promise<Sizes> {
  const sizes: Sizes = new Map();
  for (const { from, path } of await keptPictures()) {
    const { width, height } = imageSize(await readFile(from));
    sizes.set(path, { width, height });
    await copyFile(from, join(folder, path));
  }
  const { stepsGuide, scenes } = await compileData('data');
  for (const { steps, pixels } of drawSteps(stepsGuide, scenes, SIDE)) {
    sizes.set(drawnPicture(steps), { width: SIDE, height: SIDE });
    await writeFile(join(folder, drawnPicture(steps)), encodeJpeg(pixels));
  }
  return sizes;
}
