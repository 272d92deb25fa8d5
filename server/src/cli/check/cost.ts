/** What wasteful counts cost: calls of the model, and seconds or money where somebody says what a call costs. */
import { grouped } from '../../common/grouped.ts';
import type { Analysis } from '../../features/analysis.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { evaluationsOf } from '../../knowledge/sampler-names.ts';
import { type Run, runOf } from '../../run/index.ts';
import { placeOf } from '../../syntax/navigate.ts';
import type { Cost } from './report.ts';

/** What one call of the model costs; `null` where nobody said. */
export interface Rates {
  readonly secondsPerCall: number | null;
  readonly pricePerCall: number | null;
  /** `$`, `credits`, … */
  readonly unit: string;
}

const WASTEFUL: ReadonlySet<string> = new Set(['steps-wasteful', 'steps-accelerated']);

/** What the wasteful counts among the findings cost, in each generation that uses them. Pure. */
export function costOf(analysis: Analysis, findings: readonly Finding[], rates: Rates, knowledge: Knowledge): Cost {
  const all = analysis.reading.generations.flatMap((generation) =>
    generation.settings
      .filter(({ setting, pass }) => setting === 'inference_steps' && pass === null)
      .map(({ range }) => ({ place: placeOf(range), generation })),
  );
  const users = grouped(all, ({ place }): unknown => place);
  let [counts, calls, made] = [0, 0, 0];
  for (const { code, occurrence, fixes } of findings) {
    const better = fixes[0]?.value;
    if (!WASTEFUL.has(code) || typeof better !== 'number' || typeof occurrence.value !== 'number') continue;
    counts += 1;
    for (const { generation } of users.get(placeOf(occurrence.range)) ?? []) {
      const run = runOf(generation, knowledge);
      const now = callsOf(run, occurrence.value);
      made += now;
      calls += Math.max(0, now - callsOf(run, better));
    }
  }
  return priced({ counts, calls, share: made === 0 ? 0 : calls / made }, rates);
}

/** Several costs as one; shares weigh as much as the calls that they are of. Pure. */
export function sumOf(costs: readonly Cost[], rates: Rates): Cost {
  const total = (of: (cost: Cost) => number): number => costs.reduce((sum, cost) => sum + of(cost), 0);
  const calls = total((cost) => cost.calls);
  const made = total(({ calls: wasted, share }) => (share === 0 ? 0 : wasted / share));
  return priced({ counts: total(({ counts }) => counts), calls, share: made === 0 ? 0 : calls / made }, rates);
}

function priced(cost: Pick<Cost, 'counts' | 'calls' | 'share'>, rates: Rates): Cost {
  const { secondsPerCall, pricePerCall, unit } = rates;
  return {
    ...cost,
    seconds: secondsPerCall === null ? null : cost.calls * secondsPerCall,
    price: pricePerCall === null ? null : { amount: cost.calls * pricePerCall, unit },
  };
}

/** Calls of the model for so many steps. Where it can't be told whether guidance doubles them, it is taken not to. */
function callsOf({ sampling: { sampler }, steps: { part }, guidance }: Run, steps: number): number {
  const executed = part ? Math.max(0, part.run(steps)) : steps;
  return evaluationsOf(sampler, executed) * (guidance.on ? 2 : 1);
}
