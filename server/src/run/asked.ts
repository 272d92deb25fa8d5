/** A generation as whoever renders asks for it: with values of their own in place of the file's. Its run is `runOf` it. */
import { type Generation, type Occurrence, plainOccurrence } from '../dialects/generation.ts';

/** Settings that whoever renders may give over the file's: canonical names. Guidance is given where 1 is off. */
export const OVERRIDABLE = [
  'inference_steps',
  'guidance_scale',
  'distilled_guidance',
  'width',
  'height',
  'frames',
  'seed',
  'sampler',
  'scheduler',
  'prompt',
  'negative_prompt',
] as const;
export type Overridable = (typeof OVERRIDABLE)[number];
export type Overrides = { readonly [Setting in Overridable]?: string };

/** What is asked for beside the file. */
export interface Asked {
  readonly overrides?: Overrides;
  /** Rendered with instead of the file's model. */
  readonly model?: string | undefined;
}

/** The generation with all that is asked for, each under `asked`; the same one where nothing is. */
export function askedOf(generation: Generation, { overrides = {}, model }: Asked): Generation {
  const { pointer, range, settings } = generation;
  const asked = Object.entries(overrides).map(([setting, text]) =>
    plainOccurrence({ setting, key: setting, range, pointer, value: text, source: text, asked: true }),
  );
  if (asked.length === 0 && model === undefined) return generation;
  // Guidance may be an input of the model, a scheduler the sampler: they stand beside what is asked for, and the run tells them apart.
  const isReplaced = ({ setting, pass }: Occurrence): boolean =>
    pass === null && setting !== 'guidance_scale' && setting !== 'scheduler' && Object.hasOwn(overrides, setting);
  return {
    ...generation,
    ...(model !== undefined && { model: { text: model, pointer, range } }),
    settings: [...asked, ...settings.filter((at) => !isReplaced(at))],
  };
}
