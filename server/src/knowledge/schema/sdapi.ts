/** data/backends/sdapi.yaml: programs that speak AUTOMATIC1111's API, `/sdapi/v1`. */
import * as v from 'valibot';
import { count, id, regex, sources, text, type Unsourced } from './common.ts';

const path = v.pipe(v.string(), v.regex(/^\/\S*$/, 'must be a path from /'));

/** A question to a server whose answer tells products apart: 200 with JSON of this shape. */
const SignSchema = v.strictObject({
  get: path,
  shape: v.picklist(['object', 'list']),
  /** Keys the object must have. */
  keys: v.optional(v.array(text), []),
  /** Values it must have. */
  values: v.optional(v.record(text, v.union([v.string(), v.boolean()])), {}),
  /** A `name` in the list that must match. */
  names: v.optional(regex),
});

const ProductSchema = v.strictObject({
  id,
  /** Kind of backend that it belongs to. */
  kind: v.picklist(['a1111', 'koboldcpp', 'drawthings']),
  name: text,
  /** All must hold. Products are asked in the order of the file. */
  signs: v.pipe(v.array(SignSchema), v.minLength(1)),
  /** Where it says its version, and under which key. */
  version: v.optional(v.strictObject({ get: path, key: text })),
  /** A key that is false while it can't render, and what to do then. */
  unready: v.optional(v.strictObject({ get: path, key: text, message: text })),
  /** Whose names of samplers these are, by their key in data/samplers.yaml. */
  sampler_names: text,
  /** Where each setting goes in the body of txt2img; dots for objects inside. What is not here can't be sent. */
  fields: v.record(
    v.picklist([
      'prompt',
      'negative_prompt',
      'steps',
      'guidance',
      'distilled_guidance',
      'width',
      'height',
      'seed',
      'sampler',
      'schedule',
      'model',
      'clip_skip',
      'loras',
      'task',
    ]),
    v.pipe(v.string(), v.regex(/^\w+(\.\w+)*$/, 'must be keys joined by dots')),
  ),
  /** Sent with every request. */
  always: v.optional(v.record(text, v.unknown()), {}),
  /** How LoRAs are written: `<lora:…>` in the prompt, or a list of objects by these keys. */
  loras: v.union([
    v.literal('in-prompt'),
    v.strictObject({ name: text, weight: text, always: v.optional(v.record(text, v.unknown()), {}) }),
  ]),
  lists: v.strictObject({
    /** A list of names where the program has no route for it. */
    samplers: v.union([path, v.array(text)]),
    /** Left out where schedules are part of samplers' names. Where there is no route: its word for each of data/samplers.yaml. */
    schedules: v.optional(v.union([path, v.record(text, text)])),
    models: v.optional(path),
    loras: v.optional(path),
  }),
  /** Makes the server look at its model folder anew. */
  refresh_models: v.optional(path),
  /** Model names that it can take; any other stays unsent. */
  model_names: v.optional(regex),
  /** Where it says which model it would use, and under which key. */
  current_model: v.optional(v.strictObject({ get: path, key: text })),
  /**
   * How it tells progress. `task`: of one job by its id. `global`: of whatever runs, so only with care; `jobs`: what jobs that
   * come from the API are called there.
   */
  progress: v.optional(v.strictObject({ task: v.optional(path), global: path, jobs: v.optional(regex) })),
  interrupt: v.optional(path),
  limits: v.strictObject({
    steps: v.optional(count),
    /** Decimal. */
    seed: v.pipe(v.string(), v.regex(/^\d+$/, 'must be digits')),
    guidance: v.optional(v.tuple([v.number(), v.number()])),
    /** Sides outside are refused. */
    side: v.optional(v.strictObject({ min: count, max: count, multiple_of: count })),
    clip_skip: v.optional(count),
  }),
  sources,
});

export const SdapiSchema = v.strictObject({
  /** Entries of lists that mean "as the server likes". */
  unset: v.array(text),
  products: v.array(ProductSchema),
});

export type Sdapi = Unsourced<v.InferOutput<typeof SdapiSchema>>;
export type SdapiProduct = Sdapi['products'][number];
export type SdapiSign = SdapiProduct['signs'][number];
