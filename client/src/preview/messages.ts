/** What the extension and the preview's page say to each other. */
import * as v from 'valibot';
import type { View } from './view.ts';

/** The picture's PNG bytes. Its size may be smaller than the plan's: previews often are. */
export interface PictureData {
  readonly png: Uint8Array<ArrayBuffer>;
}

export type ToPage =
  | { readonly type: 'view'; readonly view: View }
  | { readonly type: 'picture'; readonly picture: PictureData };

const FromPageSchema = v.variant('type', [
  /** The page has loaded and knows nothing yet. Also comes after the panel was hidden, which unloads the page. */
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('render'), mode: v.picklist(['draft', 'configured']) }),
  v.object({ type: v.literal('cancel') }),
  v.object({ type: v.literal('save') }),
  v.object({ type: v.literal('show-log') }),
]);

export type FromPage = v.InferOutput<typeof FromPageSchema>;

/** Reads a message from the page; `null` for anything else. */
export function messageFromPage(message: unknown): FromPage | null {
  const result = v.safeParse(FromPageSchema, message);
  return result.success ? result.output : null;
}
