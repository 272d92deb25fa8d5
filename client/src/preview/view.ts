/** What the preview shows, as data: a pure function of what has happened. No vscode, no DOM. */
import type { RenderMode, RenderPlan } from '../../../server/src/protocol/render.ts';
import { IDLE, joined, type Render, type RenderHappening, renderAfter } from '../panel/render.ts';
import { type Edit, placesAfter } from '../panel/target.ts';
import type { KeptRender } from './kept-schema.ts';

/** A kept render in the strip. */
export interface Tile {
  readonly id: string;
  /** Of the generation: "Second pass · SDXL". */
  readonly title: string;
  readonly mode: RenderMode;
  readonly steps: number;
  readonly seed: string;
  readonly backend: string;
}

/** Keys of the large pictures. `live`: the render that was asked for last. `shown`, `compared`: kept renders, as the view names them. */
export type Slot = 'live' | 'shown' | 'compared';

/** Everything shown but pictures, which are large and travel apart. Of the renders, the one that was asked for last is told live. */
export interface View extends Render {
  /** What was asked for last; `null` before anything was. */
  readonly mode: RenderMode | null;
  /** What is being rendered, or was last. Stays when the next request is refused: it belongs to the picture shown. */
  readonly plan: RenderPlan | null;
  /** Step count of each mode, where a plan has told it. */
  readonly steps: { readonly [Mode in RenderMode]?: number };
  readonly warnings: readonly string[];
  /** The kept render that the picture became. */
  readonly keptAs: string | null;
  /** A kept render that is looked at in place of the last one, and one beside it. */
  readonly shown: KeptRender | null;
  readonly compared: KeptRender | null;
  /** Kept renders of the file, newest first. */
  readonly tiles: readonly Tile[];
  /** The file has a place for the seed. */
  readonly seedHasPlace: boolean;
  /** Say how to connect another program than the built-in one. */
  readonly hint: boolean;
}

export type Happening =
  | { readonly kind: 'requested'; readonly mode: RenderMode }
  | { readonly kind: 'asking' }
  | { readonly kind: 'planned'; readonly plan: RenderPlan }
  /** Another file is aimed at. */
  | { readonly kind: 'other-file' }
  /** Another generation of the file is aimed at: what was known of step counts may no longer hold. */
  | { readonly kind: 'aimed-elsewhere' }
  | { readonly kind: 'edited'; readonly edit: Edit }
  | { readonly kind: 'kept'; readonly id: string }
  | { readonly kind: 'tiles'; readonly tiles: readonly Tile[] }
  /** Both `null`: the last render is looked at. */
  | { readonly kind: 'shown'; readonly shown: KeptRender | null; readonly compared: KeptRender | null }
  | { readonly kind: 'seed-place'; readonly found: boolean }
  | { readonly kind: 'hint'; readonly on: boolean }
  | RenderHappening;

export const NOTHING_YET: View = {
  ...IDLE,
  mode: null,
  plan: null,
  steps: {},
  warnings: [],
  keptAs: null,
  shown: null,
  compared: null,
  tiles: [],
  seedHasPlace: false,
  hint: false,
};

/** The view after `happening`. */
export function next(view: View, happening: Happening): View {
  switch (happening.kind) {
    case 'requested':
      return {
        ...view,
        ...{ ...IDLE, phase: 'running', activity: { kind: 'preparing' }, picture: view.picture },
        ...{ mode: happening.mode, shown: null, compared: null },
      };
    case 'asking':
      return { ...view, activity: { kind: 'asking' } };
    case 'planned':
      return {
        ...view,
        activity: { kind: 'rendering' },
        plan: happening.plan,
        steps: happening.plan.counts,
        warnings: happening.plan.warnings,
        picture: view.picture && 'old',
        keptAs: null,
      };
    case 'other-file':
      return { ...NOTHING_YET, hint: view.hint };
    case 'aimed-elsewhere':
      return { ...view, steps: {}, seedHasPlace: false };
    case 'edited':
      return {
        ...view,
        steps: {},
        failure: view.failure && { ...view.failure, places: placesAfter(view.failure.places, happening.edit) },
      };
    case 'kept':
      return { ...view, keptAs: happening.id };
    case 'tiles':
      return { ...view, tiles: happening.tiles };
    case 'shown':
      return { ...view, shown: happening.shown, compared: happening.compared };
    case 'seed-place':
      return { ...view, seedHasPlace: happening.found };
    case 'hint':
      return { ...view, hint: happening.on };
    case 'picture':
      // Whatever was looked at meanwhile: this is what was waited for.
      return { ...renderAfter(view, happening), shown: null, compared: null };
    case 'warning':
      return { ...view, warnings: joined(view.warnings, [happening.text]) };
    default:
      return renderAfter(view, happening);
  }
}

/** Key of the small picture of a kept render. */
export function thumbnailKey(id: string): string {
  return `thumbnail ${id}`;
}

/** Keys of the pictures that a view may show. */
export function picturesOf({ tiles }: Pick<View, 'tiles'>): ReadonlySet<string> {
  return new Set<string>(['live', 'shown', 'compared', ...tiles.map(({ id }) => thumbnailKey(id))]);
}

/** The kept render to compare the one looked at with: the one before it in time, else the one after it. */
export function neighbourOf({ tiles, shown, keptAs }: View): Tile | undefined {
  const at = tiles.findIndex(({ id }) => id === (shown?.id ?? keptAs));
  return tiles[at + 1] ?? tiles[at - 1];
}

/** What is described beside the picture: the kept render looked at, else the last one. `null` before there was any. */
export function described(view: View): Pick<KeptRender, 'plan' | 'warnings'> | null {
  if (view.shown) return view.shown;
  return view.plan && { plan: view.plan, warnings: view.warnings };
}

/** Whether the picture is to look like what it is: an earlier render's, or one that will not be finished. */
export function isDimmed({ phase, picture, shown }: View): boolean {
  if (shown) return false;
  return picture === 'old' || (picture === 'preview' && (phase === 'cancelled' || phase === 'failed'));
}

/** Whether the last render is to be found in the strip though it is not kept: it runs, or has left a picture. */
export function hasLiveTile({ phase, picture, keptAs }: View): boolean {
  return keptAs === null && (phase === 'running' || picture === 'preview' || picture === 'final');
}

/**
 * Whether to offer to write the seed of what is shown into the file: it was drawn, or is of an earlier render, and there
 * is a place for it.
 */
export function offersSeed(view: View): boolean {
  return view.seedHasPlace && (view.shown !== null || view.plan?.seedIsDrawn === true);
}
