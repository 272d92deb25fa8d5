/** The arguments of `sweetspot find`. */
import { USUAL_SEEDS } from '../render/sweep/index.ts';
import { RENDERING_ARGUMENTS, type RenderingOptions, renderingOptions } from './render-options.ts';
import { parseArguments, UsageError } from './usage.ts';

/** More than anyone waits for. */
const MOST_SEEDS = 20;

export interface FindOptions extends RenderingOptions {
  readonly seeds: number;
  /** File for the curve; `null`: none. */
  readonly svg: string | null;
}

/** Throws `UsageError` for wrong use. */
export function parseFindOptions(args: string[]): FindOptions {
  const { values, positionals } = parseArguments(args, {
    ...RENDERING_ARGUMENTS,
    seeds: { type: 'string', default: String(USUAL_SEEDS) },
    svg: { type: 'string' },
  });
  const seeds = /^\d+$/.test(values.seeds) ? Number(values.seeds) : 0;
  if (seeds < 1 || seeds > MOST_SEEDS)
    throw new UsageError(`--seeds is a whole number from 1 to ${MOST_SEEDS}, not "${values.seeds}"`);
  return { ...renderingOptions('find', values, positionals), seeds, svg: values.svg ?? null };
}
