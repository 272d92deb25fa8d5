/** Where a person is in the guide: kept by VS Code while the panel is hidden and over a reload. */
import * as v from 'valibot';
import { listOf, readAs } from '../../../server/src/knowledge/readable.ts';
import { type PageName, PageNameSchema } from '../../../server/src/protocol/pages.ts';

/** Pages that *Back* leads through, at most. */
const MOST_EARLIER = 50;

const GuideStateSchema = v.object({
  /** The page that is open; `null` before one is. */
  open: v.fallback(v.nullable(PageNameSchema), null),
  /** Pages before it, the last one at the end. */
  earlier: listOf(PageNameSchema),
  /** How far the page is scrolled, CSS pixels. */
  scroll: v.fallback(v.pipe(v.number(), v.minValue(0)), 0),
});
export type GuideState = v.InferOutput<typeof GuideStateSchema>;

const AT_START: GuideState = { open: null, earlier: [], scroll: 0 };

/** Reads what VS Code kept; the start for anything else. */
export function stateFrom(kept: unknown): GuideState {
  return readAs(GuideStateSchema, kept) ?? AT_START;
}

/** After a page was opened, at its top. The open page opened again stays where it is. */
export function opened(state: GuideState, page: PageName): GuideState {
  if (state.open && isSame(state.open, page)) return state;
  const earlier = state.open ? [...state.earlier, state.open].slice(-MOST_EARLIER) : state.earlier;
  return { open: page, earlier, scroll: 0 };
}

/** After *Back*. */
export function wentBack(state: GuideState): GuideState {
  const open = state.earlier.at(-1);
  return open ? { open, earlier: state.earlier.slice(0, -1), scroll: 0 } : state;
}

/** Whether two names are of one page. */
export function isSame(a: PageName, b: PageName): boolean {
  return a.kind === b.kind && a.id === b.id;
}
