/** Graphs of InvokeAI, one for each family of models. */
import * as v from 'valibot';
import { count, names, sources, text, type Unsourced } from './common.ts';

/** A value that begins with `$` is filled in: one of the request's, or a part's model. */
const node = v.objectWithRest({ type: text }, v.union([v.string(), v.number(), v.boolean()]));
const nodes = v.record(text, node);
/** `model.unet -> denoise.unet`: from a node's output to a node's input. */
const edges = v.array(v.pipe(v.string(), v.regex(/^\w+\.\w+ -> \w+\.\w+$/, 'must be node.output -> node.input')));
/** A node put in behind `model`: these of its outputs go through it. `field` takes what it is put in for. */
const inserted = v.strictObject({ type: text, field: text, through: v.array(text) });

/** data/backends/invokeai: the nodes `model`, `denoise` (which tells its steps) and `picture` (which gives it) must be there. */
export const InvokeGraphSchema = v.strictObject({
  name: text,
  /** Of the models that it renders with, as InvokeAI calls them. */
  bases: names,
  /** Both sides must be, pixels. */
  multiple_of: count,
  /** What its denoiser takes, where that is not every scheduler of InvokeAI. */
  schedulers: v.optional(v.array(text)),
  /** Models beside the main one: the first of the server's of that type, and base. `name` for people, with its article. */
  parts: v.optional(v.record(text, v.strictObject({ type: text, base: v.optional(text), name: text })), {}),
  nodes: v.pipe(
    nodes,
    v.check(
      (each) => ['model', 'denoise', 'picture'].every((name) => Object.hasOwn(each, name)),
      'must have model, denoise and picture',
    ),
  ),
  edges,
  /** Further ones that real guidance, above 1, needs. */
  guided: v.optional(v.strictObject({ nodes, edges })),
  clip_skip: v.optional(inserted),
  lora: inserted,
  sources,
});

export type InvokeGraph = Unsourced<v.InferOutput<typeof InvokeGraphSchema>>;
