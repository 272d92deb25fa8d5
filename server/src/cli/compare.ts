/** `sweetspot compare`: pictures of one generation that differ in one setting, side by side. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createSweep, planComparison, type Rendered, type Variant } from '../render/sweep/index.ts';
import { type Image, MeasureError, toImage } from '../render/sweet-spot/pixels.ts';
import { similarityOf } from '../render/sweet-spot/similarity.ts';
import { parseCompareOptions } from './compare-options.ts';
import { type Compared, captionOf, jsonReport, resultOf, textReport } from './compare-report.ts';
import { contactSheet } from './contact-sheet.ts';
import { unwritten, writeOut } from './files.ts';
import { writePicture } from './picture-file.ts';
import { rendering } from './rendering.ts';
import type { Command } from './usage.ts';

/** Names of files in the folder. */
const SHEET = 'sheet.png';
const RESULT = 'compare.json';

export const compare: Command = async (args, createHost) => {
  const options = parseCompareOptions(args);
  const { setting, output, limits } = options;
  return rendering(
    options,
    createHost,
    { jsonReport, textReport },
    async ({ knowledge, session, prepare, input, signal }, report) => {
      const planners = { prepare, knowledge, session, limits, signal };
      const plan = await planComparison({ ...input, setting }, options.values, planners);
      if ('question' in plan) return plan;
      const { variants } = plan;
      await mkdir(output, { recursive: true }).catch(unwritten(output));
      report.plan(plan, session);

      const { backend } = session;
      const { schedulesItself } = (await session.info(signal)).capabilities;
      const { maxDuration } = limits;
      const sweep = createSweep({ knowledge, backend, schedulesItself, maxDuration, signal, tell: report.outage });
      const names = fileNames(setting, variants);
      const pictures = await Promise.all(
        variants.map(async (variant, at) => {
          const rendered = await sweep.render(variant.prepared.request, signal, (event) =>
            report.event(variant, event),
          );
          if (!rendered) return null;
          const file = await writePicture(join(output, names[at]), rendered.picture, 1);
          report.picture(variant, rendered, file);
          return { ...rendered, file };
        }),
      );
      if (signal.aborted) report.cancelled();
      if (pictures.every((picture) => picture === null)) return 1;

      const images = await Promise.all(pictures.map((picture) => picture && imageOf(picture)));
      const [sheet, result] = [join(output, SHEET), join(output, RESULT)];
      const tiles = variants.map((variant, at) => ({
        image: images[at],
        caption: captionOf(setting, variant, pictures[at]),
      }));
      await writeOut(sheet, contactSheet(tiles));
      const compared: Compared = { plan, pictures, distances: await distancesOf(variants, images) };
      await writeOut(result, `${JSON.stringify(resultOf(compared, session, sheet), null, 2)}\n`);
      report.made(sheet, result);
      return pictures.includes(null) ? 1 : 0;
    },
  );
};

/** `steps-25.png`, `sampler-dpmpp_2m.png`: a name for each value, safe on every system. */
function fileNames(setting: string, variants: readonly Variant[]): readonly string[] {
  const start = setting === 'inference_steps' ? 'steps' : setting === 'guidance_scale' ? 'guidance' : setting;
  const used = new Map<string, number>();
  return variants.map(({ value }) => {
    const name = `${start}-${value.replace(/[^\w.+-]+/g, '_')}`;
    const before = used.get(name.toLowerCase()) ?? 0;
    used.set(name.toLowerCase(), before + 1);
    return `${name}${before > 0 ? `-${before + 1}` : ''}.png`;
  });
}

/** `null` for a picture that can't be read here: it lies in the folder all the same. */
async function imageOf({ picture }: Rendered): Promise<Image | null> {
  try {
    return await toImage(picture);
  } catch (error) {
    if (error instanceof MeasureError) return null;
    throw error;
  }
}

/** Of every two pictures, 1 minus their similarity. */
async function distancesOf(
  variants: readonly Variant[],
  images: readonly (Image | null)[],
): Promise<Compared['distances']> {
  const found = [];
  for (let a = 0; a < images.length; a++) {
    for (let b = a + 1; b < images.length; b++) {
      const [one, other] = [images[a], images[b]];
      if (!one || !other) continue;
      const distance = Math.round(1e4 * (1 - (await similarityOf(one, other)))) / 1e4;
      found.push({ between: [variants[a].value, variants[b].value] as const, distance });
    }
  }
  return found;
}
