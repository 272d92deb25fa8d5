import type { Happening } from '../../../../client/src/compare/view.ts';
import { type CompareView, NOTHING_YET, next } from '../../../../client/src/compare/view.ts';
import type { SweepPlan, SweepVariant } from '../../../../server/src/protocol/sweep.ts';

/** One render of a sweep with the parts a test cares about. Its id is its count. */
export function variantWith(parts: Partial<SweepVariant>): SweepVariant {
  const steps = parts.steps ?? 25;
  return {
    renderId: String(steps),
    value: String(steps),
    steps,
    seed: '42',
    isCurrent: false,
    expectedSeconds: null,
    ...parts,
  };
}

/** A plan of step counts with the parts a test cares about. */
export function sweepWith(parts: Partial<SweepPlan>): SweepPlan {
  return {
    title: 'SDXL, line 1',
    backend: { kind: 'builtin', name: 'Built-in model', address: null, note: 'Not what your model would draw.' },
    setting: 'inference_steps',
    label: 'Steps',
    seed: '42',
    seedIsDrawn: false,
    width: 768,
    height: 512,
    changes: [],
    warnings: [],
    variants: [4, 25, 50].map((steps) => variantWith({ steps })),
    ladder: [],
    converges: true,
    ...parts,
  };
}

export const requested: Happening = { kind: 'requested', sweepId: 'a' };
export const planned: Happening = { kind: 'planned', sweepId: 'a', plan: sweepWith({}) };
export const ended = (outcome: 'done' | 'cancelled' | 'failed' = 'done', sweepId = 'a'): Happening => ({
  kind: 'sweep',
  sweepId,
  event: { kind: 'ended', outcome, message: outcome === 'failed' ? 'It broke.' : null },
});

/** What happens when a render comes to its picture. */
export function rendered(renderId: string, seconds = 1): Happening[] {
  return [
    { kind: 'render', renderId, event: { kind: 'picture' } },
    { kind: 'render', renderId, event: { kind: 'done', seconds, modelEvaluations: null } },
  ];
}

export const viewFrom = (view: CompareView, ...happenings: readonly Happening[]): CompareView =>
  happenings.reduce(next, view);
export const viewAfter = (...happenings: readonly Happening[]): CompareView => viewFrom(NOTHING_YET, ...happenings);
