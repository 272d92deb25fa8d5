/** Tools of agents. */
import * as v from 'valibot';

/**
 * Calls a tool, as `sweetspot mcp` does. `uri`: of the file that the input is about, or would be, for what its project says; `null`
 * where there is no folder. `failed`: the text says what an agent has to do otherwise.
 */
export const CALL_TOOL = {
  method: 'sweetspot/callTool',
  /** `input`: JSON, whose shape is the tool's. */
  params: v.object({ name: v.string(), uri: v.nullable(v.string()), input: v.pipe(v.string(), v.parseJson()) }),
  result: v.object({
    text: v.string(),
    pictures: v.array(v.object({ mime: v.string(), base64: v.string() })),
    failed: v.boolean(),
  }),
};
