/** What agents may ask, and the shapes it is checked by. What each tool is for stands in package.json, where editors read it, too. */
import * as v from 'valibot';

/** Characters of a text: what an agent sends is read in one go. */
const LONGEST = 20e6;

const name = v.pipe(v.string(), v.maxLength(1000));
/** A text, under a name whose end says in which language it is. */
const text = { text: v.pipe(v.string(), v.maxLength(LONGEST)), name: v.optional(name, 'config') };

/** By the name of the tool. A file that is named by its path is read by whoever may. */
export const INPUTS = {
  sweetspot_check: v.object(text),
  sweetspot_inspect: v.object(text),
  sweetspot_explain: v.object({ topic: name }),
  sweetspot_suggest: v.object({ model: name, loras: v.optional(v.array(name), []) }),
  sweetspot_render: v.object({
    ...text,
    generation: v.optional(name),
    draft: v.optional(v.boolean(), true),
    steps: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    max_side: v.optional(v.pipe(v.number(), v.minValue(64), v.maxValue(2048)), 512),
  }),
} as const;

export type ToolName = keyof typeof INPUTS;
export type InputOf<Name extends ToolName> = v.InferOutput<(typeof INPUTS)[Name]>;

export const TOOL_NAMES = Object.keys(INPUTS) as readonly ToolName[];
