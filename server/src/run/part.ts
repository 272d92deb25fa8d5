/** What runs of the written steps: image-to-image below full strength runs only a part of them in many programs. */
import type { Generation, Occurrence } from '../dialects/generation.ts';
import { type NumberSetting, numberOf } from '../dialects/numbers.ts';
import type { RunFacts } from './facts.ts';

export interface Part {
  /** What cuts the steps. */
  readonly strength: NumberSetting;
  /** The steps that run of so many written. */
  readonly run: (count: number) => number;
  /** The steps to write so that so many run. */
  readonly write: (count: number) => number;
  /** Known to be so: otherwise the program may as well run all of them. */
  readonly certain: boolean;
}

/** `null` where all steps run: no strength, full strength, or a program that stretches the schedule instead. */
export function partOf(
  generation: Generation,
  { strength: rule }: RunFacts,
  isUnread: (occurrence: Occurrence) => boolean,
): Part | null {
  const strength = numberOf(generation, 'strength');
  if (!strength || strength.number < 0 || strength.number >= 1 || rule === 'all' || isUnread(strength.occurrence))
    return null;
  const extra = rule === 'part-and-one' ? 1 : 0;
  return {
    strength,
    run: (count) => Math.floor(count * strength.number) + extra,
    write: (count) => Math.ceil((count - extra) / strength.number),
    // The +1 programs take the same key in text-to-image, where it is the hires pass's.
    certain: rule === 'part',
  };
}
