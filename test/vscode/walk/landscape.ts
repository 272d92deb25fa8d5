/** Pictures for scripted servers to send: lands by the built-in model, which look like something on a screenshot. */
import { readFile } from 'node:fs/promises';
import { encode } from 'fast-png';
import * as v from 'valibot';
import { parse } from 'yaml';
import type { Pixels } from '../../../server/src/render/builtin/decoder.ts';
import { createEngine } from '../../../server/src/render/builtin/engine.ts';
import { ScenesSchema } from '../../../server/src/render/builtin/scenes-schema.ts';

export interface Landscape {
  /** PNG, one for each step. */
  readonly previews: readonly Uint8Array[];
  /** PNG. */
  readonly picture: Uint8Array;
}

/** Draws a land. */
export async function landscape(prompt: string, steps: number, width: number, height: number): Promise<Landscape> {
  const engine = createEngine(v.parse(ScenesSchema, parse(await readFile('data/builtin/scenes.yaml', 'utf8'))));
  const request = { prompt, negativePrompt: '', steps, guidance: 4, width, height, seed: 4n, image: 0 };
  const render = engine.render({ ...request, sampler: 'euler', schedule: 'karras' });
  const previews: Uint8Array[] = [];
  for (;;) {
    const { done, value } = render.next();
    if (done) return { previews, picture: png(value.pixels) };
    previews.push(png(value.preview(192)));
  }
}

function png({ data, width, height }: Pixels): Uint8Array {
  return encode({ data, width, height, channels: 3, depth: 8 });
}
