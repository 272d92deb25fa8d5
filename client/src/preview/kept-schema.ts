/** Reads what history files hold. Apart from kept.ts, so that the page does without the validator. */
import * as v from 'valibot';
import type { RenderPlan } from '../../../server/src/lsp/messages.ts';
import type { KeptRender } from './kept.ts';

const Text = v.string();
const Whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const ModeSchema = v.picklist(['draft', 'configured']);
const PlanSchema = v.object({
  title: Text,
  backend: v.object({ kind: Text, name: Text, address: v.nullable(Text), note: Text }),
  mode: ModeSchema,
  settings: v.array(
    v.object({
      label: Text,
      value: Text,
      from: v.picklist(['file', 'draft', 'default', 'drawn', 'override', 'server']),
    }),
  ),
  changes: v.array(Text),
  warnings: v.array(Text),
  width: Whole,
  height: Whole,
  steps: Whole,
  seed: v.pipe(Text, v.regex(/^\d+$/)),
  seedIsDrawn: v.boolean(),
  counts: v.object({ draft: v.exactOptional(Whole), configured: v.exactOptional(Whole) }),
}) satisfies v.GenericSchema<unknown, RenderPlan>;

/** Made by `newId`: sorts by age, and is safe as a file name. */
export const IdSchema = v.pipe(Text, v.regex(/^\d{13}-[0-9a-f]{8}$/));

const KeptSchema = v.object({
  id: IdSchema,
  plan: PlanSchema,
  warnings: v.array(Text),
  seconds: v.number(),
  modelEvaluations: v.nullable(v.number()),
  mime: v.picklist(['image/png', 'image/jpeg', 'image/webp']),
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
