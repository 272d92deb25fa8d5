/** What wasteful counts cost: calls of the model, and seconds or money where they were measured or somebody says what a call costs. */
import { grouped } from '../../common/grouped.ts';
import { remembered } from '../../common/memory.ts';
import type { Analysis } from '../../features/analysis.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { evaluationsOf } from '../../knowledge/sampler-names.ts';
import type { Facts } from '../../measured/facts.ts';
import { type Run, runOf } from '../../run/index.ts';
import { placeOf } from '../../syntax/navigate.ts';
import type { Times } from '../measured/index.ts';
import type { Cost } from './report.ts';

/** What one call of the model costs, and a second of it; `null` where nobody said. */
export interface Rates {
  /** Goes before what was measured. */
  readonly secondsPerCall: number | null;
  readonly pricePerCall: number | null;
  readonly pricePerSecond: number | null;
  /** `$`, `credits`, … */
  readonly unit: string;
}

const WASTEFUL: ReadonlySet<string> = new Set(['steps-wasteful', 'steps-accelerated']);

/** What is summed up, before what it is charged. */
type Sum = Omit<Cost, 'price'>;

const NOTHING: Sum = { counts: 0, calls: 0, share: 0, seconds: null, timed: 0, measuredOn: [] };

/** What is known of the time and price of calls: plain data, as it passes between threads. */
export interface CostTask {
  readonly rates: Rates;
  readonly facts: Facts;
}

/** What the wasteful counts among a file's findings cost. Pure. */
export type Costs = (analysis: Analysis, findings: readonly Finding[], knowledge: Knowledge) => Cost;

export async function costsBy({ rates, facts }: CostTask): Promise<Costs> {
  const { timesIn } = await import('../measured/index.ts');
  const timesOf = remembered((knowledge: Knowledge) => timesIn(facts, knowledge));
  return (analysis, findings, knowledge) => costOf(analysis, findings, rates, timesOf(knowledge), knowledge);
}

/** In each generation that uses them. */
function costOf(
  analysis: Analysis,
  findings: readonly Finding[],
  rates: Rates,
  times: Times,
  knowledge: Knowledge,
): Cost {
  const all = analysis.reading.generations.flatMap((generation) =>
    generation.settings
      .filter(({ setting, pass }) => setting === 'inference_steps' && pass === null)
      .map(({ range }) => ({ place: placeOf(range), generation })),
  );
  const users = grouped(all, ({ place }): unknown => place);
  const sums: Sum[] = [];
  for (const { code, occurrence, fixes } of findings) {
    const better = fixes[0]?.value;
    if (!WASTEFUL.has(code) || typeof better !== 'number' || typeof occurrence.value !== 'number') continue;
    sums.push({ ...NOTHING, counts: 1 });
    for (const { generation } of users.get(placeOf(occurrence.range)) ?? [])
      sums.push(wasteOf(runOf(generation, knowledge), occurrence.value, better, rates, times));
  }
  return priced(added(sums), rates);
}

/** What one generation wastes. */
function wasteOf(run: Run, steps: number, better: number, { secondsPerCall }: Rates, times: Times): Sum {
  const made = callsOf(run, steps);
  const calls = Math.max(0, made - callsOf(run, better));
  const time = secondsPerCall === null ? times(run) : null;
  const saved = time && Math.max(0, time.seconds(executed(run, steps)) - time.seconds(executed(run, better)));
  const seconds = secondsPerCall === null ? saved : calls * secondsPerCall;
  return {
    ...{ counts: 0, calls, share: made === 0 ? 0 : calls / made, seconds, timed: seconds === null ? 0 : calls },
    measuredOn: time ? [time.backend] : [],
  };
}

/** Several costs as one. Pure. */
export function sumOf(costs: readonly Cost[], rates: Rates): Cost {
  return priced(added(costs), rates);
}

/** Shares weigh as much as the calls that they are of. */
function added(sums: readonly Sum[]): Sum {
  const total = (of: (sum: Sum) => number): number => sums.reduce((all, sum) => all + of(sum), 0);
  const calls = total((sum) => sum.calls);
  const made = total(({ calls: wasted, share }) => (share === 0 ? 0 : wasted / share));
  const isTimed = sums.some(({ seconds }) => seconds !== null);
  return {
    counts: total(({ counts }) => counts),
    calls,
    share: made === 0 ? 0 : calls / made,
    seconds: isTimed ? total(({ seconds }) => seconds ?? 0) : null,
    timed: total(({ timed }) => timed),
    measuredOn: [...new Set(sums.flatMap(({ measuredOn }) => measuredOn))].sort(),
  };
}

function priced(sum: Sum, { pricePerCall, pricePerSecond, unit }: Rates): Cost {
  const bySeconds = pricePerSecond === null || sum.seconds === null ? null : sum.seconds * pricePerSecond;
  const isCharged = pricePerCall !== null || bySeconds !== null;
  const amount = sum.calls * (pricePerCall ?? 0) + (bySeconds ?? 0);
  const { counts, calls, share, seconds, timed, measuredOn } = sum;
  return { counts, calls, share, seconds, timed, measuredOn, price: isCharged ? { amount, unit } : null };
}

/** Calls of the model for so many steps. Where it can't be told whether guidance doubles them, it is taken not to. */
function callsOf(run: Run, steps: number): number {
  const { sampling, guidance } = run;
  return evaluationsOf(sampling.sampler, executed(run, steps)) * (guidance.on ? 2 : 1);
}

/** How many of so many written steps run. */
function executed({ steps: { part } }: Run, steps: number): number {
  return part ? Math.max(0, part.run(steps)) : steps;
}
