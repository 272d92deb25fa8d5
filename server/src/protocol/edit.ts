/** Edits that the server proposes. */
import * as v from 'valibot';
import { AtPosition, RangeSchema } from './place.ts';

/**
 * The edit that writes a value where the generation at a position has the setting; `null` where there is no place that it could be
 * written to.
 */
export const SETTING_EDIT = {
  method: 'sweetspot/settingEdit',
  params: v.object({
    ...AtPosition,
    /** `seed`, `inference_steps`, … */
    setting: v.string(),
    /** Numbers are decimal. */
    value: v.string(),
  }),
  result: v.nullable(v.object({ range: RangeSchema, newText: v.string() })),
};
