/** Reads what history files hold. Apart from kept.ts, so that the page does without the validator. */
import * as v from 'valibot';
import { jsonOf, readAs } from '../../../server/src/knowledge/readable.ts';
import type { Read } from '../../../server/src/protocol/message.ts';
import { MimeSchema, MotionSchema, RenderPlanSchema } from '../../../server/src/protocol/render.ts';

const Text = v.string();
/** Made by `newId`: sorts by age, and is safe as a file name. */
export const IdSchema = v.pipe(Text, v.regex(/^\d{13}-[0-9a-f]{8}$/));

const KeptSchema = v.object({
  id: IdSchema,
  plan: RenderPlanSchema,
  /** Of the plan and of the server. */
  warnings: v.array(Text),
  seconds: v.number(),
  modelEvaluations: v.nullable(v.number()),
  mime: MimeSchema,
  /** Of a moving picture. */
  motion: v.exactOptional(MotionSchema),
});

export type KeptRender = Read<typeof KeptSchema>;

/** Reads what a history file holds; `null` for anything else, such as a file of another version of Sweetspot. */
export function keptFrom(text: string): KeptRender | null {
  return readAs(KeptSchema, jsonOf(text));
}
