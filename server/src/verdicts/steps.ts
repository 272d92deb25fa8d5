/**
 * What a step count means: the one judgement that hover and diagnostics share. What was measured on this machine decides over what
 * is usual.
 */
import { t } from '@vscode/l10n';
import { countOf, type Occurrence } from '../dialects/generation.ts';
import type { LocalMeasurements, LocalSweetSpot } from '../findings/local.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Run } from '../run/index.ts';
import { day, localAmounts, localCost } from './local-cost.ts';
import { ratio, say, spell, usualVerdict, type Verdict, WASTE_FACTOR } from './steps-usual.ts';

/**
 * Judges a step count; one that is wasteful comes with what it costs here. `null` where the value is no usable count (then
 * `steps-not-a-count` speaks, or nobody).
 */
export function judgeSteps(
  occurrence: Occurrence,
  run: Run,
  knowledge: Knowledge,
  local: LocalMeasurements | null = null,
): Verdict | null {
  const usual = usualVerdict(occurrence, run, knowledge);
  const count = countOf(occurrence);
  if (!local || !usual || count === null || occurrence.pass !== null) return usual;
  const spot = decisiveSpot(local, run);
  const verdict = spot ? bySpot(count, spot, usual, knowledge) : usual;
  if (verdict.standing !== 'wasteful' || local.standIn) return verdict;
  const cost = localCost(count, verdict.suggested, localAmounts(local, run), 'here', knowledge);
  return cost === '' ? verdict : { ...verdict, text: () => `${verdict.text()} ${cost}` };
}

/** The sweet spot that judges the file's own count; `null` where none does. */
export function decisiveSpot(
  { standIn, sweetSpot }: LocalMeasurements,
  { steps: { part } }: Run,
): LocalSweetSpot | null {
  return !standIn && sweetSpot?.converges && !part ? sweetSpot : null;
}

function bySpot(count: number, spot: LocalSweetSpot, usual: Verdict, { stepsGuide }: Knowledge): Verdict {
  const { steps, at } = spot;
  const [low, high] = [Math.min(spot.between[0], steps), Math.max(spot.between[1], steps)];
  const verdict = (standing: Verdict['standing']): Verdict => ({
    standing,
    text: () =>
      say(stepsGuide, `measured-${standing}`, {
        value: count,
        best: steps,
        between: betweenOf(spot),
        date: day(at),
        times: ratio(count, steps),
      }),
    suggested: standing === 'sweet' || standing === 'rising' ? null : steps,
    why: () => t`measured here`,
    ground: 'measured',
    sweet: [low, high],
  });
  if (count > high * WASTE_FACTOR) {
    // Where the usual figures say so too, it is as certain as they are.
    const { ground, accelerated = false } = usual.standing === 'wasteful' ? usual : verdict('wasteful');
    return { ...verdict('wasteful'), ground, accelerated };
  }
  if (count > high) return verdict('past');
  if (count >= low) return verdict('sweet');
  // What leaves the picture unfinished by all accounts is said in their words.
  return usual.standing === 'too-few' ? usual : verdict('rising');
}

/** ` (16-20)`, or nothing where the sweet spot is one count. */
export function betweenOf({ between: [low, high] }: LocalSweetSpot): string {
  return low === high ? '' : ` (${spell([low, high])})`;
}
