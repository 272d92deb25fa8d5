/** Formats: the evidence for them and where they keep what. */
import * as v from 'valibot';
import { count, id, names, regex, sources, text, type Unsourced } from './common.ts';
import type { LinkKind } from './graphs.ts';

/** data/dialects/plain-arguments.yaml: what a mapping of generation arguments looks like. The file itself explains each list. */
export const PlainArgumentsSchema = v.strictObject({
  /** Keys of what has no guide: model, LoRA and prompt. Compared without case, `-` and `_`. */
  keys: v.record(id, names),
  /** Of mappings that describe a model or a LoRA, in lower case. */
  described: v.strictObject({ names: v.array(text), weights: v.array(text), none: v.array(text) }),
  /** Keys that name a model only where their value is one we know. */
  model_elsewhere: v.array(text),
  /** Sections a setting may stand in beside the one that holds the step count. */
  sections: v.array(text),
  inherited: v.strictObject({
    /** Sections whose settings every job around takes. */
    shared: v.array(text),
    /** Groups whose settings a job takes by their name. */
    groups: v.array(text),
  }),
  /** Inputs of a node that is part of a graph: its model is elsewhere. */
  node_inputs: v.array(text),
  evidence: v.strictObject({
    strong: v.array(id),
    when_known: v.array(id),
    /** Of samplers and schedules, in lower case. */
    ordinary_names: v.array(text),
    weak: v.array(id),
    weak_most: count,
    pixels: v.strictObject({ least: count, multiple_of: count }),
    parents: v.array(text),
  }),
  never_under: v.array(text),
  never_beside: v.array(v.strictObject({ keys: v.array(text), because: text })),
  other_subjects: v.array(v.strictObject({ keys: v.array(text), because: text })),
  robots: v.array(text),
  records: v.strictObject({ results: regex, timings: regex, holders: v.array(text) }),
  not_pictures: v.array(v.strictObject({ keys: v.array(text), because: text })),
  not_picture_values: regex,
  video_values: regex,
  never_in: v.array(v.strictObject({ keys: v.array(text), because: text })),
  never_models: v.array(v.strictObject({ match: regex, because: text })),
});

/** What must hold for a format to be recognised. Paths as in server/src/dialects/paths.ts. */
const ConditionSchema = v.union([
  v.string(),
  /** A value there matches (or is a `list` or `map`). */
  v.strictObject({ path: v.string(), matches: regex }),
  /** Nothing is there, or nothing that matches. */
  v.strictObject({ not: text, matches: v.optional(regex) }),
  v.strictObject({ some: v.array(text), at_least: count }),
]);

/** data/dialects/declared/*.yaml: a format that is a matter of shapes and keys. */
export const DeclaredDialectSchema = v.strictObject({
  id,
  name: text,
  /** Program that reads it, by its id in data/programs. */
  program: id,
  /** For people: what it was recognised by. */
  evidence: text,
  /** Recognise any part of a document by its own keys, instead of the document by its root. */
  anywhere: v.optional(v.literal(true)),
  /** What lies in it may be generations of other formats: jobs below what they share. */
  holds_others: v.optional(v.literal(true)),
  /** Files of this format belong to a model that they need not name, so the general guide says nothing of their counts. */
  own_model: v.optional(v.literal(true)),
  /** Any of these lists, all conditions of which hold. */
  recognise: v.pipe(v.array(v.pipe(v.array(ConditionSchema), v.minLength(1))), v.minLength(1)),
  generations: v.pipe(
    v.array(
      v.strictObject({
        /** Path to the mappings that hold a generation each. All other paths start there. */
        at: v.string(),
        when: v.optional(v.array(ConditionSchema)),
        /** Where its step counts are. Every other setting is found by its spelling in the mapping and in `near`. */
        steps: v.pipe(
          v.array(
            v.strictObject({
              path: v.string(),
              pass: v.optional(text),
              sentinels: v.optional(v.array(v.number())),
              /** Runs only while these hold. */
              when: v.optional(v.array(ConditionSchema)),
            }),
          ),
          v.minLength(1),
        ),
        /** Settings under keys that mean something else in other formats. */
        settings: v.optional(v.record(id, v.array(text))),
        /** Of these, what is not read while conditions hold. */
        leave_out: v.optional(v.record(id, v.array(ConditionSchema))),
        /** Names of values that the format writes as numbers or codes, by setting. */
        values: v.optional(v.record(id, v.record(v.string(), text))),
        /** Settings written as a word of a list (`sampler:euler`), by what comes before the value. */
        prefixes: v.optional(v.record(id, text)),
        model: v.optional(v.array(text)),
        /** What stands there for a model that can't be told by it (a checksum). */
        unnamed: v.optional(regex),
        /** A variant of the model that is named apart from it. */
        model_detail: v.optional(v.array(text)),
        /** What a value of the model's key stands for, as the variant that it is. */
        model_means: v.optional(v.record(text, text)),
        /** The file makes or loads a few-step version of its model. */
        few_step_when: v.optional(v.array(ConditionSchema)),
        loras: v.optional(v.array(text)),
        /** Where the weights of all LoRAs are: a list, or one text parted by spaces; each with its phases parted by `;`. */
        lora_phases: v.optional(v.array(text)),
        /** LoRAs that a mode loads by itself: where the mode is named, and by its name the LoRA. */
        mode_loras: v.optional(v.strictObject({ at: text, names: v.record(text, text) })),
        /** What else decides what the program does (data/programs): a value there, or how many a list or mapping holds. */
        switches: v.optional(v.record(id, v.array(text))),
        near: v.optional(v.array(text)),
      }),
    ),
    v.minLength(1),
  ),
  sources,
});

/** data/dialects/embedded.yaml: settings written inside a string. */
export const EmbeddedFormsSchema = v.array(
  v.strictObject({
    id,
    name: text,
    program: id,
    /** Keys whose strings are looked into; any when absent. */
    under: v.optional(v.array(text)),
    /** Each line of a text is a picture of its own. */
    each_line: v.optional(v.boolean()),
    /** What makes it certain, looked for in the literal. */
    sign: regex,
    /** Two groups: key and value. Applied over and over, line by line. */
    pair: regex,
    /** Spelling (without case) to setting. `model` gives the model. */
    keys: v.record(text, id),
    sources,
  }),
);

/** data/settings.yaml: what values settings have, and where those of a graph are looked for. The file itself explains each list. */
export const SettingsSchema = v.strictObject({
  numbers: v.array(id),
  words: v.array(id),
  fractions: v.array(id),
  graphs: v.strictObject({
    evidence: v.array(id),
    own_first: v.array(id),
    linked: v.record(
      id,
      v.picklist(['model', 'sampler', 'guidance', 'seed', 'size'] as const satisfies readonly LinkKind[]),
    ),
    own_last: v.array(id),
  }),
});

export type Condition = v.InferOutput<typeof ConditionSchema>;
export type DeclaredDialect = Unsourced<v.InferOutput<typeof DeclaredDialectSchema>>;
export type EmbeddedForm = Unsourced<v.InferOutput<typeof EmbeddedFormsSchema>[number]>;
export type Settings = v.InferOutput<typeof SettingsSchema>;
