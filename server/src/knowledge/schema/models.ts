/** Models, accelerators, samplers and schedules. */
import * as v from 'valibot';
import { count, countRange, id, names, regex, SourceSchema, sources, text, type Unsourced } from './common.ts';

const StepsSchema = v.strictObject({
  min_useful: v.optional(count),
  sweet: countRange,
  default: count,
  wasteful_above: v.optional(count),
  /** Past this the gain is small, not yet waste. */
  diminishing_above: v.optional(count),
  draft: v.optional(count),
  /** The exact count a few-step model was trained for. */
  distilled_for: v.optional(count),
  /** Figures of this block that are ours, and why: alone they ground an information, never a warning. */
  derived: v.optional(
    v.record(v.picklist(['min_useful', 'sweet', 'default', 'wasteful_above', 'diminishing_above', 'draft']), text),
  ),
  host_limits: v.optional(v.array(v.strictObject({ host: text, min: v.optional(count), max: count, source: text }))),
});

const GuidanceSchema = v.strictObject({
  /**
   * `cfg`: real classifier-free guidance, two model calls a step. `cfg-low`: works only near 1. `embedded`: an input of the
   * model, real guidance stays at 1. `off`: distilled away, and the negative prompt with it. `other`: see
   * the note.
   */
  kind: v.picklist(['cfg', 'cfg-low', 'embedded', 'off', 'other']),
  /** In the convention that 1 is off; for some models diffusers says 0. */
  default: v.number(),
  sweet: v.optional(v.tuple([v.number(), v.number()])),
  /** The argument that holds it where that is not the usual one (`true_cfg_scale`). */
  parameter: v.optional(text),
  note: v.optional(text),
});

export const ModelSchema = v.strictObject({
  id,
  name: text,
  kind: v.picklist(['image', 'video', 'audio']),
  /** `lora`: found in LoRA fields, and in checkpoint fields when merged; overrides the families of `applies_to`. */
  role: v.picklist(['checkpoint', 'lora', 'checkpoint-or-lora']),
  /** Who is asked first when names overlap. */
  precedence: v.picklist(['accelerator', 'few-step', 'specific', 'broad']),
  /** `step`: trained for few steps. `guidance`: guidance is an input of the model, the step count stays normal. */
  distillation: v.picklist(['none', 'step', 'guidance', 'step+guidance']),
  applies_to: v.optional(v.array(id)),
  /** Unanchored, against the name as `plainName` writes it: in lower case, with `-` for `_`, `:` and spaces. */
  match: v.pipe(v.array(regex), v.minLength(1)),
  exclude: v.optional(v.array(regex)),
  steps: StepsSchema,
  guidance: v.optional(GuidanceSchema),
  /** Strength at which an acceleration LoRA must be loaded, where that is not 1. */
  lora_weight: v.optional(v.number()),
  /** The least strength at which it decides the steps, where sources run it far below that one. */
  lora_works_from: v.optional(v.number()),
  /** What it learned to answer, by words of the name: where the name says neither, or both, it is not known. */
  prediction: v.optional(v.strictObject({ epsilon: v.optional(regex), v_prediction: v.optional(regex) })),
  /** Shift of the flow schedule the authors use. */
  flow_shift: v.optional(v.number()),
  /** Pixels. */
  size: v.optional(
    v.strictObject({
      /** Sizes it was trained for, the usual one first. */
      native: v.pipe(v.array(v.tuple([count, count])), v.minLength(1)),
      multiple_of: v.optional(count),
      /** Sides of the squares between which pictures hold together (other shapes by their area), where a source says so. */
      usable: v.optional(countRange),
      note: v.optional(text),
    }),
  ),
  frames: v.optional(
    v.strictObject({
      /** Valid counts are `multiple * n + offset`. */
      form: v.optional(v.strictObject({ multiple: count, offset: v.number() })),
      default: v.optional(count),
      max: v.optional(count),
      fps: v.optional(count),
      note: v.optional(text),
    }),
  ),
  /** Parts that run one after the other, each with a step count of its own; `steps` above speaks of the first. */
  stages: v.optional(v.array(v.strictObject({ name: text, steps: count, keys: v.array(text) }))),
  /** Ids of data/samplers.yaml, the usual one first. */
  samplers: v.optional(v.array(id)),
  /** Id of the schedule that its authors sample it with, where others do, too. */
  usual_schedule: v.optional(id),
  /** Ids of the schedules it needs, where its authors say that others spoil the picture. */
  schedules: v.optional(v.array(id)),
  /** Names of the entry that have other figures; the first whose words the name has. */
  variants: v.optional(
    v.array(
      v.strictObject({
        match: regex,
        name: text,
        steps: v.optional(StepsSchema),
        guidance: v.optional(GuidanceSchema),
        lora_works_from: v.optional(v.number()),
      }),
    ),
  ),
  /** Where sources give different figures: which, and who says what. */
  disagreements: v.optional(v.array(text)),
  notes: v.optional(v.array(text)),
  sources,
});
/** data/models/*.yaml. */
export const ModelsSchema = v.array(ModelSchema);

/** data/model-names.yaml: what a name says whatever its family. */
export const ModelNamesSchema = v.strictObject({
  /** Names in model fields that say nothing about steps (text encoders, VAEs, upscalers, …). */
  never: v.array(v.strictObject({ match: regex, because: text })),
  /** Words that make something else of the name they stand in, unless the pattern of an entry takes them in. */
  besides: v.array(v.strictObject({ match: regex, because: text })),
  /** Words of LoRAs that change what is shown: no acceleration LoRA has them. */
  subject_words: regex,
  /** Words that say "made for few steps": no name of an entry that is not. */
  distilled_words: regex,
  /** Words that may say so: what is said of too few steps keeps quiet. */
  perhaps_distilled_words: regex,
  /** Names of what makes sound, speech or shapes: figures for pictures say nothing of them. */
  not_pictures: regex,
  /** Names of what makes videos: figures for pictures say nothing of them, either. */
  videos: regex,
  /** Such words with a no before them say nothing. */
  negated_words: regex,
  /** Prefixes of hosts whose ids are one name, `/` and all. */
  hosts: v.array(text),
  /** Words of each family; a name with those of two is a merge or an adapter of both, and neither is known. */
  families: v.record(v.string(), regex),
  /** Families that carry the name of what they are built on: [family, base]. */
  built_on: v.array(v.tuple([text, text])),
});

/** data/samplers.yaml. */
export const SamplersSchema = v.strictObject({
  samplers: v.array(
    v.strictObject({
      id,
      name: text,
      /** Names per tool; compared without case. */
      names: v.record(text, v.array(text)),
      order: count,
      /** Model calls a step costs, before guidance, which doubles them. */
      evaluations_per_step: count,
      /** Model calls of N steps, as `2N-1`. A number alone is what is usual where the step count has no effect. */
      total_evaluations: v.pipe(v.string(), v.regex(/^(\d*N([+-]\d+)?|\d+)$/, 'must be like 2N-1, or a number')),
      /** Fresh noise enters at every step. */
      stochastic: v.boolean(),
      /** Same seed, more steps: refines one picture (true) or gives other pictures (false). */
      converges: v.boolean(),
      /** Needs consistency-distilled weights, so few steps are meant. */
      few_step: v.optional(v.boolean(), false),
      /** For models that are not distilled, unless the source says otherwise. A model's own range wins over it. */
      typical_steps: v.optional(
        v.strictObject({
          sweet: countRange,
          min_useful: v.optional(count),
          wasteful_above: v.optional(count),
          source: SourceSchema,
        }),
      ),
      notes: v.optional(v.array(text)),
      /** The built-in model's sampler nearest to it. */
      builtin: id,
      sources,
    }),
  ),
  /** Models that are flow models, whether or not a shift is known of them. */
  flow_models: v.strictObject({ models: v.array(id), sources }),
  /** What models answer at each step, by the names of it. */
  predictions: v.array(
    v.strictObject({
      id: v.picklist(['epsilon', 'v_prediction']),
      name: text,
      names: names,
    }),
  ),
  schedules: v.array(
    v.strictObject({
      id,
      name: text,
      names: v.array(text),
      /** How each program calls it that has it without extensions, by the program's key in the names of samplers, else its id. */
      words: v.optional(v.record(id, text), {}),
      builtin: id,
      /** Counts it is made for, where it is not made for all. */
      steps: v.optional(countRange),
      note: v.optional(text),
      /** False where it is shaped for noise models and flow models (FLUX, SD3, Wan) are sampled badly with it. */
      flow: v.optional(v.boolean(), true),
      /** The one program that knows it, by its key in the names of samplers. */
      only: v.optional(text),
    }),
  ),
  /** Ids: what flow models are usually sampled with, the best first. */
  flow_schedules: v.array(id),
  /** How names of samplers begin that are for flow models alone. */
  flow_names: text,
  /** Whose sampler names a program takes, both by their ids. */
  takes_names_of: v.record(id, id),
  /** Programs whose key for the scheduler holds the sampler. */
  scheduler_is_sampler: v.array(id),
  /** Draw Things writes samplers as numbers: the name of each. */
  drawthings: v.record(v.pipe(v.string(), v.regex(/^\d+$/, 'must be a number')), text),
});

type FullSamplers = v.InferOutput<typeof SamplersSchema>;

export type Model = Unsourced<v.InferOutput<typeof ModelSchema>>;
export type ModelNames = v.InferOutput<typeof ModelNamesSchema>;
export type Sampler = Unsourced<FullSamplers['samplers'][number]>;
export type Schedule = FullSamplers['schedules'][number];
export type Prediction = FullSamplers['predictions'][number];
