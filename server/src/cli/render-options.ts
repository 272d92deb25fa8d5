/** The arguments of `sweetspot render`, and those that it shares with other commands that render. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { RenderLimits } from '../render/backend-kind.ts';
import { DEFAULT_LIMITS } from '../render/plan/bounds.ts';
import { OVERRIDABLE, type Overrides } from '../run/asked.ts';
import { atMost, didYouMean, numberOf, oneOf, parseArguments, requireFiles, UsageError } from './usage.ts';

/** What every command that renders takes. */
export interface RenderingOptions {
  readonly file: string;
  /** As typed; `null`: the built-in model. */
  readonly backend: string | null;
  readonly kind: string | null;
  readonly generation: string | undefined;
  /** `SETTING=VALUE`, as typed. */
  readonly set: readonly string[];
  readonly model: string | undefined;
  readonly allowPaid: boolean;
  /** Pictures beside the file may be put into the server's input folder. */
  readonly upload: boolean;
  readonly limits: RenderLimits;
  /** A file that keeps what renders take; `null`: none is. */
  readonly measurements: string | null;
  readonly json: boolean;
}

/** For `parseArguments`. */
export const RENDERING_ARGUMENTS = {
  backend: { type: 'string' },
  kind: { type: 'string' },
  generation: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  model: { type: 'string' },
  'allow-paid': { type: 'boolean', default: false },
  upload: { type: 'boolean', default: false },
  'max-side': { type: 'string', default: String(DEFAULT_LIMITS.maxSide) },
  'max-minutes': { type: 'string', default: String(DEFAULT_LIMITS.maxDuration / 60_000) },
  measurements: { type: 'string' },
  format: { type: 'string', default: 'text' },
} as const;

type RenderingValues = ReturnType<typeof parseArguments<typeof RENDERING_ARGUMENTS>>['values'];

/** The options of `RENDERING_ARGUMENTS`, for a command that takes one file. Throws `UsageError`. */
export function renderingOptions(
  command: string,
  values: RenderingValues,
  positionals: readonly string[],
): RenderingOptions {
  const [file] = requireFiles(positionals, command);
  atMost(1, positionals, command);
  if (values.kind !== undefined && values.backend === undefined)
    throw new UsageError('--kind says what answers at an address: give it with --backend URL');
  return {
    file,
    backend: values.backend ?? null,
    kind: values.kind ?? null,
    generation: values.generation,
    set: values.set,
    model: values.model,
    allowPaid: values['allow-paid'],
    upload: values.upload,
    limits: {
      maxSide: numberOf(values['max-side'], 'a number above 0', 'max-side'),
      maxDuration: numberOf(values['max-minutes'], 'a number above 0', 'max-minutes') * 60_000,
    },
    measurements: values.measurements ?? null,
    json: oneOf(values.format, ['text', 'json'], 'format') === 'json',
  };
}

export interface RenderOptions extends RenderingOptions {
  readonly output: string;
  readonly draft: boolean;
}

/** Throws `UsageError` for wrong use. */
export function parseRenderOptions(args: string[]): RenderOptions {
  const { values, positionals } = parseArguments(args, {
    ...RENDERING_ARGUMENTS,
    output: { type: 'string', short: 'o' },
    draft: { type: 'boolean', default: false },
  });
  const options = renderingOptions('render', values, positionals);
  if (values.output === undefined) throw new UsageError('render needs a place for the picture: -o OUT.png');
  return { ...options, output: values.output, draft: values.draft };
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
      if (!setting) {
        const meant = didYouMean(named, OVERRIDABLE) || ` It takes: ${OVERRIDABLE.join(', ')}`;
        throw new UsageError(`--set knows no "${key}".${meant}`);
      }
      return [setting, value];
    }),
  );
}
