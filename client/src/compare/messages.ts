/** What the extension and the page of a comparison say to each other. */
import * as v from 'valibot';
import type { PictureData } from '../preview/kept.ts';
import type { CompareView } from './view.ts';

export type ToPage =
  | { readonly type: 'view'; readonly view: CompareView }
  /** Its size may be smaller than the plan's: previews often are. Comes before the view that speaks of it. */
  | { readonly type: 'picture'; readonly renderId: string; readonly picture: PictureData }
  /** What VS Code keeps of the page, so that the panel can be restored after the window was. */
  | { readonly type: 'remember'; readonly state: unknown };

/** The extension looks ids up among its own renders. */
const IdSchema = v.string();

const FromPageSchema = v.variant('type', [
  /** The page has loaded and knows nothing yet. Also comes after the panel was hidden, which unloads the page. */
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('cancel'), renderId: IdSchema }),
  v.object({ type: v.literal('cancel-all') }),
  /** What is missing of a comparison; all of it where nothing is there. */
  v.object({ type: v.literal('retry') }),
  v.object({ type: v.literal('retry-one'), renderId: IdSchema }),
  /** Once more, with the same values. */
  v.object({ type: v.literal('again') }),
  /** Another value with the same seed; which, is asked in the editor. */
  v.object({ type: v.literal('add') }),
  v.object({ type: v.literal('find') }),
  v.object({ type: v.literal('choose'), renderId: IdSchema }),
  /** Looks at a point of the curve, beside what it was measured against. */
  v.object({ type: v.literal('point'), steps: v.pipe(v.number(), v.integer()) }),
  v.object({ type: v.literal('close') }),
  v.object({ type: v.literal('overlay'), overlay: v.picklist(['slider', 'difference']) }),
  v.object({ type: v.literal('apply'), renderId: IdSchema }),
  /** Writes what the search has found. */
  v.object({ type: v.literal('apply-result') }),
  v.object({ type: v.literal('save'), renderId: IdSchema }),
  v.object({ type: v.literal('choose-backend') }),
  v.object({ type: v.literal('show-log') }),
]);

export type FromPage = v.InferOutput<typeof FromPageSchema>;

/** Reads a message from the page; `null` for anything else. */
export function messageFromPage(message: unknown): FromPage | null {
  const result = v.safeParse(FromPageSchema, message);
  return result.success ? result.output : null;
}
