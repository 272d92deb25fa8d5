/** The seed of a render: always a real one, so that the picture can be made again. */
import { t } from '@vscode/l10n';
import { PlanError } from './error.ts';
import { originOf } from './given.ts';
import type { Planning } from './planning.ts';

/** Seeds are unsigned 64-bit, as in ComfyUI. */
const SEED_LIMIT = 2n ** 64n;

/** Throws `PlanError` for a seed that no program takes. */
export function planSeed({ run: { seed: runSeed }, options, use, change, warn }: Planning): {
  seed: bigint;
  seedIsDrawn: boolean;
} {
  const { most, name } = options.bounds.seed;
  const value = runSeed?.value ?? null;
  if (value !== null && value >= SEED_LIMIT)
    throw new PlanError(t`The seed ${String(value)} is too large. Use one below 2^64.`);
  if (runSeed?.occurrence.asked && value === null)
    throw new PlanError(t`${runSeed.occurrence.source} is no seed. Give a whole number, or -1 for a random one.`);
  if (runSeed === null || value === null || value < 0n) {
    const seed = options.randomSeed() % (most + 1n);
    if (options.asGraph && runSeed?.occurrence.value == null) {
      warn(t`The graph chooses its seed itself: another render may give another picture.`);
      return { seed, seedIsDrawn: false };
    }
    change('seed', 'seed', seed);
    use(t`Seed`, seed, 'drawn');
    return { seed, seedIsDrawn: true };
  }
  const seed = value % (most + 1n);
  if (seed !== value)
    warn(
      t`${name} keeps seeds up to ${String(most)}: rendered with ${String(seed)}, the remainder of ${String(value)}.`,
    );
  use(t`Seed`, seed, originOf(runSeed.occurrence));
  if (seed !== value || runSeed.occurrence.asked) change('seed', 'seed', seed);
  return { seed, seedIsDrawn: false };
}
