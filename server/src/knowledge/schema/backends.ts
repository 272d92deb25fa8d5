/** Words about backends. What their programs take is in the other files of data/backends. */
import * as v from 'valibot';
import { count, id, regex, sources, text } from './common.ts';

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
    sources,
  }),
);

/** data/backends/limits.yaml, by the kind of backend. */
export const BackendLimitsSchema = v.record(
  id,
  v.strictObject({
    side: v.optional(v.strictObject({ min: v.optional(count), max: v.optional(count) })),
    steps: v.optional(v.strictObject({ max: count })),
    guidance: v.optional(v.strictObject({ max: v.number() })),
    seed: v.optional(v.strictObject({ max: v.pipe(v.string(), v.digits()) })),
    sources,
  }),
);

/** data/backends/failures.yaml, by program: the first that matches what a server says is it. */
export const FailuresSchema = v.record(
  id,
  v.array(
    v.strictObject({
      says: regex,
      code: v.picklist([
        ...(['out-of-memory', 'black-picture', 'missing-model', 'invalid', 'server'] as const),
        ...(['unauthorized', 'busy', 'no-picture'] as const),
      ]),
      /** For people. */
      message: text,
      sources,
    }),
  ),
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
    sources,
  }),
);
