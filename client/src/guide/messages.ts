/** What the extension and the guide's page say to each other. */
import * as v from 'valibot';
import { readAs } from '../../../server/src/knowledge/readable.ts';
import type { Page, PageName } from '../../../server/src/protocol/pages.ts';

/** The config that can be rendered at several step counts from the guide. */
export type Own =
  /** `backend`: which program does it, for people ("ComfyUI 0.3.60"). */
  | { readonly kind: 'ready'; readonly file: string; readonly backend: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'untrusted' };

export type ToPage =
  /** All there are. The one that was open before is shown again. */
  | { readonly type: 'pages'; readonly pages: readonly Page[] }
  /** A person has asked for a page, or for the guide (`null`). */
  | { readonly type: 'open'; readonly open: PageName | null }
  | { readonly type: 'own'; readonly own: Own }
  /** The pages can't be had. For people. */
  | { readonly type: 'failed'; readonly message: string };

const FromPageSchema = v.object({ type: v.picklist(['ready', 'compare', 'choose-backend', 'manage-trust']) });
export type FromPage = v.InferOutput<typeof FromPageSchema>;

/** Reads what the page sent; `null` for anything else. */
export function messageFromPage(received: unknown): FromPage | null {
  return readAs(FromPageSchema, received);
}
