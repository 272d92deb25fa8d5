/** What the pictures of one seed say about how a sampler converges. */
import { nearest } from './ladder.ts';
import { limitOf } from './limit.ts';
import type { DecodedRender, RenderOnce } from './renders.ts';
import { similarityOf } from './similarity.ts';

export interface Course {
  /** By steps: similarity to the picture that it all leads to, and the time of the render. */
  readonly known: ReadonlyMap<number, { readonly quality: number; readonly seconds: number }>;
  /** Counts whose pictures can be had, ascending. The highest is one of those that tell the limit. */
  rungs(): readonly number[];
  /** Renders and measures one more; the rung is gone when its picture was left out. */
  look(steps: number): Promise<void>;
}

/**
 * Begins with the highest count and those nearest to half and to a quarter of it, which together say where it all leads. Should
 * one of them be left out, the next lower one serves. `null` where there are not two.
 */
export async function startCourse(
  seed: bigint,
  ladder: readonly number[],
  renderOnce: RenderOnce,
  parallel: boolean,
): Promise<Course | null> {
  const firstOf = async (counts: readonly number[]): Promise<DecodedRender | null> => {
    for (const steps of counts) {
      const one = await renderOnce(steps, seed);
      if (one !== null) return one;
    }
    return null;
  };
  const top = ladder[ladder.length - 1];
  const half = nearest(ladder, top / 2);
  const quarter = nearest(ladder, top / 4);
  const parts = [
    ladder.filter((steps) => steps <= quarter && steps < half),
    ladder.filter((steps) => steps > quarter && steps <= half),
    ladder.filter((steps) => steps > half),
  ];
  // The lowest first, so that there is something to see sooner.
  const decoded = await inTurn(parts, parallel, (counts) => firstOf(counts.toReversed()));
  const found = decoded.filter((one) => one !== null);
  const [before, lower, higher] = found.length === 2 ? [null, ...found] : found;
  if (!lower || !higher) return null;

  const limit = limitOf(before, lower, higher);
  const known = new Map<number, { quality: number; seconds: number }>();
  const measure = async ({ steps, image, seconds }: DecodedRender): Promise<void> => {
    known.set(steps, { quality: await similarityOf(image, limit), seconds });
  };
  for (const one of found) await measure(one);
  const gone = new Set<number>();
  return {
    known,
    rungs: () => ladder.filter((steps) => steps <= higher.steps && !gone.has(steps)),
    look: async (steps) => {
      const one = await renderOnce(steps, seed);
      if (one === null) gone.add(steps);
      else await measure(one);
    },
  };
}

/** Does something with each, at once or one after the other; the answers are in the order of the items. */
export async function inTurn<T, R>(
  items: readonly T[],
  parallel: boolean,
  act: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  if (parallel) return Promise.all(items.map(act));
  const results: R[] = [];
  for (const item of items) results.push(await act(item));
  return results;
}
