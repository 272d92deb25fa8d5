/** What the extension and the preview's page say to each other. */
import * as v from 'valibot';
import { type RenderMode, RenderModeSchema } from '../../../server/src/protocol/render.ts';
import type { PictureData } from './kept.ts';
import { IdSchema } from './kept-schema.ts';
import type { View } from './view.ts';

/** A kept render in the strip. */
export interface Tile {
  readonly id: string;
  readonly mode: RenderMode;
  readonly steps: number;
  readonly seed: string;
  readonly backend: string;
}

/** `live`: the render that was asked for last. `shown`, `compared`: kept renders, as the view names them. */
export type Slot = 'live' | 'shown' | 'compared';

export type ToPage =
  | { readonly type: 'view'; readonly view: View }
  /** Its size may be smaller than the plan's: previews often are. */
  | { readonly type: 'picture'; readonly slot: Slot; readonly picture: PictureData }
  /** Newest first. */
  | { readonly type: 'tiles'; readonly tiles: readonly Tile[] }
  | { readonly type: 'thumbnail'; readonly id: string; readonly picture: PictureData }
  /** What VS Code keeps of the page, so that the panel can be restored after the window was. */
  | { readonly type: 'remember'; readonly state: unknown };

/** Room for a picture of some 200 pixels. */
const MOST_THUMBNAIL_BYTES = 100_000;

const FromPageSchema = v.variant('type', [
  /** The page has loaded and knows nothing yet. Also comes after the panel was hidden, which unloads the page. */
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('render'), mode: RenderModeSchema }),
  v.object({ type: v.literal('cancel') }),
  v.object({ type: v.literal('save') }),
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
  v.object({ type: v.literal('apply-seed') }),
  v.object({ type: v.literal('copy-seed') }),
  v.object({ type: v.literal('open-settings') }),
  v.object({ type: v.literal('choose-backend') }),
  v.object({ type: v.literal('dismiss-hint') }),
  v.object({ type: v.literal('show-place'), index: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.object({ type: v.literal('show-log') }),
]);

export type FromPage = v.InferOutput<typeof FromPageSchema>;

/** Reads a message from the page; `null` for anything else. */
export function messageFromPage(message: unknown): FromPage | null {
  const result = v.safeParse(FromPageSchema, message);
  return result.success ? result.output : null;
}
