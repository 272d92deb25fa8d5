/**
 * Finds the sweet spot: the fewest steps past which a picture no longer improves enough to notice. Who asks brings the renderer
 * along, so nothing in here knows backends, files or the protocol.
 */
import type { SweetSpotFacts } from '../../knowledge/schema.ts';
import type { QualityCurve, SweetSpotResult } from '../../protocol/curve.ts';
import type { Picture } from '../backend.ts';
import { findConvergence } from './converging.ts';
import { toImage } from './pixels.ts';
import { createShoot, type Rendered } from './renders.ts';
import { similarityOf } from './similarity.ts';
import { findDetail } from './wandering.ts';

export { type LadderBounds, ladderFor } from './ladder.ts';
export { MeasureError } from './pixels.ts';
export type { Rendered } from './renders.ts';

export interface Search {
  /** Step counts that may be rendered, ascending: see `ladderFor`. */
  readonly ladder: readonly number[];
  /** At least one. The first finds the place, the others tell how far it may be trusted. */
  readonly seeds: readonly bigint[];
  /** What data/samplers.yaml says of the sampler; `null` where it is not known. */
  readonly sampler: { readonly converges: boolean } | null;
  readonly facts: SweetSpotFacts;
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
export async function findSweetSpot(search: Search): Promise<SweetSpotResult | null> {
  const shoot = createShoot(search.render, search.signal);
  try {
    // Of a sampler that nobody knows, the pictures tell: one that does not converge is found to change to the end.
    return await (search.sampler?.converges === false ? findDetail : findConvergence)(search, shoot);
  } catch (error) {
    if (search.signal.aborted) return null;
    throw error;
  }
}

/** How alike two pictures look, 0 to 1: multi-scale SSIM. Throws `MeasureError` when they can't be compared. */
export async function similarity(a: Picture, b: Picture): Promise<number> {
  return similarityOf(toImage(a), toImage(b));
}
