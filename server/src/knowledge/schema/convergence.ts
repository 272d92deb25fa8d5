/** Where a picture stops improving. */
import * as v from 'valibot';
import { count, SourceSchema, text, type Unsourced } from './common.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const ladder = v.strictObject({
  counts: v.pipe(
    v.array(count),
    v.minLength(3),
    v.check((counts) => counts.every((one, i) => i === 0 || one > counts[i - 1]), 'must rise'),
  ),
  /** The highest count that is tried where the file does not ask for more. */
  top: count,
});

/** data/convergence.yaml. */
export const ConvergenceSchema = v.strictObject({
  /** Counts to try. */
  ladder: v.strictObject({
    usual: ladder,
    /** Of models made for few steps. */
    few_step: ladder,
  }),
  enough: v.strictObject({
    /** Multi-scale SSIM from which on two pictures are taken for the same. */
    similarity: share,
    /** Share of the most detail from which on more is not missed. */
    detail: share,
  }),
  /** {steps}, {top} are filled in. */
  sentences: v.strictObject({ found: text, rising: text, wandering: text, 'wandering-rising': text }),
  sources: v.pipe(v.array(SourceSchema), v.minLength(1)),
});

export type ConvergenceFacts = Unsourced<v.InferOutput<typeof ConvergenceSchema>>;
