/** What a search for the sweet spot may render: every count of a ladder with every seed, planned before the first. */
import { numberOf } from '../../dialects/numbers.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Capabilities } from '../backend.ts';
import { ladderFor, type Shortened } from '../sweet-spot/index.ts';
import type { SweepPlan, Variant } from './plan.ts';

/** How many seeds tell how far the answer may be trusted, where nobody says. */
export const USUAL_SEEDS = 2;

export interface SearchPlan {
  readonly ladder: readonly number[];
  readonly seeds: readonly bigint[];
  /** All there are. */
  readonly variants: readonly Variant[];
  /** The videos that are rendered are shorter than the file's. */
  readonly shortened: Shortened | null;
  /** The one of a count and a seed that are among them. */
  variant(steps: number, seed: bigint): Variant;
}

/** What a search renders of a video, where that is not all of it. */
function shortenedIn({ base: { run, request } }: SweepPlan): Shortened | null {
  const whole = numberOf(run.generation, 'frames')?.number ?? null;
  const { frames: made } = request;
  return whole !== null && made !== undefined && made < whole ? { made, whole } : null;
}

/** `seeds`: how many are wanted; a graph that chooses its own is rendered with that alone. Throws what `plan.variant` throws. */
export async function planSearch(
  plan: SweepPlan,
  seeds: number,
  { maxSteps, maxSeed }: Pick<Capabilities, 'maxSteps' | 'maxSeed'>,
  { data }: Knowledge,
): Promise<SearchPlan> {
  const { run, request } = plan.base;
  const distilledFor = run.model.decisive?.steps.distilled_for ?? null;
  const ladder = ladderFor(data.sweetSpot, { current: request.steps, distilledFor, most: maxSteps });
  const all = Array.from({ length: plan.canSeed ? seeds : 1 }, (_, at) => (request.seed + BigInt(at)) % (maxSeed + 1n));
  const variants = new Map<string, Variant>();
  for (const steps of ladder)
    for (const seed of all) variants.set(`${steps} ${seed}`, await plan.variant(String(steps), seed));
  return {
    ladder,
    seeds: all,
    variants: [...variants.values()],
    shortened: shortenedIn(plan),
    variant: (steps, seed) => {
      const found = variants.get(`${steps} ${seed}`);
      if (!found) throw new RangeError(`${steps} steps with seed ${seed} were not planned`);
      return found;
    },
  };
}
