/** What clients send around sweeps, validated. Loaded with the first of them. */
import * as v from 'valibot';
import { SWEEP_SETTINGS } from '../render/sweep/setting.ts';
import { AnswersSchema, PlaceSchema, parse } from './client.ts';
import type { ComparableParams, CompareParams, FindSweetSpotParams } from './messages.ts';

/** Throws a response error when the parameters are malformed. */
export function parseComparableParams(params: unknown): ComparableParams {
  return parse('sweetspot/comparable', v.object(PlaceSchema), params);
}

const CompareParamsSchema = v.object({
  ...PlaceSchema,
  ...AnswersSchema,
  sweepId: v.string(),
  setting: v.picklist(SWEEP_SETTINGS),
  values: v.exactOptional(v.array(v.string())),
  seed: v.exactOptional(v.pipe(v.string(), v.regex(/^\d+$/))),
});

/** Throws a response error when the parameters are malformed. */
export function parseCompareParams(params: unknown): CompareParams {
  return parse('sweetspot/compare', CompareParamsSchema, params);
}

const FindSweetSpotParamsSchema = v.object({
  ...PlaceSchema,
  ...AnswersSchema,
  sweepId: v.string(),
  seeds: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8))),
});

/** Throws a response error when the parameters are malformed. */
export function parseFindSweetSpotParams(params: unknown): FindSweetSpotParams {
  return parse('sweetspot/findSweetSpot', FindSweetSpotParamsSchema, params);
}
