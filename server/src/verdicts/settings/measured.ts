/** What was measured on this machine about a step count, for the hover: all that the verdict on it does not say already. */
import { t } from '@vscode/l10n';
import { countOf, type Occurrence } from '../../dialects/generation.ts';
import type { LocalMeasurements } from '../../findings/local.ts';
import { fill, type Knowledge } from '../../knowledge/knowledge.ts';
import type { Run } from '../../run/index.ts';
import { day, localAmounts, localCost } from '../local-cost.ts';
import { betweenOf, decisiveSpot, judgeSteps } from '../steps.ts';

export interface Measured {
  /** What the steps cost and where they stop to matter, a sentence each. */
  readonly said: readonly string[];
  /** What the cost rests on; `''` where none is known. */
  readonly rests: string;
}

export const NOTHING_MEASURED: Measured = { said: [], rests: '' };

/** Nothing where nothing was measured under the conditions of the generation. */
export function measuredSteps(
  occurrence: Occurrence,
  run: Run,
  knowledge: Knowledge,
  local: LocalMeasurements | null,
): Measured {
  const count = countOf(occurrence);
  if (!local || count === null || !(count >= 1) || occurrence.pass !== null) return NOTHING_MEASURED;
  const verdict = judgeSteps(occurrence, run, knowledge, local);
  const where = local.standIn ? 'stand-in' : 'here';
  const isSaid = verdict?.standing === 'wasteful' && !local.standIn;
  const cost = isSaid ? '' : localCost(count, verdict?.suggested ?? null, localAmounts(local, run), where, knowledge);
  const said = [cost, sweetSpot(local, run, where, knowledge)].filter((text) => text !== '');
  // Before any figure of the built-in model: what it is worth.
  const first =
    local.standIn && said.length > 0 ? [t(knowledge.stepsGuide.verdicts['measured-stand-in-first'] ?? '')] : [];
  return {
    said: [...first, ...said],
    rests: rests(local, knowledge),
  };
}

/** The sweet spot, where it decides no verdict. */
function sweetSpot(local: LocalMeasurements, run: Run, where: 'here' | 'stand-in', { stepsGuide }: Knowledge): string {
  const { sweetSpot: spot } = local;
  if (!spot || run.steps.part || decisiveSpot(local, run)) return '';
  const { verdicts } = stepsGuide;
  const id = spot.converges ? 'measured-enough' : 'measured-detail';
  return fill(verdicts[id] ?? `{${id}}`, {
    where: t(verdicts[`measured-${where}`] ?? where),
    date: day(spot.at),
    best: spot.steps,
    between: betweenOf(spot),
  });
}

function rests({ cost }: LocalMeasurements, { stepsGuide }: Knowledge): string {
  if (!cost) return '';
  const { renders, at } = cost;
  const id = renders === 1 ? 'measured-rest-one' : 'measured-rest-several';
  return fill(stepsGuide.verdicts[id] ?? `{${id}}`, { renders, date: day(at) });
}
