/** The arguments of `sweetspot render`. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { RenderLimits } from '../render/backends/kind.ts';
import { DEFAULT_LIMITS } from '../render/bounds.ts';
import { OVERRIDABLE, type Overrides } from '../render/given.ts';
import { oneOf, parseArguments, requireFiles, UsageError } from './usage.ts';

export interface RenderOptions {
  readonly file: string;
  readonly output: string;
  /** As typed; `null`: the built-in model. */
  readonly backend: string | null;
  readonly kind: string | null;
  readonly generation: string | undefined;
  readonly draft: boolean;
  /** `SETTING=VALUE`, as typed. */
  readonly set: readonly string[];
  readonly model: string | undefined;
  readonly allowPaid: boolean;
  readonly limits: RenderLimits;
  readonly json: boolean;
}

/** Throws `UsageError` for wrong use. */
export function parseRenderOptions(args: string[]): RenderOptions {
  const { values, positionals } = parseArguments(args, {
    output: { type: 'string', short: 'o' },
    backend: { type: 'string' },
    kind: { type: 'string' },
    generation: { type: 'string' },
    draft: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
    model: { type: 'string' },
    'allow-paid': { type: 'boolean', default: false },
    'max-side': { type: 'string', default: String(DEFAULT_LIMITS.maxSide) },
    'max-minutes': { type: 'string', default: String(DEFAULT_LIMITS.maxDuration / 60_000) },
    format: { type: 'string', default: 'text' },
  });
  const [file] = requireFiles(positionals, 'render');
  if (positionals.length > 1) throw new UsageError('render takes one file');
  if (values.output === undefined) throw new UsageError('render needs a place for the picture: -o OUT.png');
  if (values.kind !== undefined && values.backend === undefined)
    throw new UsageError('--kind says what answers at an address: give it with --backend URL');
  return {
    file,
    output: values.output,
    backend: values.backend ?? null,
    kind: values.kind ?? null,
    generation: values.generation,
    draft: values.draft,
    set: values.set,
    model: values.model,
    allowPaid: values['allow-paid'],
    limits: {
      maxSide: positive(values['max-side'], '--max-side'),
      maxDuration: positive(values['max-minutes'], '--max-minutes') * 60_000,
    },
    json: oneOf(values.format, ['text', 'json'], 'format') === 'json',
  };
}

/** `steps=8`, in any spelling of the setting. Throws `UsageError` for a setting that can't be given here. */
export function overridesIn(set: readonly string[], knowledge: Knowledge): Overrides {
  return Object.fromEntries(
    set.map((text) => {
      const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (key === undefined) throw new UsageError(`--set takes SETTING=VALUE, not "${text}"`);
      const named = knowledge.alias(key.trim())?.setting ?? key.trim();
      if (named === 'model') throw new UsageError('the model is given by --model NAME');
      const setting = OVERRIDABLE.find((candidate) => candidate === named);
      if (!setting) throw new UsageError(`--set knows no "${key}". It takes: ${OVERRIDABLE.join(', ')}`);
      return [setting, value];
    }),
  );
}

function positive(text: string, option: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new UsageError(`${option} is a number above 0, not "${text}"`);
  return number;
}
