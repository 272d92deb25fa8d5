/** The part of the schedule that runs: image-to-image, and samplers that share one schedule, leave some of the steps out. */
import type { Generation, Occurrence } from '../dialects/generation.ts';
import { type NumberSetting, numberOf } from '../dialects/numbers.ts';
import type { Program } from '../knowledge/schema.ts';
import type { RunFacts } from './facts.ts';

export interface Part {
  /** `strength`: the noise that a picture gets. `window`: bounds in the schedule, which another sampler may share. */
  readonly kind: 'strength' | 'window';
  /** The setting that cuts the steps. */
  readonly by: NumberSetting;
  /** The first step that runs, counted from 0, and the one behind the last, of so many written. */
  readonly bounds: (count: number) => readonly [number, number];
  /** The steps that run of so many written. */
  readonly run: (count: number) => number;
  /** The steps to write so that so many run; `null` where bounds would have to change, too. */
  readonly write: ((count: number) => number) | null;
  /** Known to be so: otherwise the program may as well run all of them. */
  readonly certain: boolean;
}

/** `null` where all steps of the written count run, or where it can't be told. */
export function partOf(
  generation: Generation,
  facts: RunFacts,
  written: number | null,
  isUnread: (occurrence: Occurrence) => boolean,
): Part | null {
  const number = (setting: string): NumberSetting | null => {
    const found = numberOf(generation, setting);
    return found && !isUnread(found.occurrence) ? found : null;
  };
  return windowOf(number, written) ?? strengthOf(number('strength'), facts);
}

/** Whether it can't be told how many steps run, since what says so is worked out as a graph runs. */
export function isPartOpen(generation: Generation, { strength }: RunFacts): boolean {
  const { graph } = generation;
  const runsAll = strength === 'all' || strength === 'stretched';
  const isOpen = graph?.open?.some((setting) => setting !== 'strength' || !runsAll) ?? false;
  return isOpen || ['start_step', 'end_step'].some((setting) => isNoise(numberOf(generation, setting)));
}

/** A bound that is no whole number says how much noise is left, not which step it is. */
function isNoise(bound: NumberSetting | null): boolean {
  return bound !== null && !Number.isInteger(bound.number);
}

/** Bounds as step numbers, or as shares of the schedule. */
function windowOf(number: (setting: string) => NumberSetting | null, written: number | null): Part | null {
  const steps = [number('start_step'), number('end_step')];
  const shares = [number('denoising_start'), number('denoising_end')];
  const inSteps = steps.some((bound) => bound !== null);
  const [start, end] = inSteps ? steps : shares;
  const by = start && start.number > 0 ? start : end;
  if (!by || written === null || steps.some(isNoise)) return null;
  const bounds = (count: number): readonly [number, number] => {
    const at = (share: number): number => (inSteps ? share : Math.round(count * share));
    // Programs write a huge end (10000) for "to the end".
    return [Math.max(0, at(start?.number ?? 0)), Math.min(end ? at(end.number) : count, count)];
  };
  const run = (count: number): number => Math.max(0, bounds(count)[1] - bounds(count)[0]);
  return run(written) === written ? null : { kind: 'window', by, bounds, run, write: null, certain: true };
}

/** How many steps run of so many written at a strength, and how many to write so that so many run. */
interface Share {
  readonly run: (count: number, strength: number) => number;
  readonly write: (count: number, strength: number) => number;
}

/** The whole part of steps x strength. */
const PART: Share = {
  run: (count, strength) => Math.floor(count * strength),
  write: (count, strength) => Math.ceil(count / strength),
};
/** Noise is added for one step more than its share. */
const PART_AND_ONE: Share = {
  run: (count, strength) => PART.run(count, strength) + 1,
  write: (count, strength) => PART.write(count - 1, strength),
};
/** The steps left out are what is cut to a whole number, or rounded to one. */
const SHARES: Readonly<Record<Exclude<NonNullable<RunFacts['strength']>, 'all' | 'stretched'>, Share>> = {
  part: PART,
  'part-and-one': PART_AND_ONE,
  'part-up': {
    run: (count, strength) => count - Math.floor(count - count * strength),
    write: (count, strength) => Math.floor((count - 1) / strength) + 1,
  },
  'part-rounded': {
    run: (count, strength) => count - roundedToEven(count * (1 - strength)),
    write: (count, strength) => Math.floor((count - 0.5) / strength) + 1,
  },
  unsure: PART_AND_ONE,
};

/** As .NET and Python round: a half goes to the even neighbour. */
function roundedToEven(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 ? below + (below % 2) : Math.round(value);
}

/** No strength, full strength, or a program that stretches the schedule instead: all steps run. */
function strengthOf(strength: NumberSetting | null, { strength: rule }: RunFacts): Part | null {
  if (!strength || strength.number < 0 || strength.number >= 1 || rule === 'all' || rule === 'stretched') return null;
  const { run: runs, write } = SHARES[rule ?? 'part'];
  const run = (count: number): number => runs(count, strength.number);
  return {
    kind: 'strength',
    by: strength,
    bounds: (count) => [count - run(count), count],
    run,
    // One more where the division lost a little.
    write: (count) => {
      const least = Math.max(1, write(count, strength.number));
      return run(least) < count ? least + 1 : least;
    },
    certain: rule !== undefined && rule !== 'unsure',
  };
}

/**
 * The length of the schedule of which so many written steps run: below full strength some programs run the end of a longer one, and
 * one that is not known may be such.
 */
export function scheduleLength(
  count: number,
  generation: Generation,
  program: Program | null,
  facts: RunFacts,
): number {
  const strength = numberOf(generation, 'strength')?.number ?? 1;
  const mayStretch = program === null || facts.strength === 'stretched';
  return mayStretch && strength > 0 && strength < 1 ? Math.round(count / strength) : count;
}
