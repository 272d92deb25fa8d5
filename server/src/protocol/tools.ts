/** Tools of agents. */
import * as v from 'valibot';

/** Calls a tool, as `sweetspot mcp` does. `failed`: the text says what an agent has to do otherwise. */
export const CALL_TOOL = {
  method: 'sweetspot/callTool',
  /** `input`: JSON, whose shape is the tool's. */
  params: v.object({ name: v.string(), input: v.pipe(v.string(), v.parseJson()) }),
  result: v.object({
    text: v.string(),
    pictures: v.array(v.object({ mime: v.string(), base64: v.string() })),
    failed: v.boolean(),
  }),
};
