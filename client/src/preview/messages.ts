/** What the preview's page says. */
import * as v from 'valibot';
import { RenderModeSchema } from '../../../server/src/protocol/render.ts';
import { COMMON, reader } from '../panel/messages.ts';
import { IdSchema } from './kept-schema.ts';

/** Room for a picture of some 200 pixels. */
const MOST_THUMBNAIL_BYTES = 100_000;

const FromPageSchema = v.variant('type', [
  ...COMMON,
  v.object({
    type: v.picklist(['cancel', 'save', 'apply-seed', 'copy-seed', 'open-settings', 'dismiss-hint']),
  }),
  v.object({ type: v.literal('render'), mode: RenderModeSchema }),
  /** Looks at a kept render; `null`: at the last one. */
  v.object({ type: v.literal('show'), id: v.nullable(IdSchema) }),
  /** Puts a kept render beside the one looked at; `null`: no longer. */
  v.object({ type: v.literal('compare'), id: v.nullable(IdSchema) }),
  v.object({
    type: v.literal('thumbnail'),
    id: IdSchema,
    bytes: v.pipe(
      v.instance(Uint8Array),
      v.check(({ length }) => length <= MOST_THUMBNAIL_BYTES),
    ),
  }),
  v.object({ type: v.literal('show-place'), index: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
]);

export type FromPage = v.InferOutput<typeof FromPageSchema>;

/** Reads a message from the page; `null` for anything else. */
export const messageFromPage = reader(FromPageSchema);
