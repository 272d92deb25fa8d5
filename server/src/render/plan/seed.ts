/** The seed of a render: always a real one, so that the picture can be made again. */
import { settingOf } from '../../dialects/generation.ts';
import { PlanError } from './error.ts';
import type { Planning } from './planning.ts';

/** Seeds are unsigned 64-bit, as in ComfyUI. */
const SEED_LIMIT = 2n ** 64n;

/** Throws `PlanError` for a seed that no program takes. */
export function planSeed({ run: { generation }, options, given, use, change, warn }: Planning): {
  seed: bigint;
  seedIsDrawn: boolean;
} {
  const written = given('seed');
  const { most, name } = options.bounds.seed;
  const digits = /^\s*(-?\d+)\s*$/.exec(written?.text ?? '')?.[1];
  const value = digits === undefined ? null : BigInt(digits);
  if (value !== null && value >= SEED_LIMIT) throw new PlanError(`The seed ${value} is too large. Use one below 2^64.`);
  if (written?.from === 'override' && value === null)
    throw new PlanError(`${written.text} is no seed. Give a whole number, or -1 for a random one.`);
  if (value === null || value < 0n || written === null) {
    const seed = options.randomSeed() % (most + 1n);
    const hasPlace = settingOf(generation, 'seed')?.value != null;
    if (options.asGraph && !hasPlace) {
      warn('The graph chooses its seed itself: another render may give another picture.');
      return { seed, seedIsDrawn: false };
    }
    change('seed', 'seed', seed);
    use('Seed', seed, 'drawn');
    return { seed, seedIsDrawn: true };
  }
  const seed = value % (most + 1n);
  if (seed !== value) warn(`${name} keeps seeds up to ${most}: rendered with ${seed}, the remainder of ${value}.`);
  use('Seed', seed, written.from);
  if (seed !== value || written.from === 'override') change('seed', 'seed', seed);
  return { seed, seedIsDrawn: false };
}
