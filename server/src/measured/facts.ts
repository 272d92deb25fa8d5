/** What was measured on this machine, as it is kept. Facts hold for equal conditions only: nothing is carried over to others. */
import type * as v from 'valibot';
import type { FactsSchema } from './facts-schema.ts';

export type Facts = v.InferOutput<typeof FactsSchema>;
/** What the cost of a step depends on. */
export type Conditions = Omit<Speed, 'samples'>;
/** How long a picture of these conditions took: `overhead + evaluations * perEvaluation`, for each render that is remembered. */
export type Speed = Facts['speeds'][number];
export type Sample = Speed['samples'][number];
/** Where more steps were found to change nothing worth their time. */
export type SweetSpot = Facts['sweetSpots'][number];

export const NO_FACTS: Facts = { version: 1, clearedAt: '', speeds: [], sweetSpots: [] };
