/** As what a document is read, with what that rests on; for one that is not read, what it lacks. */
import * as v from 'valibot';
import type { Read } from './message.ts';
import { InDocument, RangeSchema } from './place.ts';

const GenerationSchema = v.object({
  /** For people: "SDXL, 25 steps". */
  title: v.string(),
  range: RangeSchema,
  /** What makes it up and where each is written. */
  parts: v.array(v.object({ label: v.string(), value: v.string(), range: RangeSchema })),
});

const RecognisedSchema = v.object({
  /** The format, for people; `null` where nothing was recognised. */
  format: v.nullable(v.string()),
  /** Why it was taken for that, or what is missing: a sentence, with code in backticks. */
  why: v.string(),
  /** The same in a few words, where nothing was recognised; `''` elsewhere. */
  brief: v.string(),
  /** How many there are; the first thousand are told. */
  count: v.number(),
  generations: v.array(GenerationSchema),
});
export type Recognised = Read<typeof RecognisedSchema>;

/** `null` for a document that is not open. */
export const RECOGNISED = {
  method: 'sweetspot/recognised',
  params: v.object(InDocument),
  result: v.nullable(RecognisedSchema),
};
