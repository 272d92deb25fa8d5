/** Renders of one generation that differ in one setting: a comparison, or the search for the sweet spot. */
import * as v from 'valibot';
import { CurveSchema, SweetSpotSchema } from './curve.ts';
import type { Read, Sent } from './message.ts';
import { AtPosition } from './place.ts';
import { Answers, PlannedBackendSchema, QuestionSchema, SeedSchema } from './render.ts';

const text = v.string();

/** The settings that renders can be compared in, in the order to offer them. */
export const SWEEP_SETTINGS = ['inference_steps', 'guidance_scale', 'sampler', 'scheduler'] as const;
export const SweepSettingSchema = v.picklist(SWEEP_SETTINGS);
/** Everything else of the renders is the same. */
export type SweepSetting = Read<typeof SweepSettingSchema>;

const ComparableSchema = v.object({
  setting: SweepSettingSchema,
  /** For people. */
  label: text,
  /** The file's own value, as it is rendered; `null` where the backend chooses. */
  current: v.nullable(text),
  /** Worth comparing, in their order; the file's own is among them. */
  suggested: v.array(text),
  /** Every value there is, where it is one of a list; `null` for numbers. */
  offered: v.nullable(v.array(text)),
});
/** A setting that a generation can be compared in. */
export type Comparable = Read<typeof ComparableSchema>;

/** What the generation at a position can be compared in. */
export const COMPARABLE = {
  method: 'sweetspot/comparable',
  params: v.object(AtPosition),
  result: v.array(ComparableSchema),
};
export type ComparableParams = Sent<typeof COMPARABLE.params>;

const VariantSchema = v.object({
  renderId: text,
  /** The value that tells it from the others, as it would be written into the file. */
  value: text,
  steps: v.number(),
  seed: SeedSchema,
  /** It is what the file says now. */
  isCurrent: v.boolean(),
  /** From measurements on this backend; `null` where there are none. */
  expectedSeconds: v.nullable(v.number()),
});
/** One render of a sweep. */
export type SweepVariant = Read<typeof VariantSchema>;

const SweepPlanSchema = v.object({
  title: text,
  backend: PlannedBackendSchema,
  setting: SweepSettingSchema,
  /** For people ("Steps"). */
  label: text,
  seed: SeedSchema,
  seedIsDrawn: v.boolean(),
  width: v.number(),
  height: v.number(),
  /** What differs from the file in every one of them. */
  changes: v.array(text),
  warnings: v.array(text),
  /** In the order in which they are shown; they need not be rendered in it. Empty when they are decided on later. */
  variants: v.array(VariantSchema),
  /** Counts that a search may render, ascending; empty for a comparison. */
  ladder: v.array(v.number()),
  /** Whether this sampler comes to one picture with more steps; `null` where that is not known. */
  converges: v.nullable(v.boolean()),
});
export type SweepPlan = Read<typeof SweepPlanSchema>;

const SweepAnswerSchema = v.union([QuestionSchema, SweepPlanSchema]);
export type SweepAnswer = Read<typeof SweepAnswerSchema>;

/** Entries of a request that begins a sweep. */
const beginning = {
  ...AtPosition,
  ...Answers,
  /** Chosen by the client. */
  sweepId: text,
};

/**
 * Plans renders of one generation that differ in one setting and have one seed, starts them, and answers with the plan. Each is a
 * render of its own: its events come as `sweetspot/renderEvent` with its `renderId`, and `sweetspot/cancelRender` leaves that one
 * out, running or not yet begun.
 */
export const COMPARE = {
  method: 'sweetspot/compare',
  params: v.object({
    ...beginning,
    setting: SweepSettingSchema,
    /** As typed or picked; left out: what `sweetspot/comparable` suggests. */
    values: v.exactOptional(v.array(text)),
    /** Left out: the file's, or one drawn. Lets a comparison be gone on with. */
    seed: v.exactOptional(SeedSchema),
  }),
  result: SweepAnswerSchema,
};
export type CompareParams = Sent<typeof COMPARE.params>;

/**
 * Renders the generation at steps of a ladder until it is known where more steps change nothing that can be seen, and answers with
 * the plan. Renders join as they are decided on (`variants`).
 */
export const FIND_SWEET_SPOT = {
  method: 'sweetspot/findSweetSpot',
  params: v.object({
    ...beginning,
    /** How many seeds tell how far the answer may be trusted; left out: 2. */
    seeds: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8))),
  }),
  result: SweepAnswerSchema,
};
export type FindSweetSpotParams = Sent<typeof FIND_SWEET_SPOT.params>;

const SweepEventSchema = v.variant('kind', [
  /** A search goes on with these. They come before their first event. */
  v.object({ kind: v.literal('variants'), variants: v.array(VariantSchema) }),
  /** The backend is out of reach; what is missing is rendered once it answers again. For people. */
  v.object({ kind: v.literal('waiting'), message: text }),
  v.object({ kind: v.literal('resumed') }),
  /** What is known so far. */
  v.object({ kind: v.literal('measured'), curve: CurveSchema }),
  v.object({ kind: v.literal('found'), result: SweetSpotSchema }),
  /** `failed`: nothing more can be rendered; what was stays. */
  v.object({
    kind: v.literal('ended'),
    outcome: v.picklist(['done', 'cancelled', 'failed']),
    message: v.nullable(text),
  }),
]);
export type SweepEvent = Read<typeof SweepEventSchema>;

/** Told by the server. Exactly one `ended` is the last. */
export const SWEEP_EVENT = {
  method: 'sweetspot/sweepEvent',
  params: v.object({ sweepId: text, event: SweepEventSchema }),
};
export type SweepEventParams = Read<typeof SWEEP_EVENT.params>;

/** Told by the client: ends all of it. */
export const CANCEL_SWEEP = { method: 'sweetspot/cancelSweep', params: v.object({ sweepId: text }) };
