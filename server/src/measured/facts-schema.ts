/** The shape of what is kept of measurements, for reading it back: whatever a file holds, only this gets in. */
import * as v from 'valibot';
import { listOf } from '../knowledge/readable.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const seconds = v.pipe(v.number(), v.finite(), v.minValue(0));
/** When it was measured, ISO 8601. As `toISOString` writes it: only then is text in order time in order. */
const moment = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
  v.transform((text) => new Date(text).toISOString()),
);

/** What the cost of a step depends on. */
const conditions = {
  /** `builtin`, or kind and address (`comfyui http://127.0.0.1:8188/`). */
  backend: v.string(),
  /** As the file names it; empty where it names none and the backend takes one of its own. */
  model: v.string(),
  /** Pixels. */
  width: count,
  height: count,
  /** Of a video. */
  frames: v.exactOptional(count),
  /** Canonical id where the name is known, else as written; empty where the backend chooses. */
  sampler: v.string(),
  /** Real guidance is on: each evaluation is of two model calls. */
  guided: v.boolean(),
};

const SampleSchema = v.object({
  /** Seconds of one evaluation of the sampler. */
  perEvaluation: seconds,
  /** Seconds beside sampling: text encoder, decoder, transfer. Loading a model is not in it. */
  overhead: seconds,
  at: moment,
});

const SweetSpotSchema = v.object({
  ...conditions,
  /** Canonical id where the name is known, else as written; empty where the backend chooses. */
  schedule: v.string(),
  guidance: v.number(),
  /** The guidance that a distilled model takes as an input. */
  distilledGuidance: v.nullable(v.number()),
  /** Names with weights: one that speeds a model up moves its sweet spot. */
  loras: v.array(v.string()),
  steps: count,
  /** Where it may also lie. */
  between: v.tuple([count, count]),
  seeds: count,
  /** Without convergence it says where detail stops growing, no more. */
  converges: v.boolean(),
  at: moment,
});

const SpeedSchema = v.object({ ...conditions, samples: v.pipe(listOf(SampleSchema), v.minLength(1)) });

export const FactsSchema = v.object({
  version: v.literal(1),
  /** Whatever is not younger was cleared: windows that still remember it forget it. Empty for never. */
  clearedAt: v.fallback(v.union([v.literal(''), moment]), ''),
  speeds: listOf(SpeedSchema),
  sweetSpots: listOf(SweetSpotSchema),
});

/** What a later version of Sweetspot has written: it is known by its version alone. */
export const LaterSchema = v.object({ version: v.pipe(v.number(), v.minValue(2)) });
