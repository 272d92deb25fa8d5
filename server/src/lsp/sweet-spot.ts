/** The search for the sweet spot, for a client that watches it. Loaded with the first of them. */
import { t } from '@vscode/l10n';
import type { FindSweetSpotParams, SweepAnswer } from '../protocol/sweep.ts';
import { BackendError, problemOf } from '../render/problem.ts';
import { commonTo, planSearch, planSweep, USUAL_SEEDS, type Variant } from '../render/sweep/index.ts';
import { MeasureError, findSweetSpot as search } from '../render/sweet-spot/index.ts';
import { deferred } from './deferred.ts';
import { targetOf } from './render-target.ts';
import {
  createSweepRenders,
  goOn,
  mustBeUnchanged,
  paidNodesOf,
  type Started,
  type SweepContext,
  sweepPlanOf,
} from './sweep-renders.ts';

/** Answers `sweetspot/findSweetSpot`, and goes on with the search. Throws `PlanError` and `BackendError`. */
export async function findSweetSpot(params: FindSweetSpotParams, context: SweepContext): Promise<SweepAnswer> {
  const { documents, lease, signal, services, sweep } = context;
  const { prepare, knowledge, measurements } = services;
  const { models = {}, paidNodesAllowed = false } = params;
  const { session } = lease;
  const { capabilities } = await session.info(signal);
  const target = targetOf(params, documents);
  const { generation } = target;
  const setting = 'inference_steps';
  const input = { generation, models, paidNodesAllowed, setting } as const;
  const plan = await planSweep(input, { prepare, knowledge }, session, lease.limits, signal);
  lease.report(null);
  if ('question' in plan) return plan;
  const { request } = plan.base;
  // All of them now: the file may be edited while the search goes on.
  const {
    ladder,
    seeds,
    shortened,
    variants,
    variant: variantOf,
  } = await planSearch(plan, params.seeds ?? USUAL_SEEDS, capabilities, knowledge);
  mustBeUnchanged(target, context);

  const renders = createSweepRenders(target, capabilities, context);
  const first = deferred<{ readonly started: Started; readonly variant: Variant }>();
  /** Whether the search goes on. */
  const answered = deferred<boolean>();
  const found = search({
    ladder,
    seeds,
    shortened,
    sampler: knowledge.sampler(request.sampler?.id ?? ''),
    facts: knowledge.data.sweetSpot,
    signal,
    parallel: capabilities.schedulesItself,
    render: async (steps, seed) => {
      const variant = variantOf(steps, seed);
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
    if (steps !== null && !request.unsized)
      measurements.addSweetSpot(session.backend, request, {
        steps,
        between: [...between],
        seeds: seeds.length,
        converges: plan.converges !== false,
      });
    sweep.tell({ kind: 'found', result });
    return { kind: 'ended', outcome: 'done', message: null };
  });
  const { base } = plan;
  const changes = commonTo(variants, plan);
  return { ...sweepPlanOf(target, plan, lease), changes, warnings: base.warnings, variants: [], ladder };
}

/** Why a search broke off, for people. */
function reasonOf(error: unknown): string {
  return error instanceof MeasureError ? error.message : problemOf(error).message;
}
