/** What every panel and its page say to each other, and how what a page says is read. No vscode. */
import * as v from 'valibot';
import { readAs } from '../../../server/src/knowledge/readable.ts';
import type { PictureData } from './picture.ts';

export type ToPage<View> =
  | { readonly type: 'view'; readonly view: View }
  /**
   * Comes before the view that speaks of it. Its size may be smaller than the plan's: previews often are. `key`: what it is of, as the
   * view names it.
   */
  | { readonly type: 'picture'; readonly key: string; readonly picture: PictureData }
  /** What VS Code keeps of the page, so that the panel can be restored after the window was. */
  | { readonly type: 'remember'; readonly state: unknown };

/** What every page may say. */
export const COMMON = [
  /** The page has loaded and knows nothing yet. Also comes after the panel was hidden, which unloads the page. */
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('choose-backend') }),
  v.object({ type: v.literal('show-log') }),
] as const;

/** Something that a page says, of whatever panel. */
export interface AnyMessage {
  readonly type: string;
}

/** Reads a message from a page; `null` for anything but what `schema` knows. */
export function reader<Message extends AnyMessage>(
  schema: v.GenericSchema<unknown, Message>,
): (message: unknown) => Message | null {
  return (message) => readAs(schema, message);
}
