/** Formats: the evidence for them and where they keep what. */
import * as v from 'valibot';
import { count, id, names, regex, sources, text, type Unsourced } from './common.ts';

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

/** data/dialects/comfyui-api.yaml, invokeai-workflow.yaml: what the nodes of a graph hold, by the names of their inputs. */
export const GraphRulesSchema = v.strictObject({
  /** Inputs that are step counts. */
  steps_inputs: v.array(text),
  /** Node types that take part in a picture whatever their other inputs are. */
  sampling_types: regex,
  /** Node types that only make a schedule for others. */
  schedule_types: regex,
  /** Node types that take steps of their own from a schedule that they are given. */
  resampling_types: v.optional(regex, '(?!)'),
  /** Node types that cut a schedule in two at their `step`. */
  cutting_types: v.optional(regex),
  /** Node types whose step inputs are something else. */
  not_inference: v.array(v.strictObject({ match: regex, because: text })),
  /** Input name -> setting, on the sampler and on nodes that lead into it. */
  inputs: v.record(text, id),
  constant_inputs: v.array(text),
  /** The number by which a setting says that it is not set. */
  unset: v.optional(v.record(id, v.number()), {}),
  /** Settings of nodes whose inputs are called otherwise, by type. */
  own_names: v.optional(v.record(text, v.record(text, id)), {}),
  /** Node types that compute what they give. */
  computing_types: regex,
  /** Of these, what works a number out of written ones: the inputs that say how. */
  maths: v.optional(
    v.strictObject({
      /** Hold arithmetic over the names of other inputs. */
      expressions: v.array(text),
      /** Hold the name of an operation on the two other inputs, by `operators`. */
      operations: v.array(text),
      operators: v.record(text, text),
      /** The output that cuts off the fraction, by node type. */
      whole_outputs: v.record(text, v.number()),
      /** Nodes that give what they hold: by type the inputs, in the order of the outputs. */
      held: v.optional(v.record(text, v.array(text)), {}),
      /** Nodes that give a width and a height: by type the inputs with a shape, megapixels and what the sides are multiples of, or `otherwise`. */
      sizes: v.optional(
        v.record(text, v.strictObject({ shape: text, megapixels: text, multiple: text, otherwise: v.number() })),
        {},
      ),
      /** The inputs of nodes that make a text: of JSON and a key, of a text, what is looked for and what replaces it, of two and what joins them. */
      texts: v.optional(
        v.strictObject({
          part: v.tuple([text, text]),
          replaced: v.tuple([text, text, text]),
          joined: v.tuple([text, text, text]),
        }),
      ),
    }),
  ),
  /** Nodes that pass on one of their inputs, by the names of these. */
  switches: v.strictObject({
    /** Says which: true or false, or a number. */
    choice: v.array(text),
    on_true: v.array(text),
    on_false: v.array(text),
    /** Inputs with a number, which is its group; without a choice, the first that is linked is passed on. */
    numbered: regex,
  }),
  /** The one input of nodes that do nothing but pass it on. */
  passing_inputs: v.array(text),
  /** The same of a node that also has a switch, which says by which output what comes in goes on. */
  gated_inputs: v.optional(v.array(text), []),
  /** Node types that give their one linked input in another type. */
  converting_types: regex,
  /** Of these, those that cut off the fraction. */
  whole_types: v.optional(regex, '(?!)'),
  /** A choice of a size, both sides as groups. */
  size_choices: v.optional(regex, '(?!)'),
  /** Samplers that share a schedule: their types, the inputs that say what they do about noise, what makes pictures of it. */
  handover: v.optional(
    v.strictObject({ types: regex, adds: text, leaves: text, yes: text, decoders: regex, pictures: v.array(text) }),
  ),
  /** Links followed from a sampler to find each: input names in order of preference. */
  links: v.strictObject({
    model: v.array(text),
    loras: v.array(text),
    sampler: v.array(text),
    guidance: v.array(text),
    seed: v.array(text),
    size: v.array(text),
    /** From a prompt to the text encoder that reads it. */
    clip: v.optional(v.array(text), []),
    prompt: v.array(text),
    negative_prompt: v.array(text),
    guider: v.array(text),
    conditioning: v.array(text),
    steps: v.array(text),
    /** Inputs that hold a word on most nodes, and on samplers without a count of their own a whole schedule. */
    counting: v.optional(v.array(text), []),
    /** Of `steps`, those that take the place of a sampler's own count. */
    replacing: v.optional(v.array(text), []),
    sampled: v.array(text),
    through: v.array(text),
  }),
  model_inputs: v.array(text),
  /** Node types that load something. */
  loading_types: v.optional(regex, '(?!)'),
  /** File names that are models, in inputs of other names. */
  model_files: regex,
  /** Further links that lead to a model, and those of names alike that lead to something else; not on nodes that choose. */
  model_like: v.strictObject({ links: regex, not_links: regex, not_types: regex }),
  /** Names of files that only go with a model, wherever they stand. */
  not_models: regex,
  /** Nodes that give what is linked to them wherever nothing is linked. The file explains each. */
  wireless: v.optional(
    v.strictObject({
      types: regex,
      drawn: text,
      ...{ title: text, input: text, untold: v.array(text) },
      restricts: v.array(text),
      positive: text,
    }),
  ),
  /** Nodes that mix several models into one. */
  merging_types: v.optional(regex),
  /** Words in the types of nodes that load LoRAs: their files are no models. */
  lora_types: v.array(text),
  /** Node types on the way to the model that set a switch of data/programs, and those right before a sampler's latent. */
  switch_types: v.optional(v.strictObject({ model: v.record(id, regex), size: v.record(id, regex) })),
  /** Names without their numbers: `lora_name` stands for `lora_name_2` and `lora_2_name` too. */
  lora_inputs: v.array(text),
  lora_weight_inputs: v.array(text),
  /** How many of the numbered LoRAs are in use. */
  lora_count_inputs: v.array(text),
  /** Of a value that describes a LoRA: its name, whether it is on. `switch`: an input beside a numbered one, which says `off`. */
  lora_fields: v.optional(v.strictObject({ name: v.array(text), on: v.array(text), switch: text, off: text })),
  /** Where a described model or LoRA has its name. */
  described_names: v.array(text),
  /** Words that name none. */
  no_names: v.optional(v.array(text), []),
  prompt_inputs: v.array(text),
  /** On nodes with two prompts. */
  negative_prompt_inputs: v.array(text),
  /** Node types that empty a prompt. */
  blank_types: v.array(text),
  sources,
});

/** data/dialects/comfyui-workflow.yaml: how the ComfyUI editor writes a graph. */
export const WorkflowRulesSchema = v.strictObject({
  /** In every workflow with a generation, and in graphs whose schedule is written out: they may hold no other word of ours. */
  sign: regex,
  /** Names of a node type's widgets, in the order of its values. */
  layouts: v.array(v.strictObject({ nodes: names, widgets: names })),
  reroutes: v.array(text),
  wireless: v.strictObject({ set: v.array(text), get: v.array(text) }),
  /** Further nodes that are not sent. */
  virtual: v.array(text),
  /** The node that gives its value to the widgets it is linked to. */
  primitive: text,
  /** Names of integers that are followed by a control. */
  seeds: v.array(text),
  /** Words that controls hold. */
  controls: v.array(text),
  sources,
});

type LinkKind = keyof v.InferOutput<typeof GraphRulesSchema>['links'];

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

export type PlainArguments = v.InferOutput<typeof PlainArgumentsSchema>;
export type Condition = v.InferOutput<typeof ConditionSchema>;
export type DeclaredDialect = Unsourced<v.InferOutput<typeof DeclaredDialectSchema>>;
export type EmbeddedForm = Unsourced<v.InferOutput<typeof EmbeddedFormsSchema>[number]>;
export type Settings = v.InferOutput<typeof SettingsSchema>;
export type GraphRules = Unsourced<v.InferOutput<typeof GraphRulesSchema>>;
export type WorkflowRules = Unsourced<v.InferOutput<typeof WorkflowRulesSchema>>;
