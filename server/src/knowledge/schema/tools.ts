/** Programs and hosts that read settings. */
import * as v from 'valibot';
import { count, id, regex, SourceSchema, text, type Unsourced } from './common.ts';

/** data/tools.yaml: what programs and hosts do with a setting. Keys are compared without case, `-` and `_`. */
export const ToolsSchema = v.strictObject({
  guidance_keys: v.strictObject({ real: v.array(text), embedded: v.array(text) }),
  tools: v.array(
    v.strictObject({
      id,
      name: text,
      /** Called by other programs, whose own config may spell things their way: what it ignores is then less certain. */
      library: v.optional(v.boolean(), false),
      steps: v.optional(
        v.strictObject({
          /** Spellings it reads, the usual one first. */
          reads: v.optional(v.array(text)),
          /** Spellings of other programs that have no effect here. */
          ignores: v.optional(v.array(text)),
          /** A larger count is refused. */
          max: v.optional(count),
        }),
      ),
      /** Keys of real (classifier-free) guidance, and of guidance that is an input of the model. */
      guidance: v.optional(
        v.strictObject({ real: v.optional(v.array(text), []), embedded: v.optional(v.array(text), []) }),
      ),
      /** What image-to-image runs of the written steps: `all`, the whole `part` of steps x strength, or that `part-and-one`. */
      strength: v.optional(v.picklist(['all', 'part', 'part-and-one'])),
      /** Whose sampler names it takes, by their key in data/samplers.yaml: any other is refused. */
      sampler_names: v.optional(text),
      /** Seeds it takes; below or above is refused. */
      seed: v.optional(v.strictObject({ min: v.number(), max: v.optional(v.number()) })),
      /** CLIP skips it takes, in its own way of counting. */
      clip_skip: v.optional(v.strictObject({ min: v.number(), max: v.number() })),
      /** Where it passes over a strength: for these models, and beside these keys. */
      strength_ignored: v.optional(v.strictObject({ models: v.array(id), beside: v.array(text) })),
      /** Units of width and height in pixels; one without `models` holds for every model. `cut`: rounded without asking. */
      size: v.optional(
        v.array(
          v.strictObject({
            models: v.optional(v.array(id)),
            multiple_of: count,
            otherwise: v.picklist(['refuse', 'cut']),
          }),
        ),
      ),
      /** For hosts: the model names that its limits in data/models hold for. */
      host_of: v.optional(regex),
      sources: v.pipe(v.array(SourceSchema), v.minLength(1)),
    }),
  ),
});

type FullTools = v.InferOutput<typeof ToolsSchema>;
export type Tool = Unsourced<FullTools['tools'][number]>;
export interface ToolsFile extends Omit<FullTools, 'tools'> {
  readonly tools: readonly Tool[];
}
