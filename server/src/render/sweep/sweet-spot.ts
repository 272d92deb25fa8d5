/** What a search for the sweet spot may render: every count of a ladder with every seed, planned before the first. */
import { numberOf } from '../../dialects/numbers.ts';
import type { ModelQuestion } from '../prepare.ts';
import { ladderFor, type Search, type Shortened } from '../sweet-spot/index.ts';
import {
  type Planned,
  type Planners,
  planSweep,
  type SweepInput,
  type SweepPlan,
  together,
  type Variant,
} from './plan.ts';

/** How many seeds tell how far the answer may be trusted, where nobody says. */
export const USUAL_SEEDS = 2;

export interface SearchPlan extends Omit<SweepPlan, 'variant'>, Planned {
  /** What the search is told: all but who renders. */
  readonly search: Omit<Search, 'render' | 'onCurve' | 'parallel'> & { readonly parallel: boolean };
  /** The one of a count and a seed that are among them. */
  variantOf(steps: number, seed: bigint): Variant;
}

/** What a search renders of a video, where that is not all of it. */
function shortenedIn({ base: { run, request } }: SweepPlan): Shortened | null {
  const whole = numberOf(run.generation, 'frames')?.number ?? null;
  const { frames: made } = request;
  return whole !== null && made !== undefined && made < whole ? { made, whole } : null;
}

/** `seeds`: how many are wanted; a graph that chooses its own is rendered with that alone. Throws what `Prepare` throws. */
export async function planSearch(
  input: Omit<SweepInput, 'setting'>,
  seeds: number,
  planners: Planners,
): Promise<SearchPlan | ModelQuestion> {
  const { knowledge, session, signal } = planners;
  const { maxSteps, maxSeed, schedulesItself } = (await session.info(signal)).capabilities;
  const plan = await planSweep({ ...input, setting: 'inference_steps' }, planners);
  if ('question' in plan) return plan;
  const { run, request } = plan.base;
  const facts = knowledge.data.sweetSpot;
  const distilledFor = run.model.decisive?.steps.distilled_for ?? null;
  const ladder = ladderFor(facts, { current: request.steps, distilledFor, most: maxSteps });
  const all = Array.from({ length: plan.canSeed ? seeds : 1 }, (_, at) => (request.seed + BigInt(at)) % (maxSeed + 1n));
  const variants = new Map<string, Variant>();
  for (const steps of ladder)
    for (const seed of all) variants.set(`${steps} ${seed}`, await plan.variant(String(steps), seed));
  return {
    ...plan,
    ...together([...variants.values()], plan),
    search: {
      ladder,
      seeds: all,
      shortened: shortenedIn(plan),
      sampler: knowledge.sampler(request.sampler?.id ?? ''),
      facts,
      parallel: schedulesItself,
      signal,
    },
    variantOf: (steps, seed) => {
      const found = variants.get(`${steps} ${seed}`);
      if (!found) throw new RangeError(`${steps} steps with seed ${seed} were not planned`);
      return found;
    },
  };
}
