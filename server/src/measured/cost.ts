/** What a picture costs, from the renders that are remembered. */
import { median } from '../common/sorted.ts';
import type { Speed } from './facts.ts';

/** Seconds, and what they rest on. */
export interface Cost {
  readonly perEvaluation: number;
  readonly overhead: number;
  /** How many renders it rests on. */
  readonly renders: number;
  /** When it was measured last, ISO 8601. */
  readonly at: string;
}

/** The usual cost: of some renders that took longer or shorter than all others nothing is seen. */
export function costOf({ samples }: Speed): Cost {
  return {
    perEvaluation: median(samples.map(({ perEvaluation }) => perEvaluation)),
    overhead: median(samples.map(({ overhead }) => overhead)),
    renders: samples.length,
    at: samples[0].at,
  };
}

/** Seconds of a picture with so many evaluations of its sampler. */
export function secondsOf({ perEvaluation, overhead }: Pick<Cost, 'perEvaluation' | 'overhead'>, evaluations: number) {
  return overhead + evaluations * perEvaluation;
}
