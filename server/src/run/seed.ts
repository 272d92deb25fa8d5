/** The seed of a run, with all its digits, and the range that its program takes. */
import { type Generation, type Occurrence, settingOf } from '../dialects/generation.ts';
import type { Program } from '../knowledge/schema.ts';
import { nodeBounds, type RunFacts } from './facts.ts';

export interface RunSeed {
  readonly occurrence: Occurrence;
  /** `null` for what is computed, a placeholder or no whole number. */
  readonly value: bigint | null;
  /** What the program takes, inclusive; `null` where it is not known, or has no end. */
  readonly least: bigint | null;
  readonly most: bigint | null;
}

/** Reads the seed of a generation; `null` where none is written. */
export function seedOf(generation: Generation, program: Program | null, facts: RunFacts): RunSeed | null {
  const occurrence = settingOf(generation, 'seed');
  if (!occurrence) return null;
  const range = nodeBounds(program, occurrence)?.seed ?? facts.seed;
  const [, digits] = /^\s*["']?(-?\d+)["']?\s*$/.exec(occurrence.source) ?? [];
  const isSet = occurrence.value !== null && !occurrence.sentinel && digits !== undefined;
  return {
    occurrence,
    value: isSet ? BigInt(digits) : null,
    least: range ? BigInt(range.min) : null,
    most: range?.max === undefined ? null : BigInt(range.max),
  };
}
