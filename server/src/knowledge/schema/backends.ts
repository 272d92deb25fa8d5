/** Words about backends. What their programs take is in the other files of data/backends. */
import * as v from 'valibot';
import { id, SourceSchema, text } from './common.ts';

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
  connect: v.strictObject({ editor: text, options: text, terminal: text }),
});

/** data/backends/start.yaml. */
export const BackendStartSchema = v.array(
  v.strictObject({
    /** As in kinds.yaml. */
    id,
    /** How it is started so that it can be asked, in Markdown. */
    start: text,
    sources: v.pipe(v.array(SourceSchema), v.minLength(1)),
  }),
);

/** data/backends/others.yaml: programs that draw and are known, but not spoken to. */
export const OtherProgramsSchema = v.array(
  v.strictObject({
    name: text,
    /** What answers here is an object with these keys. */
    get: text,
    keys: v.array(text),
    /** What it is and what to do instead, for people. */
    says: text,
    sources: v.pipe(v.array(SourceSchema), v.minLength(1)),
  }),
);
