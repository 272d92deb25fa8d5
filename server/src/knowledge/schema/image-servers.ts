/** Servers with OpenAI's route for pictures. */
import * as v from 'valibot';
import { count, id, names, sources, text, type Unsourced } from './common.ts';

const path = v.pipe(v.string(), v.startsWith('/'));
/** Each gets the value. */
const fields = v.optional(names);

/** data/backends/image-servers.yaml: what each takes beside OpenAI's own fields. */
export const ImageServersSchema = v.array(
  v.strictObject({
    id,
    name: text,
    /** Answers 503 until the server can render. */
    starting: v.optional(path),
    /** Where models are listed; the first that there is counts. */
    model_lists: v.pipe(v.array(path), v.minLength(1)),
    /** Fields of the request for each setting. */
    fields: v.strictObject({
      steps: fields,
      seed: fields,
      guidance: fields,
      /** Where a model takes guidance as an input; before `guidance` where they share a field. */
      distilled_guidance: fields,
      negative_prompt: fields,
      clip_skip: fields,
      flow_shift: fields,
      /** An object with the name, path and scale of one LoRA. */
      lora: fields,
    }),
    /** What divides the negative prompt from the prompt in the prompt's own field. */
    negative_prompt_after: v.optional(v.pipe(v.string(), v.length(1))),
    max_steps: v.optional(count),
    max_guidance: v.optional(v.pipe(v.number(), v.minValue(1))),
    /** In digits: it may be beyond what a number keeps. */
    max_seed: v.optional(v.pipe(v.string(), v.regex(/^\d+$/))),
    /** What breaking the request off stops: the render, only one that has not begun, or nothing. */
    cancel: v.picklist(['job', 'queued', 'none']),
    /** Where a person sets what the request can't. */
    hint: v.optional(text),
    sources,
  }),
);

export type ImageServer = Unsourced<v.InferOutput<typeof ImageServersSchema>[number]>;
