/** Formats of graphs: what their nodes hold, and how the editor of ComfyUI writes one. */
import * as v from 'valibot';
import { id, names, regex, sources, text, type Unsourced } from './common.ts';

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
  /** By type, nodes that keep their number twice: both inputs, and the flag that says which it gives. */
  sliders: v.optional(v.record(text, v.strictObject({ whole: text, fraction: text, flag: text })), {}),
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
    /** Inputs that a number chooses from, which is its group. */
    chosen: v.optional(regex),
  }),
  /** The one input of nodes that do nothing but pass it on. */
  passing_inputs: v.array(text),
  /** The same of a node that also has a switch, which says by which output what comes in goes on. */
  gated_inputs: v.optional(v.array(text), []),
  /** Node types that give their one linked input in another type. */
  converting_types: regex,
  /** Of these, those that cut off the fraction. */
  whole_types: v.optional(regex, '(?!)'),
  /** Node types whose numbers have a fraction. */
  fraction_types: v.optional(regex),
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
  /** Inputs that name a VAE. */
  vae_inputs: v.optional(v.array(text)),
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

/** How a graph is followed to what a setting is. */
export type LinkKind = keyof v.InferOutput<typeof GraphRulesSchema>['links'];

export type GraphRules = Unsourced<v.InferOutput<typeof GraphRulesSchema>>;
export type WorkflowRules = Unsourced<v.InferOutput<typeof WorkflowRulesSchema>>;
