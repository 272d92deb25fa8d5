/** What a search for the sweet spot finds out. */

/** Quality against cost. */
export interface QualityCurve {
  /**
   * `similarity`: to the picture that the sampler comes to, as far as the highest counts tell, 0 to 1. `detail`, where a sampler
   * does not converge: how near it is to the detail of the highest count, 0 to 1.
   */
  readonly measure: 'similarity' | 'detail';
  /** Quality from which on more is not seen. */
  readonly enough: number;
  /** Ascending in steps. */
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly steps: number;
  /** Of one picture, mean over the seeds; `null` where nothing was measured. */
  readonly seconds: number | null;
  /** Mean over the seeds, with the least and the most of them. */
  readonly quality: number;
  readonly low: number;
  readonly high: number;
}

export interface SweetSpotResult {
  readonly curve: QualityCurve;
  /** The count from which more changes nothing worth its time; `null` where the ladder has no such. */
  readonly steps: number | null;
  /** Where it may also lie. */
  readonly between: readonly [number, number];
  /** What to make of it, a sentence or two for people. */
  readonly sentence: string;
}
