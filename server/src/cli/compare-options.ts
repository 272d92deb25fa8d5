/** The arguments of `sweetspot compare`. */
import type { SweepSetting } from '../protocol/sweep.ts';
import { RENDERING_ARGUMENTS, type RenderingOptions, renderingOptions } from './render-options.ts';
import { parseArguments, UsageError } from './usage.ts';

export interface CompareOptions extends RenderingOptions {
  /** Folder for what is made. */
  readonly output: string;
  readonly setting: SweepSetting;
  /** As typed; `null`: those that are suggested. */
  readonly values: readonly string[] | null;
}

const LISTS = {
  steps: 'inference_steps',
  guidance: 'guidance_scale',
  sampler: 'sampler',
  scheduler: 'scheduler',
} as const satisfies Record<string, SweepSetting>;

/** Throws `UsageError` for wrong use. */
export function parseCompareOptions(args: string[]): CompareOptions {
  const { values, positionals } = parseArguments(args, {
    ...RENDERING_ARGUMENTS,
    output: { type: 'string', short: 'o' },
    steps: { type: 'string' },
    guidance: { type: 'string' },
    sampler: { type: 'string' },
    scheduler: { type: 'string' },
  });
  const options = renderingOptions('compare', values, positionals);
  const { output } = values;
  if (output === undefined) throw new UsageError('compare needs a folder for the pictures: -o DIR');
  const given = Object.entries(LISTS).flatMap(([name, setting]) => {
    const list = values[name as keyof typeof LISTS];
    return list === undefined ? [] : [{ setting, values: list.split(',') }];
  });
  if (given.length > 1)
    throw new UsageError('compare varies one setting: give one of --steps, --guidance, --sampler, --scheduler');
  const [chosen = { setting: 'inference_steps' as const, values: null }] = given;
  return { ...options, ...chosen, output };
}
