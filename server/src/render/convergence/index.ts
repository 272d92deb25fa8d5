/**
 * Finds the sweet spot: the fewest steps past which a picture no longer improves enough to notice. Who asks brings the renderer
 * along, so nothing in here knows backends, files or the protocol.
 */

import { fill } from '../../knowledge/knowledge.ts';
import type { ConvergenceFacts } from '../../knowledge/schema.ts';
import type { Picture } from '../backend.ts';
import type { CurvePoint, QualityCurve, SweetSpotResult } from './curve.ts';
import { detailOf } from './detail.ts';
import { toImage } from './pixels.ts';
import { similarityOf } from './similarity.ts';

export type { CurvePoint, QualityCurve, SweetSpotResult } from './curve.ts';
export { type LadderWish, ladderFor } from './ladder.ts';
export { MeasureError } from './pixels.ts';

/** A finished picture and the time it took. */
export interface Rendered {
  readonly picture: Picture;
  readonly seconds: number;
}

export interface Search {
  /** Step counts that may be rendered, ascending: see `ladderFor`. */
  readonly ladder: readonly number[];
  /** At least one. The first finds the place, the others tell how far it may be trusted. */
  readonly seeds: readonly bigint[];
  /** What data/samplers.yaml says of the sampler; `null` where it is not known. */
  readonly sampler: { readonly converges: boolean; readonly order: number } | null;
  readonly facts: ConvergenceFacts;
  /** Renders one picture; `null`: this one was left out. What it throws ends the search and is passed on. */
  readonly render: (steps: number, seed: bigint) => Promise<Rendered | null>;
  /** Several renders may be asked for at once; left out: one after the other. */
  readonly parallel?: boolean;
  readonly signal: AbortSignal;
  /** What is known so far, after every picture that tells more. */
  readonly onCurve?: (curve: QualityCurve) => void;
}

/**
 * Renders what it takes to find the sweet spot. `null`: it was aborted, or too much was left out to say anything.
 * Throws what `render` throws, and `MeasureError` for pictures that can't be compared.
 */
export async function findSweetSpot({
  ladder,
  seeds,
  sampler,
  facts,
  render,
  signal,
  onCurve,
}: Search): Promise<SweetSpotResult | null> {
  const measure = sampler?.converges === false ? 'detail' : 'similarity';
  const enough = facts.enough[measure];
  const points: CurvePoint[] = [];
  const top = ladder[ladder.length - 1];
  const [seed] = seeds;
  let highest = null;
  for (const steps of ladder.toReversed()) {
    if (signal.aborted) return null;
    const rendered = await render(steps, seed);
    if (rendered === null) continue;
    const image = await toImage(rendered.picture);
    highest ??= image;
    const quality = measure === 'similarity' ? similarityOf(image, highest) : detailOf(image) / detailOf(highest);
    points.unshift({ steps, seconds: rendered.seconds, quality, low: quality, high: quality });
    onCurve?.({ measure, enough, points });
    if (quality < enough) break;
  }
  const found = points.find(({ quality }) => quality >= enough);
  if (!found) return null;
  const sentence = facts.sentences[measure === 'similarity' ? 'found' : 'wandering'];
  return {
    curve: { measure, enough, points },
    steps: found.steps,
    between: [found.steps, found.steps],
    sentence: fill(sentence, { steps: found.steps, top }),
  };
}

/** How alike two pictures look, 0 to 1: multi-scale SSIM. Throws `MeasureError` when they can't be compared. */
export async function similarity(a: Picture, b: Picture): Promise<number> {
  return similarityOf(await toImage(a), await toImage(b));
}
