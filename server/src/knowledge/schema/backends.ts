/** Words about backends. What their programs take is in the other files of data/backends. */
import * as v from 'valibot';
import { id, text } from './common.ts';

/** data/backends/kinds.yaml. */
export const BackendKindsSchema = v.strictObject({
  kinds: v.array(
    v.strictObject({
      /** As render/backends/kinds.ts has it. */
      id,
      /** One sentence about its pictures. */
      note: text,
    }),
  ),
  /** What to do for a picture by one's own model. */
  connect: v.strictObject({ editor: text, terminal: text }),
});

export type BackendKindsFile = v.InferOutput<typeof BackendKindsSchema>;
