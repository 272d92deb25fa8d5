/** What is said in data/backends/comfyui: what its frontend does, and the graphs of requests that have none. */
import * as v from 'valibot';
import { names, regex, sources, text, type Unsourced } from './common.ts';

const taker = v.strictObject({ node: text, input: text });

export const ComfyFrontendSchema = v.strictObject({
  /** Default by type of input; types that are not named here are sockets. */
  widgets: v.record(text, v.nullable(v.union([v.string(), v.number(), v.boolean()]))),
  /** By type of widgets that only show something: what they send. */
  views: v.record(text, v.array(v.string())),
  /** Widgets that packs add: every value that is an object with `key` is sent as `name` and its number. */
  added: v.array(v.strictObject({ nodes: names, key: text, name: text })),
  /** Widgets that the frontend puts behind those of a definition: `names` in order, then `rest` with a number. */
  behind: v.array(v.strictObject({ nodes: names, names, rest: text })),
  /** Words that buttons keep among the values. */
  buttons: names,
  /** The same of packs, by name. */
  button_names: regex,
  /** Nodes whose `filename_prefix` is expanded. */
  saves: names,
  /** Of nodes that save and give on what they were given: the input that is their first output. */
  passing: v.record(text, text),
  /** How what nodes save is shown without a file. */
  previews: v.strictObject({
    /** Nodes that show, and the input that takes what they show. */
    pictures: taker,
    sound: taker,
    /** Joins pictures to a video. */
    joins: text,
    /** Takes a video apart: its first output are pictures. */
    opens: taker,
    /** Inputs that say how many frames a second there are. */
    rates: names,
    /** The input with the sound of a video. */
    with_sound: text,
    /** The input of nodes that write files. */
    names_file: text,
    /** The switch of a node that may write to the folder for temporary files instead. */
    keeps: text,
  }),
  /** By class of the core, the inputs whose list a node checks itself. */
  own_lists: v.record(text, names),
  /** What decides the size of a picture where no numbers do, by class. */
  sizes: v.strictObject({
    /** The input whose size is the node's own. */
    sized_by: v.record(text, text),
    /** The input that names a picture. */
    begins: v.record(text, text),
    /** The input with the megapixels that a picture is scaled to. */
    scaling: v.record(text, text),
  }),
  sources,
});

/** Values of a request that a graph takes. */
const settings = [
  'model',
  'prompt',
  'negative',
  'seed',
  'steps',
  'half',
  'guidance',
  'distilled',
  'sampler',
  'schedule',
  'width',
  'height',
] as const;
/** Ends of the pieces that a template is put together from. */
const wires = ['model', 'finisher', 'clip', 'vae', 'latent'] as const;

const ValueSchema = v.union([
  v.string(),
  v.number(),
  v.boolean(),
  /** A node of the same graph and the index of its output. */
  v.tuple([text, v.pipe(v.number(), v.integer())]),
  v.strictObject({ set: v.picklist(settings) }),
  /** Its first output, where no other is named. */
  v.strictObject({ wire: v.picklist(wires), output: v.optional(v.pipe(v.number(), v.integer()), 0) }),
  /** A file of the server, by its entry under `files`. */
  v.strictObject({ file: text }),
]);

const NodeSchema = v.strictObject({ class: text, inputs: v.record(text, ValueSchema) });

/** A node that graphs share, with values of its own. */
const CommonSchema = v.strictObject({
  class: text,
  inputs: v.record(
    text,
    v.union([ValueSchema, v.strictObject({ own: v.picklist(['vae', 'lora', 'weight', 'layer', 'result']) })]),
  ),
});

/** An input of a class. */
const InputSchema = v.strictObject({ class: text, input: text });

const GraphSchema = v.strictObject({
  /** The node whose steps are the render's. */
  sampler: text,
  /** The latent that is decoded. */
  result: v.tuple([text, v.number()]),
  /** The VAE that decodes it, where that is not the model's. */
  vae: v.optional(v.tuple([text, v.number()])),
  nodes: v.record(text, NodeSchema),
  /** Nodes that take the place of others when guidance is off. */
  unguided: v.optional(v.record(text, NodeSchema), {}),
});

const LoaderSchema = v.strictObject({
  class: text,
  /** The input that names the model. */
  input: text,
  inputs: v.optional(v.record(text, v.string()), {}),
  /** It gives the text encoder and the VAE as well, as its second and third output. */
  whole: v.boolean(),
});

const TemplateSchema = v.strictObject({
  /** Entries of data/models. */
  families: names,
  /** What the model's name must hold, where sizes of a family are loaded in different ways. Lower case. */
  named: v.optional(text),
  graph: text,
  /** Class of the empty latent, what its sides must be a multiple of, and its inputs beside the sides and the size of the batch. */
  latent: v.strictObject({
    class: text,
    multiple_of: v.pipe(v.number(), v.integer(), v.minValue(1)),
    inputs: v.optional(v.record(text, ValueSchema), {}),
  }),
  /** How the picture differs from what such a model is for, a sentence for people. */
  note: v.optional(text),
  /** Names as ComfyUI has them, for requests that leave the choice. */
  sampler: text,
  schedule: v.optional(text),
  /** Text encoder and VAE of a model that comes without; absent where such models are always whole. */
  parts: v.optional(v.strictObject({ clip: NodeSchema, vae: v.strictObject({ file: text }) })),
  /** Whole models come without their text encoder too: that of `parts` is used when the server has its files. */
  often_without_clip: v.optional(v.boolean(), false),
  /** Nodes that the model and the text encoder go through, behind the LoRAs. */
  model_through: v.optional(v.array(NodeSchema), []),
  clip_through: v.optional(v.array(NodeSchema), []),
  /** A model of two files, of which a request names one: files of the one that begins and of the one that finishes. */
  experts: v.optional(
    v.strictObject({ model: v.strictObject({ file: text }), finisher: v.strictObject({ file: text }) }),
  ),
  /** A LoRA changes the text encoder too. */
  lora_on_clip: v.boolean(),
  clip_skip: v.boolean(),
  sources,
});

const ShapeSchema = v.strictObject({
  loaders: v.pipe(v.array(LoaderSchema), v.minLength(1)),
  /** Files by id: what their names look like without folder and in lower case, and what to tell a person who has none. */
  files: v.record(text, v.strictObject({ match: text, says: text })),
  common: v.strictObject({
    vae: CommonSchema,
    lora: CommonSchema,
    lora_on_clip: CommonSchema,
    skip: CommonSchema,
    decode: CommonSchema,
    preview: CommonSchema,
  }),
  /** Types of what is a diffusion model. */
  model_types: regex,
  inputs: v.strictObject({
    sampler: InputSchema,
    schedule: InputSchema,
    sampler_alone: InputSchema,
    distilled: InputSchema,
  }),
  graphs: v.record(text, GraphSchema),
  templates: v.pipe(v.array(TemplateSchema), v.minLength(1)),
  /** The family whose template draws whole models of families that nobody knows. */
  unknown: text,
});

export const ComfyTemplatesSchema = v.pipe(
  ShapeSchema,
  v.rawCheck(({ dataset, addIssue }) => {
    if (dataset.typed) for (const message of faultsOf(dataset.value)) addIssue({ message });
  }),
);

/** References to entries that aren't there. */
function faultsOf({ files, graphs, templates, unknown }: v.InferOutput<typeof ShapeSchema>): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const [name, { nodes, unguided, sampler, result, vae }] of Object.entries(graphs)) {
    const all = { ...nodes, ...unguided };
    if (!Object.hasOwn(nodes, sampler)) faults.push(`graph ${name}: there is no node ${sampler}`);
    const links = [
      result,
      ...(vae ? [vae] : []),
      ...Object.values(all).flatMap((node) => Object.values(node.inputs)),
    ].flatMap((value) => (Array.isArray(value) ? [value] : []));
    for (const [node] of links)
      if (!Object.hasOwn(nodes, String(node))) faults.push(`graph ${name}: there is no node ${node}`);
  }
  for (const template of templates) {
    const where = `template of ${template.families[0]}`;
    if (!Object.hasOwn(graphs, template.graph)) faults.push(`${where}: there is no graph ${template.graph}`);
    for (const family of template.families) {
      const key = `${family} ${template.named ?? ''}`;
      if (seen.has(key)) faults.push(`${where}: ${family} has two templates`);
      seen.add(key);
    }
    const values = [
      ...Object.values(template.parts?.clip.inputs ?? {}),
      ...(template.parts ? [template.parts.vae] : []),
      ...Object.values(template.experts ?? {}),
    ];
    for (const value of values)
      if (typeof value === 'object' && 'file' in value && !Object.hasOwn(files, value.file))
        faults.push(`${where}: there is no file ${value.file}`);
  }
  if (!seen.has(`${unknown} `)) faults.push(`there is no template of ${unknown}`);
  return faults;
}

export type ComfyFrontend = Unsourced<v.InferOutput<typeof ComfyFrontendSchema>>;
export type ComfyTemplates = Unsourced<v.InferOutput<typeof ShapeSchema>>;
export type ComfyTemplate = ComfyTemplates['templates'][number];
export type ComfyTemplateNode = v.InferOutput<typeof NodeSchema>;
export type ComfyTemplateValue = v.InferOutput<typeof ValueSchema>;
