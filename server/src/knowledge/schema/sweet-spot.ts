/** Where a picture stops improving. */
import * as v from 'valibot';
import { count, sources, text, type Unsourced } from './common.ts';

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

/** data/sweet-spot.yaml. */
export const SweetSpotSchema = v.strictObject({
  /** Counts to try. */
  ladder: v.strictObject({
    usual: ladder,
    /** Of models made for few steps. */
    few_step: ladder,
  }),
  enough: v.strictObject({
    /** Multi-scale SSIM to the limit from which on a picture is taken for it. */
    similarity: share,
    /** The smaller by the larger of a count's detail and the highest count's, from which on they are taken for equal. */
    detail: share,
  }),
  /** {steps} {top} {times} {low} {high} {seeds} {made} {whole} are filled in. */
  sentences: v.strictObject({
    found: text,
    /** What the highest count costs beside it. */
    cost: text,
    /** How sure it is. */
    between: text,
    /** The highest count is not enough. */
    rising: text,
    /** Of samplers that do not converge, before one of the next two. */
    wandering: text,
    'wandering-found': text,
    'wandering-rising': text,
    /** Of a video, behind all that: it was shorter than the file's. */
    shortened: text,
    /** Nothing can be said. */
    'too-little': text,
  }),
  sources,
});

export type SweetSpotFacts = Unsourced<v.InferOutput<typeof SweetSpotSchema>>;
