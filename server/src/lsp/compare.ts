/** Renders that differ in one setting, for a client that watches them. Loaded with the first of them. */
import type { Comparable, ComparableParams, CompareParams, SweepAnswer } from '../protocol/sweep.ts';
import { boundsOf } from '../render/plan/bounds.ts';
import { planRender } from '../render/plan/index.ts';
import type { BackendProblem } from '../render/problem.ts';
import { comparables, planComparison, type Rendered } from '../render/sweep/index.ts';
import { runOf } from '../run/index.ts';
import { targetOf } from './render-target.ts';
import {
  createSweepRenders,
  type Ended,
  goOn,
  mustBeUnchanged,
  paidNodesOf,
  plannersOf,
  type RequestContext,
  type SweepContext,
  sweepPlanOf,
} from './sweep-renders.ts';

/** Answers `sweetspot/comparable`. Throws `PlanError` and `BackendError`. */
export async function comparable(params: ComparableParams, context: RequestContext): Promise<readonly Comparable[]> {
  const { documents, lease, signal, services } = context;
  const { knowledge } = services;
  const info = await lease.session.info(signal);
  const offers = await lease.session.offers(signal);
  const { generation } = targetOf(params, documents);
  const run = runOf(generation, knowledge);
  const asGraph = info.capabilities.graphs && generation.graph !== undefined;
  const { request } = planRender(run, knowledge, {
    mode: 'configured',
    randomSeed: () => 0n,
    bounds: boundsOf(info, lease.limits),
    asGraph,
  });
  return comparables({ run, request, asGraph }, offers, info.capabilities.maxSteps, knowledge);
}

/** Answers `sweetspot/compare`, and goes on with the renders. Throws `PlanError` and `BackendError`. */
export async function compare(params: CompareParams, context: SweepContext): Promise<SweepAnswer> {
  const { documents, lease, signal } = context;
  const { setting, values, seed, models = {}, paidNodesAllowed = false } = params;
  const target = targetOf(params, documents);
  const input = { generation: target.generation, models, paidNodesAllowed, setting, seed };
  const plan = await planComparison(input, values, plannersOf(context));
  lease.report(null);
  if ('question' in plan) return plan;
  const { variants } = plan;
  mustBeUnchanged(target, context);
  const { capabilities } = await lease.session.info(signal);
  const renders = createSweepRenders(target, capabilities, context);
  const started = variants.map(renders.add);
  const nodes = await paidNodesOf(started, variants[0], context);
  if (nodes) return { question: 'paid-nodes', nodes };
  goOn(renders, context, async () => {
    const problems = await Promise.all(started.map((render) => render.follow()));
    const pictures = await Promise.all(started.map(({ rendered }) => rendered));
    return endOf(renders.problem, problems, pictures, signal);
  });
  return {
    ...sweepPlanOf(target, plan, lease),
    warnings: plan.warnings,
    variants: started.map(({ variant }) => variant),
  };
}

function endOf(
  fatal: BackendProblem | null,
  problems: readonly (BackendProblem | null)[],
  pictures: readonly (Rendered | null)[],
  signal: AbortSignal,
): Ended {
  const problem = fatal ?? problems.find((each) => each !== null) ?? null;
  if (signal.aborted) return { kind: 'ended', outcome: 'cancelled', message: null };
  if (fatal === null && pictures.some((picture) => picture !== null))
    return { kind: 'ended', outcome: 'done', message: null };
  return { kind: 'ended', outcome: problem ? 'failed' : 'cancelled', message: problem?.message ?? null };
}
