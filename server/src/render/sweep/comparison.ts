/** What a comparison renders: a picture for each value of a setting, all planned before the first, since the file may be edited. */
import type { ModelQuestion } from '../prepare.ts';
import {
  type Planned,
  type Planners,
  planSweep,
  type SweepInput,
  type SweepPlan,
  together,
  type Variant,
} from './plan.ts';
import { checkedValues } from './setting.ts';
import { suggestedFor } from './suggested.ts';

export interface ComparisonPlan extends SweepPlan, Planned {
  /** Of any of them. */
  readonly warnings: readonly string[];
}

/** `values`: as typed; left out: those that show most. Throws what `Prepare` throws, and `PlanError` for values that are none. */
export async function planComparison(
  input: SweepInput,
  values: readonly string[] | null | undefined,
  planners: Planners,
): Promise<ComparisonPlan | ModelQuestion> {
  const asked = values && checkedValues(input.setting, values, planners.knowledge);
  const plan = await planSweep(input, planners);
  if ('question' in plan) return plan;
  const variants: Variant[] = [];
  for (const value of asked ?? (await suggestedFor(plan, input.generation, planners)))
    variants.push(await plan.variant(value));
  const warnings = [...new Set(variants.flatMap(({ prepared }) => prepared.warnings))];
  return { ...plan, ...together(variants, plan), warnings };
}
