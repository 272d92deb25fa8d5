/** Reads what history files hold. Apart from kept.ts, so that the page does without the validator. */
import * as v from 'valibot';
import { MimeSchema, MotionSchema, RenderPlanSchema } from '../../../server/src/protocol/render.ts';
import type { KeptRender } from './kept.ts';

const Text = v.string();
/** Made by `newId`: sorts by age, and is safe as a file name. */
export const IdSchema = v.pipe(Text, v.regex(/^\d{13}-[0-9a-f]{8}$/));

const KeptSchema = v.object({
  id: IdSchema,
  plan: RenderPlanSchema,
  warnings: v.array(Text),
  seconds: v.number(),
  modelEvaluations: v.nullable(v.number()),
  mime: MimeSchema,
  motion: v.exactOptional(MotionSchema),
}) satisfies v.GenericSchema<unknown, KeptRender>;

/** Reads what a history file holds; `null` for anything else, such as a file of another version of Sweetspot. */
export function keptFrom(text: string): KeptRender | null {
  try {
    const result = v.safeParse(KeptSchema, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
