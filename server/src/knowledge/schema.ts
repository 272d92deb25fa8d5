/**
 * The shape of everything in data/: one schema a kind of file, read by the build (which refuses bad data with file and line)
 * and, as types, by everything else. `data/*.schema.json` are generated from these, for editors.
 */
import * as v from 'valibot';

const text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));
const count = v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(1, 'must be at least 1'));
const id = v.pipe(v.string(), v.regex(/^[a-z0-9]+([_-][a-z0-9]+)*$/, 'must be lower-case words joined by - or _'));
const regex = v.pipe(
  v.string(),
  v.check((source) => isRegex(source), 'must be a regular expression'),
);
const countRange = v.pipe(
  v.tuple([count, count]),
  v.check(([low, high]) => low <= high, 'must be [low, high] with low <= high'),
);

function isRegex(source: string): boolean {
  try {
    new RegExp(source, 'i');
    return true;
  } catch {
    return false;
  }
}

/** Where a fact is from. `at` is a repository path or page; `figure` is what it says, in our words. */
export const SourceSchema = v.strictObject({ at: text, figure: text });

const alias = v.strictObject({
  key: text,
  certain: v.boolean(),
  used_by: v.array(text),
  /** Which of the page's settings it is, where that is not the page's own (see `also`). */
  setting: v.optional(id),
  /** Too common a word to be read on sight: counts only in formats that declare it (data/dialects). */
  declared_only: v.optional(v.boolean(), false),
  /** Values by which a tool says "not set": found, never judged. */
  sentinels: v.optional(v.array(v.number())),
  /** Counts of another pass of the same picture (hires fix, live painting): never in conflict with the main one. */
  pass: v.optional(text),
});

const guideEntries = {
  id,
  /** Settings that the same page explains. */
  also: v.optional(v.array(id), []),
  title: text,
  /** One line, shown first. */
  summary: text,
  /** Spellings of the key. A `certain` one means this setting wherever it stands; any other needs evidence of generation around it. */
  aliases: v.pipe(v.array(alias), v.minLength(1)),
  /** What values mean, for settings that are numbers; the same for every model. */
  ranges: v.pipe(
    v.optional(
      v.array(
        v.strictObject({
          id,
          label: text,
          from: v.number(),
          to: v.number(),
          means: text,
          /** Its colour on the gauge: `good` is where to be, `high` where to stop, `low` neither. */
          tone: v.optional(v.picklist(['low', 'good', 'high']), 'low'),
        }),
      ),
      [],
    ),
    v.check(
      (ranges) => ranges.every((r, i) => r.from <= r.to && (i === 0 || ranges[i - 1].to <= r.from)),
      'ranges must rise and not overlap',
    ),
  ),
  /** The gauge of the hover; none where a place on a scale says nothing. A model's own range may widen it. */
  gauge: v.optional(v.strictObject({ from: v.number(), to: v.number(), logarithmic: v.boolean() })),
  /** Numbers that verdicts compare with and that no model states. */
  figures: v.optional(v.record(id, v.number()), {}),
  /** One-line judgements by case; `{names}` are filled in. */
  verdicts: v.optional(v.record(id, text), {}),
  sources: v.pipe(v.array(SourceSchema), v.minLength(1)),
};

/** Front matter of data/guides/*.md. */
export const GuideSchema = v.pipe(
  v.strictObject(guideEntries),
  v.check(
    ({ id: own, also, aliases }) => aliases.every(({ setting = own }) => setting === own || also.includes(setting)),
    'aliases: a setting must be the page\'s own or one of "also"',
  ),
);

/** Front matter of data/guides/inference-steps.md: the guide that step counts are judged by. */
export const StepsGuideSchema = v.strictObject({
  ...guideEntries,
  /** Safe where nothing is known of the model. */
  default: count,
  /** Counts above this are no step counts in any known tool. */
  plausible_max: count,
  draft: v.strictObject({ steps: count, advice: text }),
  final: v.strictObject({ advice: text }),
  compare: v.pipe(v.array(count), v.minLength(2)),
  /** Guidance this low is the mark of few-step models where none is named. */
  few_step_guidance: v.number(),
});

/** Front matter of data/rules/*.md. */
export const RuleSchema = v.strictObject({
  code: id,
  title: text,
  severity: v.picklist(['error', 'warning', 'information', 'hint']),
  /** Messages by case, where the guide's verdict is not the message. */
  messages: v.optional(v.record(id, text), {}),
  /** Title of the quick fix, for rules that have one. */
  fix: v.optional(text),
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
  steps: v.strictObject({
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
  }),
  guidance: v.optional(
    v.strictObject({
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
    }),
  ),
  /** Strength at which an acceleration LoRA must be loaded, where that is not 1. */
  lora_weight: v.optional(v.number()),
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
  /** Ids of the schedules it needs, where its authors say that others spoil the picture. */
  schedules: v.optional(v.array(id)),
  /** Where sources give different figures: which, and who says what. */
  disagreements: v.optional(v.array(text)),
  notes: v.optional(v.array(text)),
  sources: v.array(SourceSchema),
});
/** data/models/*.yaml. */
export const ModelsSchema = v.array(
  v.pipe(
    ModelSchema,
    v.check(
      ({ sources, steps: { derived = {} } }) => sources.length > 0 || ('sweet' in derived && 'default' in derived),
      'figures without a source must be marked derived',
    ),
  ),
);

/** data/model-names.yaml: what a name says whatever its family. */
export const ModelNamesSchema = v.strictObject({
  /** Names in model fields that say nothing about steps (text encoders, VAEs, upscalers, …). */
  never: v.array(v.strictObject({ match: regex, because: text })),
  /** Words by which a model or LoRA is known to be made for few steps, even where it has no entry. */
  few_step_words: regex,
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
      sources: v.pipe(v.array(SourceSchema), v.minLength(1)),
    }),
  ),
  schedules: v.array(
    v.strictObject({
      id,
      name: text,
      names: v.array(text),
      builtin: id,
      /** Counts it is made for, where it is not made for all. */
      steps: v.optional(countRange),
      note: v.optional(text),
      /** False where it is shaped for noise models and flow models (FLUX, SD3, Wan) are sampled badly with it. */
      flow: v.optional(v.boolean(), true),
    }),
  ),
  /** Draw Things writes samplers as numbers: the name of each. */
  drawthings: v.record(v.pipe(v.string(), v.regex(/^\d+$/, 'must be a number')), text),
});

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

/** data/dialects/plain-arguments.yaml: what a mapping of generation arguments looks like. The file itself explains each list. */
export const PlainArgumentsSchema = v.strictObject({
  /** Keys of what has no guide: model, LoRA and prompt. Compared without case, `-` and `_`. */
  keys: v.record(id, v.pipe(v.array(text), v.minLength(1))),
  /** Sections a setting may stand in beside the one that holds the step count. */
  sections: v.array(text),
  evidence: v.strictObject({
    strong: v.array(id),
    when_known: v.array(id),
    weak: v.array(id),
    parents: v.array(text),
  }),
  never_under: v.array(text),
  never_beside: v.array(v.strictObject({ keys: v.array(text), because: text })),
  never_in: v.array(v.strictObject({ keys: v.array(text), because: text })),
  never_models: v.array(v.strictObject({ match: regex, because: text })),
});

/** What must hold for a format to be recognised. Paths as in server/src/dialects/paths.ts. */
const ConditionSchema = v.union([
  v.string(),
  /** A value there matches (or is a `list` or `map`). */
  v.strictObject({ path: v.string(), matches: regex }),
  v.strictObject({ not: text }),
  v.strictObject({ some: v.array(text), at_least: count }),
]);

/** data/dialects/declared/*.yaml: a format that is a matter of shapes and keys. */
export const DeclaredDialectSchema = v.strictObject({
  id,
  name: text,
  /** Program that reads it, by its id in data/tools.yaml; `null` when several do. */
  tool: v.nullable(id),
  /** For people: what it was recognised by. */
  evidence: text,
  /** Recognise any part of a document by its own keys, instead of the document by its root. */
  anywhere: v.optional(v.boolean(), false),
  /** Files of this format belong to a model that they need not name, so the general guide says nothing of their counts. */
  own_model: v.optional(v.boolean(), false),
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
            v.strictObject({ path: v.string(), pass: v.optional(text), sentinels: v.optional(v.array(v.number())) }),
          ),
          v.minLength(1),
        ),
        /** Settings under keys that mean something else in other formats. */
        settings: v.optional(v.record(id, v.array(text))),
        /** Names of values that the format writes as numbers or codes, by setting. */
        values: v.optional(v.record(id, v.record(v.string(), text))),
        model: v.optional(v.array(text)),
        /** A variant of the model that is named apart from it. */
        model_detail: v.optional(v.array(text)),
        /** The file makes or loads a few-step version of its model. */
        few_step_when: v.optional(v.array(ConditionSchema)),
        loras: v.optional(v.array(text)),
        near: v.optional(v.array(text)),
      }),
    ),
    v.minLength(1),
  ),
  sources: v.pipe(v.array(SourceSchema), v.minLength(1)),
});

/** data/dialects/embedded.yaml: settings written inside a string. */
export const EmbeddedFormsSchema = v.array(
  v.strictObject({
    id,
    name: text,
    tool: v.nullable(id),
    /** Keys whose strings are looked into; any when absent. */
    under: v.optional(v.array(text)),
    /** What makes it certain, looked for in the literal. */
    sign: regex,
    /** Two groups: key and value. Applied over and over, line by line. */
    pair: regex,
    /** Spelling (without case) to setting. `model` gives the model. */
    keys: v.record(text, id),
    sources: v.pipe(v.array(SourceSchema), v.minLength(1)),
  }),
);

/** data/dialects/comfyui-api.yaml, invokeai-workflow.yaml: what the nodes of a graph hold, by the names of their inputs. */
export const GraphRulesSchema = v.strictObject({
  /** Inputs that are step counts. */
  steps_inputs: v.array(text),
  /** Node types that take part in a picture whatever their other inputs are. */
  sampling_types: regex,
  /** Node types whose step inputs are something else. */
  not_inference: v.array(v.strictObject({ match: regex, because: text })),
  /** Input name -> setting, on the sampler and on nodes that lead into it. */
  inputs: v.record(text, id),
  constant_inputs: v.array(text),
  /** Node types that compute what they give. */
  computing_types: regex,
  /** Links followed from a sampler to find each: input names in order of preference. */
  links: v.strictObject({
    model: v.array(text),
    loras: v.array(text),
    sampler: v.array(text),
    guidance: v.array(text),
    seed: v.array(text),
    size: v.array(text),
    prompt: v.array(text),
    negative_prompt: v.array(text),
    guider: v.array(text),
    conditioning: v.array(text),
    steps: v.array(text),
    sampled: v.array(text),
    through: v.array(text),
  }),
  model_inputs: v.array(text),
  /** File names that are models, in inputs of other names. */
  model_files: regex,
  /** Words in the types of nodes that load LoRAs: their files are no models. */
  lora_types: v.array(text),
  /** Names without their numbers: `lora_name` stands for `lora_name_2` and `lora_2_name` too. */
  lora_inputs: v.array(text),
  lora_weight_inputs: v.array(text),
  /** How many of the numbered LoRAs are in use. */
  lora_count_inputs: v.array(text),
  prompt_inputs: v.array(text),
  /** On nodes with two prompts. */
  negative_prompt_inputs: v.array(text),
  /** Node types that empty a prompt. */
  blank_types: v.array(text),
  sources: v.pipe(v.array(SourceSchema), v.minLength(1)),
});

/** data/dialects/comfyui-workflow.yaml: how the ComfyUI editor writes a graph. */
export const WorkflowRulesSchema = v.strictObject({
  /** In every workflow with a generation; the file may hold no other word of ours. */
  sign: regex,
  /** Names of a node type's widgets, in the order of its values. */
  layouts: v.array(
    v.strictObject({ nodes: v.pipe(v.array(text), v.minLength(1)), widgets: v.pipe(v.array(text), v.minLength(1)) }),
  ),
  reroutes: v.array(text),
  wireless: v.strictObject({ set: v.array(text), get: v.array(text) }),
  sources: v.pipe(v.array(SourceSchema), v.minLength(1)),
});

export type Source = v.InferOutput<typeof SourceSchema>;
export type GuideFacts = v.InferOutput<typeof GuideSchema>;
export type StepsGuideFacts = v.InferOutput<typeof StepsGuideSchema>;
export type RuleFacts = v.InferOutput<typeof RuleSchema>;
export type Model = v.InferOutput<typeof ModelSchema>;
export type SamplersFile = v.InferOutput<typeof SamplersSchema>;
export type Sampler = SamplersFile['samplers'][number];
export type Schedule = SamplersFile['schedules'][number];
export type ToolsFile = v.InferOutput<typeof ToolsSchema>;
export type Tool = ToolsFile['tools'][number];
export type ModelNames = v.InferOutput<typeof ModelNamesSchema>;
export type PlainArguments = v.InferOutput<typeof PlainArgumentsSchema>;
export type Condition = v.InferOutput<typeof ConditionSchema>;
export type DeclaredDialect = v.InferOutput<typeof DeclaredDialectSchema>;
export type EmbeddedForm = v.InferOutput<typeof EmbeddedFormsSchema>[number];
export type GraphRules = v.InferOutput<typeof GraphRulesSchema>;
export type WorkflowRules = v.InferOutput<typeof WorkflowRulesSchema>;

/** A Markdown page split at its level-two headings. */
export interface Section {
  readonly heading: string;
  readonly markdown: string;
}
/** The prose of a file with front matter. `file` is relative to data/. */
export interface Prose {
  readonly file: string;
  readonly sections: readonly Section[];
}
/** A guide: its facts and its prose. */
export type Guide = GuideFacts & Prose;
export type StepsGuide = StepsGuideFacts & Prose;
export type Rule = RuleFacts & Prose;

/** data/ as compiled into dist/data.json. */
export interface CompiledData {
  /** Guides of the other settings. */
  readonly guides: readonly Guide[];
  readonly stepsGuide: StepsGuide;
  readonly rules: readonly Rule[];
  readonly models: readonly Model[];
  readonly modelNames: ModelNames;
  readonly samplers: SamplersFile;
  readonly tools: ToolsFile;
  readonly plainArguments: PlainArguments;
  /** More particular ones first, by file name. */
  readonly dialects: readonly DeclaredDialect[];
  readonly embeddedForms: readonly EmbeddedForm[];
  readonly comfyNodes: GraphRules;
  readonly comfyWorkflow: WorkflowRules;
  readonly invokeNodes: GraphRules;
  /** Validated by render/builtin. */
  readonly scenes: unknown;
}
