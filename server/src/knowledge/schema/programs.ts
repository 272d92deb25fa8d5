/** Programs and hosts that read settings. */
import * as v from 'valibot';
import { count, id, names, regex, sources, text, type Unsourced } from './common.ts';

/** What else must be so: names of switches (data/dialects) to patterns of their values. All must match. */
const WhenSchema = v.record(id, regex);

/** Settings that are passed over, by their keys (without case, `-` and `_`). */
const IgnoresSchema = v.strictObject({
  keys: names,
  because: v.picklist([
    'other-key',
    'listed',
    'beside',
    'no-picture',
    'not-taken',
    'unguided',
    'mode-unguided',
    'locked',
    'no-pass',
  ]),
  /** Of counts of another pass: these are not looked for otherwise. */
  pass: v.optional(text),
  /** The name under which the program reads it. */
  reads: v.optional(text),
  /** The value that is set instead: where it is written, nothing is passed over. */
  sets: v.optional(text),
  /** Only while one of these keys is set, too. */
  beside: v.optional(v.array(text)),
  /** Only while none of these is. */
  without: v.optional(v.array(text)),
  /** Only while this holds. */
  when: v.optional(WhenSchema),
  /** Not while one of these switches is on. */
  unless: v.optional(v.array(id)),
});

/** What may differ between the pipelines of a program. */
const FACTS = {
  steps: v.optional(
    v.strictObject({
      /** A larger count is refused. */
      max: v.optional(count),
      /** Steps are taken from a schedule of so many times strength, said by a switch or `usual`: more than it has are refused. */
      within: v.optional(v.strictObject({ switch: id, usual: count })),
    }),
  ),
  guidance: v.optional(
    v.strictObject({
      /** Keys of real (classifier-free) guidance, and of guidance that is an input of the model. */
      real: v.optional(v.array(text)),
      embedded: v.optional(v.array(text)),
      /** Keys of whichever of the two the model has. */
      as_model: v.optional(v.array(text)),
      /** Real guidance is off at this value and below; 1 where nothing is said. */
      off: v.optional(v.number()),
      /** Off at that value alone: below it the prompt counts for less, at 0 for nothing. */
      only_at: v.optional(v.boolean()),
      /** Switched off while this holds, whatever its value. */
      off_when: v.optional(WhenSchema),
      /** Switched off unless this holds. */
      off_unless: v.optional(WhenSchema),
      /** Another guidance reads the negative prompt while this holds, also where this one is off. */
      negative_when: v.optional(WhenSchema),
      /** How far below the value of other programs its own of the same effect lies: 1 where it counts from 0. */
      below: v.optional(v.number()),
      /** Keys of real guidance that starts only beside a negative prompt, even an empty one. */
      needs_negative: v.optional(v.array(text)),
    }),
  ),
  /**
   * What image-to-image runs of the written steps: `all`, all as the last of a longer schedule (`stretched`), the whole `part` of
   * steps x strength, that `part-and-one`, the part rounded up (`part-up`) or to the nearest (`part-rounded`). `unsure`:
   * part-and-one, unless the strength is another pass's.
   */
  strength: v.optional(v.picklist(['all', 'stretched', 'part', 'part-and-one', 'part-up', 'part-rounded', 'unsure'])),
  /** A strength below 0 or above 1 is an error (`refuse`), or taken as the nearest of both (`cut`). */
  strength_range: v.optional(v.picklist(['refuse', 'cut'])),
  /** An upscale within the latent, while `when` holds, stays blurred up to a strength of about `least`, certainly `below`. */
  latent_upscale: v.optional(v.strictObject({ when: WhenSchema, below: v.number(), least: v.number() })),
  /** One video is made of a batch while this holds; models learned `usual` frames. */
  batch_frames: v.optional(v.strictObject({ when: WhenSchema, usual: count })),
  /** The switch that says how many phases LoRA weights have: others are refused. */
  lora_phases: v.optional(id),
  /** It converts LoRAs in its own way: strengths that other programs load them at say nothing. */
  lora_weights: v.optional(v.literal('own')),
  /** The picture is grown from a smaller one, or made of tiles, while one of these holds: no size is far from the model's. */
  grown_when: v.optional(v.array(WhenSchema)),
  /** Whose sampler names it takes, by their key in data/samplers.yaml: any other is refused. */
  sampler_names: v.optional(text),
  /** Programs that read the same format, and have names of their own: those are not wrong in it. */
  sampler_names_of_kin: v.optional(v.array(text)),
  /** Seeds it takes; below or above is refused. Decimal digits where a number would lose some. */
  seed: v.optional(
    v.strictObject({ min: v.number(), max: v.optional(v.union([v.number(), v.pipe(v.string(), v.digits())])) }),
  ),
  /** CLIP skips it takes, in its own way of counting, and the `last` of them: that uses every layer. */
  clip_skip: v.optional(v.strictObject({ min: v.optional(v.number()), max: v.optional(v.number()), last: v.number() })),
  /** Unit of width and height, pixels. `cut`: rounded without asking; `either`: some are cut, some refused. */
  size: v.optional(v.strictObject({ multiple_of: count, otherwise: v.picklist(['refuse', 'cut', 'either']) })),
  ignores: v.optional(v.array(IgnoresSchema)),
};

/** data/programs/*.yaml: what a program or host does with settings. */
export const ProgramSchema = v.strictObject({
  id,
  name: text,
  /** Stands for several programs, or for whatever a user runs: nothing is certain of it. */
  open: v.optional(v.boolean()),
  /** Called by other programs, whose own config may spell things their way: what it ignores is then less certain. */
  library: v.optional(v.boolean()),
  /** For hosts: the model names that its limits in data/models hold for. */
  host_of: v.optional(regex),
  ...FACTS,
  /** Where it differs by model, pipeline or mode; the first that says something about a fact decides it. */
  pipelines: v.optional(
    v.array(
      v.strictObject({
        /** Models by their ids in data/models. */
        models: v.optional(v.array(id)),
        when: v.optional(WhenSchema),
        ...FACTS,
        sources,
      }),
    ),
  ),
  /** Of graphs: facts of the nodes in which a value stands. Of other nodes nothing is certain. */
  nodes: v.optional(
    v.array(
      v.strictObject({
        types: regex,
        seed: FACTS.seed,
        size: FACTS.size,
        strength_range: FACTS.strength_range,
        /** It takes the program's own schedules, and no others but those that packs add. */
        schedules: v.optional(v.literal('own')),
        guidance: v.optional(v.strictObject({ only_at: v.literal(true) })),
        sources,
      }),
    ),
  ),
  sources,
});

export type Program = Unsourced<v.InferOutput<typeof ProgramSchema>>;
export type Pipeline = NonNullable<Program['pipelines']>[number];
export type NodeFacts = NonNullable<Program['nodes']>[number];
export type Ignores = v.InferOutput<typeof IgnoresSchema>;
/** What may differ between the pipelines of a program. */
export type ProgramFacts = Pick<Program, keyof typeof FACTS>;
