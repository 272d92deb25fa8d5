/** The search for the sweet spot, for a client that watches it. Loaded with the first of them. */
import { t } from '@vscode/l10n';
import { deferred } from '../common/deferred.ts';
import type { FindSweetSpotParams, SweepAnswer } from '../protocol/sweep.ts';
import { BackendError, problemOf } from '../render/problem.ts';
import { planSearch, USUAL_SEEDS, type Variant } from '../render/sweep/index.ts';
import { MeasureError, findSweetSpot as search } from '../render/sweet-spot/index.ts';
import { targetOf } from './render-target.ts';
import {
  createSweepRenders,
  goOn,
  mustBeUnchanged,
  paidNodesOf,
  plannersOf,
  type Started,
  type SweepContext,
  sweepPlanOf,
} from './sweep-renders.ts';

/** Answers `sweetspot/findSweetSpot`, and goes on with the search. Throws `PlanError` and `BackendError`. */
export async function findSweetSpot(params: FindSweetSpotParams, context: SweepContext): Promise<SweepAnswer> {
  const { documents, lease, signal, services, sweep } = context;
  const { knowledge, measurements } = services;
  const { models = {}, paidNodesAllowed = false } = params;
  const { session } = lease;
  const target = targetOf(params, documents);
  const input = { generation: target.generation, models, paidNodesAllowed };
  const plan = await planSearch(input, params.seeds ?? USUAL_SEEDS, plannersOf(context));
  lease.report(null);
  if ('question' in plan) return plan;
  const { base } = plan;
  const { seeds, ladder } = plan.search;
  mustBeUnchanged(target, context);

  const renders = createSweepRenders(target, (await session.info(signal)).capabilities, context);
  const first = deferred<{ readonly started: Started; readonly variant: Variant }>();
  /** Whether the search goes on. */
  const answered = deferred<boolean>();
  const found = search({
    ...plan.search,
    render: async (steps, seed) => {
      const variant = plan.variantOf(steps, seed);
      const started = renders.add(variant);
      first.resolve({ started, variant });
      if (!(await answered.promise)) return null;
      sweep.tell({ kind: 'variants', variants: [started.variant] });
      await started.follow();
      const rendered = await started.rendered;
      if (renders.problem) throw new BackendError(renders.problem.code, renders.problem.message);
      return rendered && { picture: rendered.picture, seconds: rendered.milliseconds / 1000 };
    },
    onCurve: (curve) => sweep.tell({ kind: 'measured', curve }),
  });
  const begun = await Promise.race([first.promise, found.then(() => null)]);
  const nodes = begun && (await paidNodesOf([begun.started], begun.variant, context));
  if (nodes) {
    answered.resolve(false);
    return { question: 'paid-nodes', nodes };
  }

  goOn(renders, context, async () => {
    answered.resolve(true);
    const result = await found.catch((error: unknown) => reasonOf(error));
    if (signal.aborted) return { kind: 'ended', outcome: 'cancelled', message: null };
    if (typeof result === 'string') return { kind: 'ended', outcome: 'failed', message: result };
    if (result === null)
      return { kind: 'ended', outcome: 'failed', message: t(knowledge.data.sweetSpot.sentences['too-little']) };
    const { steps, between } = result;
    if (steps !== null && !base.request.unsized)
      measurements.addSweetSpot(session.backend, base.request, {
        steps,
        between: [...between],
        seeds: seeds.length,
        converges: plan.converges !== false,
      });
    sweep.tell({ kind: 'found', result });
    return { kind: 'ended', outcome: 'done', message: null };
  });
  return { ...sweepPlanOf(target, plan, lease), warnings: base.warnings, variants: [], ladder };
}

/** Why a search broke off, for people. */
function reasonOf(error: unknown): string {
  return error instanceof MeasureError ? error.message : problemOf(error).message;
}
