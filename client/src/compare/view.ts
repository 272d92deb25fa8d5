/** What a comparison or a search shows, as data: a pure function of what has happened. No vscode, no DOM. */
import { t } from '@vscode/l10n';
import type { QualityCurve, SweetSpotResult } from '../../../server/src/protocol/curve.ts';
import type { SweepEvent, SweepPlan, SweepSetting, SweepVariant } from '../../../server/src/protocol/sweep.ts';
import { IDLE, joined, type Render, type RenderHappening, renderAfter } from '../panel/render.ts';
import type { FromPage } from './messages.ts';

/** One picture of a comparison. */
export interface Item extends SweepVariant, Render {
  /** Of which request it is. */
  readonly sweepId: string;
}

/** `compare`: values that somebody named. `search`: step counts, until it is known where more change nothing. */
export type Purpose = 'compare' | 'search';

/** `gone`: the window was loaded anew, and the pictures went with the old one. */
export type Phase = 'idle' | 'running' | 'done' | 'cancelled' | 'failed' | 'gone';

/** How two chosen pictures are looked at. */
export type Overlay = 'slider' | 'difference';

/** Everything shown but pictures, which are large and travel apart. */
export interface CompareView {
  readonly phase: Phase;
  readonly purpose: Purpose;
  /** Ids of what has been asked for and has not ended. Several when a value is added while others render. */
  readonly open: readonly string[];
  /** A person has been asked something. */
  readonly asking: boolean;
  /** Of the first request; what is added later differs in its variants only. */
  readonly plan: SweepPlan | null;
  readonly items: readonly Item[];
  /** The file's own value. */
  readonly current: string | null;
  /** The file has a place for the value. */
  readonly hasPlace: boolean;
  /** Set while the backend is out of reach. */
  readonly waiting: string | null;
  readonly warnings: readonly string[];
  /** Why the last request failed. */
  readonly failure: string | null;
  readonly curve: QualityCurve | null;
  readonly result: SweetSpotResult | null;
  /** Renders that are looked at large, the one chosen first in front; at most two. */
  readonly chosen: readonly string[];
  readonly overlay: Overlay;
}

/** A click on a picture, on a point of the curve or on the viewer. */
export type Looking = Extract<FromPage, { type: 'choose' | 'point' | 'close' | 'overlay' }>;

export type Happening =
  /** Begins anew. */
  | { readonly kind: 'requested'; readonly sweepId: string }
  /** Goes on with what is there. */
  | { readonly kind: 'added'; readonly sweepId: string }
  | { readonly kind: 'asking' }
  | { readonly kind: 'planned'; readonly sweepId: string; readonly plan: SweepPlan }
  | { readonly kind: 'sweep'; readonly sweepId: string; readonly event: SweepEvent }
  | { readonly kind: 'render'; readonly renderId: string; readonly event: RenderHappening }
  /** What the file says now. */
  | { readonly kind: 'current'; readonly value: string | null; readonly hasPlace: boolean }
  | { readonly kind: 'looked'; readonly at: Looking }
  | { readonly kind: 'gone' };

export const NOTHING_YET: CompareView = {
  phase: 'idle',
  purpose: 'compare',
  open: [],
  asking: false,
  plan: null,
  items: [],
  current: null,
  hasPlace: true,
  waiting: null,
  warnings: [],
  failure: null,
  curve: null,
  result: null,
  chosen: [],
  overlay: 'slider',
};

/** The view after `happening`. */
export function next(view: CompareView, happening: Happening): CompareView {
  switch (happening.kind) {
    case 'requested':
      return { ...NOTHING_YET, purpose: view.purpose, phase: 'running', open: [happening.sweepId] };
    case 'added':
      return { ...view, phase: 'running', failure: null, open: [...view.open, happening.sweepId] };
    case 'asking':
      return { ...view, asking: true };
    case 'planned':
      return planned(view, happening.sweepId, happening.plan);
    case 'sweep':
      return swept(view, happening.sweepId, happening.event);
    case 'render':
      return {
        ...view,
        items: view.items.map((item) =>
          item.renderId === happening.renderId ? renderAfter(item, happening.event) : item,
        ),
        warnings: happening.event.kind === 'warning' ? joined(view.warnings, [happening.event.text]) : view.warnings,
      };
    case 'current':
      return { ...view, current: happening.value, hasPlace: happening.hasPlace };
    case 'looked':
      return looked(view, happening.at);
    case 'gone':
      return { ...NOTHING_YET, purpose: view.purpose, phase: 'gone' };
  }
}

function looked(view: CompareView, at: Looking): CompareView {
  switch (at.type) {
    case 'choose':
      return { ...view, chosen: toggled(view, at.renderId) };
    case 'point':
      return { ...view, chosen: pairAt(view, at.steps) };
    case 'close':
      return { ...view, chosen: [] };
    case 'overlay':
      return { ...view, overlay: at.overlay };
  }
}

function planned(view: CompareView, sweepId: string, plan: SweepPlan): CompareView {
  const known = { ...view, asking: false, plan: view.plan ?? plan, warnings: joined(view.warnings, plan.warnings) };
  return withVariants(known, sweepId, plan.variants);
}

function withVariants(view: CompareView, sweepId: string, variants: readonly SweepVariant[]): CompareView {
  return {
    ...view,
    items: withFresh(view.items, sweepId, variants, view.plan?.setting ?? 'inference_steps'),
    current: variants.find(({ isCurrent }) => isCurrent)?.value ?? view.current,
  };
}

function swept(view: CompareView, sweepId: string, event: SweepEvent): CompareView {
  switch (event.kind) {
    case 'variants':
      return withVariants(view, sweepId, event.variants);
    case 'waiting':
      return { ...view, waiting: event.message };
    case 'resumed':
      return { ...view, waiting: null };
    case 'measured':
      return { ...view, curve: event.curve };
    case 'found':
      return { ...view, curve: event.result.curve, result: event.result };
    case 'ended': {
      const open = view.open.filter((id) => id !== sweepId);
      return {
        ...view,
        open,
        phase: open.length > 0 ? 'running' : event.outcome,
        asking: false,
        waiting: open.length > 0 ? view.waiting : null,
        failure: event.outcome === 'failed' ? (event.message ?? t('Nothing more could be rendered.')) : view.failure,
        // What had begun says itself how it ended; the rest was never rendered.
        items: view.items.map((item) => (item.sweepId === sweepId ? renderAfter(item, { kind: 'cancelled' }) : item)),
      };
    }
  }
}

/**
 * The items with new ones among them, in the order of their values where those are numbers. One that came to nothing gives way to
 * another try.
 */
function withFresh(
  items: readonly Item[],
  sweepId: string,
  variants: readonly SweepVariant[],
  setting: SweepSetting,
): readonly Item[] {
  const known = new Set(items.map(({ renderId }) => renderId));
  const fresh = variants.filter(({ renderId }) => !known.has(renderId));
  const stay = items.filter((item) => !isMissing(item) || !fresh.some((variant) => isSame(variant, item)));
  const all = [...stay, ...fresh.map((variant) => ({ ...IDLE, ...variant, sweepId }))];
  return isNumber(setting) ? all.toSorted((a, b) => Number(a.value) - Number(b.value)) : all;
}

function isSame(a: SweepVariant, b: SweepVariant): boolean {
  return a.value === b.value && a.seed === b.seed;
}

/** Whether a render came to nothing, and could be tried again. */
export function isMissing({ phase }: Item): boolean {
  return phase === 'failed' || phase === 'cancelled';
}

/** Whether the values of a setting are numbers. */
export function isNumber(setting: SweepSetting): boolean {
  return setting === 'inference_steps' || setting === 'guidance_scale';
}

/** A third choice takes the place of the one that was chosen first. */
function toggled(view: CompareView, renderId: string): readonly string[] {
  if (view.chosen.includes(renderId)) return view.chosen.filter((id) => id !== renderId);
  return isSeen(view, renderId) ? [...view.chosen, renderId].slice(-2) : view.chosen;
}

function isSeen({ items }: CompareView, renderId: string): boolean {
  return items.some((item) => item.renderId === renderId && item.picture === 'final');
}

/** Keys of the pictures that a view speaks of. */
export function picturesOf({ items }: Pick<CompareView, 'items'>): ReadonlySet<string> {
  return new Set(items.map(({ renderId }) => renderId));
}

/** What is looked at large, in the order of the grid: the left one, the right one. */
export function lookedAt({ items, chosen }: CompareView): readonly Item[] {
  return items.filter(({ renderId }) => chosen.includes(renderId));
}

/** A picture of a step count and the one it was measured against, of one seed; empty while there is no such. */
export function pairAt({ items, plan }: CompareView, steps: number): readonly string[] {
  const seen = items.filter(({ picture }) => picture === 'final');
  const seeds = new Set([plan?.seed, ...seen.map(({ seed }) => seed)]);
  for (const seed of seeds) {
    const ofSeed = seen.filter((item) => item.seed === seed);
    const point = ofSeed.find((item) => item.steps === steps);
    const reference = ofSeed.reduce((most, item) => (item.steps > most.steps ? item : most), ofSeed[0]);
    if (point) return point === reference ? [point.renderId] : [point.renderId, reference.renderId];
  }
  return [];
}

/** The values that may come to be written into the file. */
export function writableValues({ items, result }: CompareView): readonly string[] {
  const found = result?.steps ?? null;
  return [...items.map(({ value }) => value), ...(found === null ? [] : [String(found)])];
}

/** Whether an item can be written into the file: it is rendered, there is a place for it, and the file says another value. */
export function isApplicable(view: CompareView, { value, picture }: Item): boolean {
  return view.hasPlace && picture === 'final' && value !== view.current;
}
