/** What a generation can be compared in, and the values that show most. */
import { t } from '@vscode/l10n';
import type { Generation } from '../../dialects/generation.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Model } from '../../knowledge/schema.ts';
import { type Comparable, SWEEP_SETTINGS, type SweepSetting } from '../../protocol/sweep.ts';
import { isFewStep, ofSampling, type Run, type RunModel, schedulesFor } from '../../run/index.ts';
import { namesFor } from '../../run/naming.ts';
import type { Offers, RenderRequest } from '../backend.ts';
import { PlanError } from '../plan/error.ts';
import type { Planners, SweepPlan } from './plan.ts';
import { guidanceOf, labels, meaningOf, overriddenBy, valueIn } from './setting.ts';

/** Names that are suggested where nothing is known of them. */
const FEW = 4;

/** A generation as it would be rendered. */
export interface Configured {
  readonly run: Run;
  readonly request: RenderRequest;
  /** Its own graph is rendered. */
  readonly asGraph: boolean;
}

/**
 * `offers`: what the backend has to choose from; where it has no list, names are those of the file's program. `mostSteps`:
 * `null` for any count.
 */
export function comparables(
  { run: { generation, model, sampling }, request, asGraph }: Configured,
  offers: Offers,
  mostSteps: number | null,
  knowledge: Knowledge,
): readonly Comparable[] {
  return SWEEP_SETTINGS.flatMap((setting) => {
    // A graph must have an input for it.
    if (asGraph && !generation.graph?.inputs[overriddenBy(setting, request)]) return [];
    // Nor one that holds the sampler.
    if (asGraph && setting === 'scheduler' && sampling.samplerAt?.setting === 'scheduler') return [];
    const current = valueIn(setting, request);
    const named =
      setting === 'sampler' || setting === 'scheduler' ? namesFor(setting, generation, offers, knowledge) : null;
    const values = withOwn(setting, named ? pick(setting, named) : numbersOf(setting), current, knowledge);
    if (values.length < 2) return [];
    return [{ setting, label: labels()[setting], current, suggested: values, offered: named }];
  });

  function numbersOf(setting: SweepSetting): readonly string[] {
    const numbers = setting === 'inference_steps' ? counts(model, knowledge) : guidances(model, knowledge);
    const most = setting === 'inference_steps' ? mostSteps : null;
    return numbers.filter((number) => most === null || number <= most).map(String);
  }

  function guidances(model: RunModel, { guide }: Knowledge): readonly number[] {
    const facts = ofSampling(model, (each) => each.guidance)?.fact;
    // Without guidance there is nothing to compare.
    if (facts?.kind === 'off') return [];
    const { setting } = guidanceOf(request);
    if (!facts?.sweet)
      return [...(guide(setting)?.compare ?? []), ...(facts ? [facts.default] : [])].filter(
        (value) => typeof value === 'number',
      );
    return [facts.sweet[0], facts.default, facts.sweet[1]];
  }

  /** Of what is offered: what the model is made for, else one of each kind. */
  function pick(setting: SweepSetting, names: readonly string[]): readonly string[] {
    const { decisive } = model;
    const wanted = setting === 'sampler' ? kinds(decisive) : schedulesFor(model, knowledge);
    const found = wanted.flatMap((id) => names.find((name) => meaningOf(setting, name, knowledge) === id) ?? []);
    // A backend may know others only.
    return found.length > 1 ? found : [...new Set([...found, ...names.slice(0, FEW)])];
  }

  function kinds(model: Model | null): readonly string[] {
    const [usual] = model?.samplers ?? [];
    return [...new Set([...(usual ? [usual] : []), ...(knowledge.guide('sampler')?.compare ?? []).map(String)])];
  }
}

function counts(model: RunModel, { stepsGuide }: Knowledge): readonly number[] {
  return isFewStep(model) ? stepsGuide.compare_few : stepsGuide.compare;
}

/** The values that a comparison in a setting shows, where nobody names others. Throws `PlanError` where there are none. */
export async function suggestedFor(
  { setting, base }: Pick<SweepPlan, 'setting' | 'base'>,
  generation: Generation,
  { session, knowledge, signal }: Pick<Planners, 'session' | 'knowledge' | 'signal'>,
): Promise<readonly string[]> {
  const { capabilities } = await session.info(signal);
  const offers = await session.offers(signal);
  const configured = { generation, ...base, asGraph: base.request.graph !== null };
  const all = comparables(configured, offers, capabilities.maxSteps, knowledge);
  const found = all.find((comparable) => comparable.setting === setting);
  if (found) return found.suggested;
  throw new PlanError(
    t`There is nothing to compare in the ${labels()[setting].toLowerCase()} here: file and model leave no choice of it.`,
  );
}

/** Each once, with the file's own: numbers rising, names with the own one first. */
function withOwn(
  setting: SweepSetting,
  values: readonly string[],
  own: string | null,
  knowledge: Knowledge,
): readonly string[] {
  const isNumber = setting === 'inference_steps' || setting === 'guidance_scale';
  const others = values.filter(
    (value) => own === null || meaningOf(setting, value, knowledge) !== meaningOf(setting, own, knowledge),
  );
  const all = [...(own === null ? [] : [own]), ...others];
  return isNumber ? [...new Set(all)].sort((a, b) => Number(a) - Number(b)) : all;
}
