/** What the preview shows, as data: a pure function of what has happened. No vscode, no DOM. */
import type { RenderEventMessage, RenderMode, RenderPlan } from '../../../server/src/lsp/messages.ts';

export type Phase = 'idle' | 'running' | 'done' | 'cancelled' | 'failed';

/** A moment of a render: steps done, and seconds since it began. */
export interface StepTime {
  readonly done: number;
  readonly elapsedSeconds: number;
}

/** Everything shown but the picture itself, which is large and travels apart. */
export interface View {
  readonly phase: Phase;
  /** What was asked for last; `null` before anything was. */
  readonly mode: RenderMode | null;
  /** What is being rendered, or was last. Stays when the next request is refused: it belongs to the picture shown. */
  readonly plan: RenderPlan | null;
  /** Step count of each mode, where a plan has told it. */
  readonly steps: { readonly [Mode in RenderMode]?: number };
  readonly progress: { readonly first: StepTime; readonly latest: StepTime } | null;
  /** What the picture shows: `null` none, `old` an earlier render's, `preview` unfinished, `final` finished. */
  readonly picture: null | 'old' | 'preview' | 'final';
  readonly warnings: readonly string[];
  /** Set when `phase` is `failed`. */
  readonly failure: string | null;
  /** Set when `phase` is `done`. */
  readonly outcome: { readonly seconds: number; readonly modelEvaluations: number | null } | null;
}

export type Happening =
  | { readonly kind: 'requested'; readonly mode: RenderMode }
  | { readonly kind: 'planned'; readonly plan: RenderPlan }
  /** The document changed, or another generation is aimed at: what was known of step counts may no longer hold. */
  | { readonly kind: 'steps-unknown' }
  | RenderEventMessage;

export const NOTHING_YET: View = {
  phase: 'idle',
  mode: null,
  plan: null,
  steps: {},
  progress: null,
  picture: null,
  warnings: [],
  failure: null,
  outcome: null,
};

/** The view after `happening`. */
export function next(view: View, happening: Happening): View {
  switch (happening.kind) {
    case 'requested':
      return { ...view, phase: 'running', mode: happening.mode, progress: null, failure: null, outcome: null };
    case 'planned':
      return {
        ...view,
        plan: happening.plan,
        steps: happening.plan.counts,
        warnings: happening.plan.warnings,
        picture: view.picture && 'old',
      };
    case 'steps-unknown':
      return { ...view, steps: {} };
    case 'queued':
    case 'loading':
    case 'progress':
      return view;
    case 'step': {
      const latest = { done: happening.done, elapsedSeconds: happening.elapsedSeconds };
      return { ...view, progress: { first: view.progress?.first ?? latest, latest } };
    }
    case 'preview':
      return { ...view, picture: 'preview' };
    case 'picture':
      return { ...view, picture: 'final' };
    case 'warning':
      return view.warnings.includes(happening.text) ? view : { ...view, warnings: [...view.warnings, happening.text] };
    case 'failed':
      return { ...view, phase: 'failed', failure: happening.message };
    case 'cancelled':
      return { ...view, phase: 'cancelled' };
    case 'done':
      return {
        ...view,
        phase: 'done',
        outcome: { seconds: happening.seconds, modelEvaluations: happening.modelEvaluations },
      };
  }
}

/** Whether the picture is to look like what it is: an earlier render's, or one that will not be finished. */
export function isDimmed({ phase, picture }: View): boolean {
  return picture === 'old' || (picture === 'preview' && (phase === 'cancelled' || phase === 'failed'));
}

/**
 * Seconds until the last step, from the speed since the first step seen; `null` before two were. The time up to the first
 * step is left out of the speed because it holds what happens once, such as loading the model.
 */
export function secondsLeft(view: View): number | null {
  if (!view.progress || !view.plan) return null;
  const { first, latest } = view.progress;
  if (latest.done <= first.done) return null;
  const secondsPerStep = (latest.elapsedSeconds - first.elapsedSeconds) / (latest.done - first.done);
  return secondsPerStep * (view.plan.steps - latest.done);
}
