/** From a generation and the values of one setting to the requests of a sweep, which differ in nothing else. */
import { t } from '@vscode/l10n';
import type { Generation } from '../../dialects/generation.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { SweepSetting } from '../../protocol/sweep.ts';
import type { Overrides } from '../../run/asked.ts';
import type { RenderLimits } from '../backend-kind.ts';
import { PlanError } from '../plan/error.ts';
import type { ModelQuestion, Prepare, Prepared, RenderInput } from '../prepare.ts';
import type { Session } from '../session.ts';
import { meaningOf, overriddenBy, valueIn } from './setting.ts';

/** What sweeps are planned with. */
export interface Planners {
  readonly prepare: Prepare;
  readonly knowledge: Knowledge;
  readonly session: Session;
  readonly limits: Pick<RenderLimits, 'maxSide'>;
  readonly signal: AbortSignal;
}

export interface SweepInput extends Omit<RenderInput, 'mode'> {
  readonly setting: SweepSetting;
  /** Decimal; left out: the file's, or one drawn for all. */
  readonly seed?: string | undefined;
}

export interface SweepPlan {
  readonly setting: SweepSetting;
  /** The render as the file says it, with the seed of all. */
  readonly base: Prepared;
  /** It can be rendered with other seeds: a graph may choose its own. */
  readonly canSeed: boolean;
  /** Whether the sampler comes to one picture with more steps; `null` where that is not known. */
  readonly converges: boolean | null;
  /** The render with another value, and with another seed where one is given. Throws what `Prepare` throws. */
  variant(value: string, seed?: bigint): Promise<Variant>;
}

export interface Variant {
  readonly value: string;
  /** It is what the file says. */
  readonly isCurrent: boolean;
  readonly prepared: Prepared;
}

/** Plans a sweep on a backend; the question where a person must say which model. Throws what `Prepare` throws. */
export async function planSweep(
  { setting, seed, ...input }: SweepInput,
  { prepare, knowledge, session, limits, signal }: Planners,
): Promise<SweepPlan | ModelQuestion> {
  const ask = (overrides: Overrides): Promise<Prepared | ModelQuestion> =>
    prepare(
      { ...input, mode: 'configured', video: 'short', overrides: { ...input.overrides, ...overrides } },
      session,
      limits,
      signal,
    );
  const base = await ask(seed === undefined ? {} : { seed });
  if ('question' in base) return base;
  const { request } = base;
  const own = overriddenBy(setting, request);
  const kept = keptBeside(setting, base);
  const current = valueIn(setting, request);
  const isCurrent = (value: string): boolean =>
    current !== null && meaningOf(setting, value, knowledge) === meaningOf(setting, current, knowledge);
  const seeds = (wanted: bigint): Overrides =>
    (wanted !== request.seed || seed !== undefined || base.seedIsDrawn) && canSeed(input.generation, base)
      ? { seed: wanted.toString() }
      : {};

  return {
    setting,
    base,
    canSeed: canSeed(input.generation, base),
    converges: knowledge.sampler(request.sampler?.id ?? '')?.converges ?? null,
    variant: async (value, wanted = request.seed) => {
      if (isCurrent(value) && wanted === request.seed) return { value, isCurrent: true, prepared: base };
      const given = isCurrent(value) ? {} : { ...kept, [own]: value };
      const prepared = await ask({ ...seeds(wanted), ...given });
      // The model was found for the base: it is the same question again only where the server has changed meanwhile.
      if ('question' in prepared)
        throw new PlanError(t`The server no longer has the model. Compare again to choose another.`);
      return { value, isCurrent: isCurrent(value), prepared };
    },
  };
}

/** Everything that is going to be rendered, or may be. */
export interface Planned {
  readonly variants: readonly Variant[];
  /** What differs from the file in every one of them. */
  readonly changes: readonly string[];
}

/** What variants of a plan are together. */
export function together(variants: readonly Variant[], { base }: Pick<SweepPlan, 'base'>): Planned {
  const isCommon = (change: string) => variants.every(({ prepared }) => prepared.changes.includes(change));
  return { variants, changes: base.changes.filter(isCommon) };
}

/** A graph that computes its seed has no place for another. */
function canSeed({ graph }: Generation, { request }: Prepared): boolean {
  return request.graph === null || graph?.inputs.seed !== undefined;
}

/** The schedule that the file writes behind its sampler (`DPM++ 2M Karras`) stays when the sampler is another. */
function keptBeside(setting: SweepSetting, { request, run: { sampling } }: Prepared): Overrides {
  const isBehind = setting === 'sampler' && sampling.scheduleAt === sampling.samplerAt && request.graph === null;
  const id = isBehind ? request.schedule?.id : null;
  return id ? { scheduler: id } : {};
}
