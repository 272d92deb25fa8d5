/** What a search for the sweet spot finds out. */
import * as v from 'valibot';
import type { Read } from './message.ts';

const CurvePointSchema = v.object({
  steps: v.number(),
  /** Of one picture, mean over the seeds; `null` where nothing was measured. */
  seconds: v.nullable(v.number()),
  /** Mean over the seeds, with the least and the most of them. */
  quality: v.number(),
  low: v.number(),
  high: v.number(),
});
export type CurvePoint = Read<typeof CurvePointSchema>;

export const CurveSchema = v.object({
  /**
   * `similarity`: to the picture that the sampler comes to, as far as the highest counts tell, 0 to 1. `detail`, where a sampler
   * does not converge: how near it is to the detail of the highest count, 0 to 1.
   */
  measure: v.picklist(['similarity', 'detail']),
  /** Quality from which on more is not seen. */
  enough: v.number(),
  /** Ascending in steps. */
  points: v.array(CurvePointSchema),
});
/** Quality against cost. */
export type QualityCurve = Read<typeof CurveSchema>;

export const SweetSpotSchema = v.object({
  curve: CurveSchema,
  /** The count from which more changes nothing worth its time; `null` where the ladder has no such. */
  steps: v.nullable(v.number()),
  /** Where it may also lie. */
  between: v.tuple([v.number(), v.number()]),
  /** What to make of it, a sentence or two for people. */
  sentence: v.string(),
});
export type SweetSpotResult = Read<typeof SweetSpotSchema>;
