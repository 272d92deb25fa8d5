/** What the page of a comparison says. */
import * as v from 'valibot';
import { COMMON, reader } from '../panel/messages.ts';

/** The extension looks ids up among its own renders. */
const IdSchema = v.string();

const FromPageSchema = v.variant('type', [
  ...COMMON,
  v.object({ type: v.literal('cancel'), renderId: IdSchema }),
  v.object({ type: v.literal('cancel-all') }),
  /** What is missing of a comparison; all of it where nothing is there. */
  v.object({ type: v.literal('retry') }),
  v.object({ type: v.literal('retry-one'), renderId: IdSchema }),
  /** Once more, with the same values. */
  v.object({ type: v.literal('again') }),
  /** Another value with the same seed; which, is asked in the editor. */
  v.object({ type: v.literal('add') }),
  v.object({ type: v.literal('find') }),
  v.object({ type: v.literal('choose'), renderId: IdSchema }),
  /** Looks at a point of the curve, beside what it was measured against. */
  v.object({ type: v.literal('point'), steps: v.pipe(v.number(), v.integer()) }),
  v.object({ type: v.literal('close') }),
  v.object({ type: v.literal('overlay'), overlay: v.picklist(['slider', 'difference']) }),
  v.object({ type: v.literal('apply'), renderId: IdSchema }),
  /** Writes what the search has found. */
  v.object({ type: v.literal('apply-result') }),
  v.object({ type: v.literal('save'), renderId: IdSchema }),
]);

export type FromPage = v.InferOutput<typeof FromPageSchema>;

/** Reads a message from the page; `null` for anything else. */
export const messageFromPage = reader(FromPageSchema);
