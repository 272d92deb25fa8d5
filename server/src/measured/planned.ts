/** The conditions of a generation that nobody renders yet: those of the render that is planned for it, as the file says. */
import { numberOf } from '../dialects/numbers.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Sampler } from '../knowledge/schema.ts';
import { PlanError } from '../render/plan/error.ts';
import { planRender } from '../render/plan/index.ts';
import type { Run } from '../run/index.ts';
import { keyOf, sweetSpotConditionsOf, sweetSpotKeyOf } from './conditions.ts';

/** What a generation's facts are found under, whatever the backend. */
export interface Keys {
  readonly speed: string;
  readonly sweetSpot: string;
  /** Counts the evaluations. */
  readonly sampler: Sampler | null;
}

/** Stands for any backend in those keys. */
export const ANYWHERE = { backend: '' };

/** `null` where a render of the generation can't be told from others that cost something else. */
export function plannedKeys(run: Run, knowledge: Knowledge): Keys | null {
  if (isUnlikeOthers(run)) return null;
  try {
    const { request } = planRender(run, knowledge, {
      mode: 'configured',
      randomSeed: () => 0n,
      bounds: UNBOUNDED,
      asGraph: run.generation.graph !== undefined,
    });
    const conditions = sweetSpotConditionsOf(ANYWHERE.backend, request);
    const sampler = knowledge.sampler(conditions.sampler);
    return { speed: keyOf(conditions), sweetSpot: sweetSpotKeyOf(conditions), sampler };
  } catch (error) {
    if (error instanceof PlanError) return null;
    throw error;
  }
}

/** A size that the backend or the user's settings do not allow is rendered at another, and measured there. */
const UNBOUNDED = {
  side: { most: Number.POSITIVE_INFINITY, says: '' },
  steps: null,
  seed: { most: 2n ** 64n - 1n, name: '' },
};

/** A video that does not say how long it is; a part of the steps; a graph that does not say which model it runs, at what size, or that makes several at once. */
function isUnlikeOthers({ generation, model: { isVideo }, steps }: Run): boolean {
  if ((isVideo && numberOf(generation, 'frames') === null) || steps.part?.kind === 'window') return true;
  if (!generation.graph) return false;
  const isSized = numberOf(generation, 'width') !== null && numberOf(generation, 'height') !== null;
  return generation.model === null || !isSized || (numberOf(generation, 'batch_size')?.number ?? 1) !== 1;
}
