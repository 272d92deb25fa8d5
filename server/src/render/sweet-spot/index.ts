/**
 * Finds the sweet spot: the fewest steps past which a picture no longer improves enough to notice. Who asks brings the renderer
 * along, so nothing in here knows backends, files or the protocol.
 */
import type { SweetSpotResult } from '../../protocol/curve.ts';
import type { Picture } from '../backend.ts';
import { findConvergence } from './converging.ts';
import { toImage } from './pixels.ts';
import { createRenderOnce } from './renders.ts';
import type { Search } from './search.ts';
import { similarityOf } from './similarity.ts';
import { findDetail } from './wandering.ts';

export { type LadderBounds, ladderFor } from './ladder.ts';
export { MeasureError } from './pixels.ts';
export type { Rendered } from './renders.ts';
export type { Search, Shortened } from './search.ts';

/**
 * Renders what it takes to find the sweet spot. `null`: it was aborted, or too much was left out to say anything.
 * Throws what `render` throws, and `MeasureError` for pictures that can't be compared.
 */
export async function findSweetSpot(search: Search): Promise<SweetSpotResult | null> {
  const renderOnce = createRenderOnce(search.render, search.signal);
  try {
    // Of a sampler that nobody knows, the pictures tell: one that does not converge is found to change to the end.
    return await (search.sampler?.converges === false ? findDetail : findConvergence)(search, renderOnce);
  } catch (error) {
    if (search.signal.aborted) return null;
    throw error;
  }
}

/** How alike two pictures look, 0 to 1: multi-scale SSIM. Throws `MeasureError` when they can't be compared. */
export async function similarity(a: Picture, b: Picture): Promise<number> {
  return similarityOf(await toImage(a), await toImage(b));
}
