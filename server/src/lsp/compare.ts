/** Renders that differ in one setting, for a client that watches them. Loaded with the first of them. */
import { boundsOf } from '../render/bounds.ts';
import { planRender } from '../render/plan.ts';
import { PlanError } from '../render/plan-error.ts';
import { checkedValues, commonTo, comparables, planSweep, type SweepSetting } from '../render/sweep/index.ts';
import { subjectOf } from '../rules/subject.ts';
import type { Comparable, ComparableParams, CompareParams, SweepAnswer } from './messages.ts';
import { type Target, targetOf } from './render-target.ts';
import {
  createSweepRenders,
  paidNodesOf,
  type RequestContext,
  type SweepContext,
  sweepPlanOf,
} from './sweep-renders.ts';

/** Answers `sweetspot/comparable`. Throws `PlanError` and `BackendError`. */
export async function comparable(params: ComparableParams, context: RequestContext): Promise<readonly Comparable[]> {
  const { documents, use, signal, services } = context;
  const { knowledge, limits } = services;
  const bounds = await limits();
  const info = await use.session.info(signal);
  const offers = await use.session.offers(signal);
  const { generation } = targetOf(params, documents);
  const subject = subjectOf(generation, knowledge);
  const asGraph = info.capabilities.graphs && generation.graph !== undefined;
  const { request } = planRender(generation, subject, knowledge, {
    mode: 'configured',
    randomSeed: () => 0n,
    bounds: boundsOf(info, bounds),
    asGraph,
  });
  return comparables({ generation, subject, request, asGraph }, offers, info.capabilities.maxSteps, knowledge);
}

/** Answers `sweetspot/compare`, and goes on with the renders. Throws `PlanError` and `BackendError`. */
export async function compare(params: CompareParams, context: SweepContext): Promise<SweepAnswer> {
  const { documents, use, signal, services, sweep } = context;
  const { prepare, knowledge } = services;
  const { setting, seed, models = {}, paidNodesAllowed = false } = params;
  const limits = await services.limits();
  Object.assign(use.limits, limits);
  const values = params.values ? checkedValues(setting, params.values, knowledge) : await suggested(params, context);
  const target = targetOf(params, documents);
  const { generation, analysis } = target;
  const wish = { generation, document: analysis.document, models, paidNodesAllowed, setting, seed };
  const plan = await planSweep(wish, { prepare, knowledge }, use.session, limits, signal);
  use.heard(null);
  if ('question' in plan) return plan;
  const variants = [];
  for (const value of values) variants.push(await plan.variant(value));
  unchanged(target, context);
  const { capabilities } = await use.session.info(signal);
  const renders = createSweepRenders(target, capabilities, limits, context);
  const started = variants.map(renders.add);
  const nodes = await paidNodesOf(started, variants[0], context);
  if (nodes) return { question: 'paid-nodes', nodes };
  use.begin();
  const followed = async () => renders.ended(started, await Promise.all(started.map((render) => render.follow())));
  // Events follow the answer: the client learns of the renders before their first step.
  setImmediate(() => sweep.follow(followed()));
  return {
    ...sweepPlanOf(target, plan, use),
    changes: commonTo(variants, plan),
    warnings: [...new Set(variants.flatMap(({ prepared }) => prepared.warnings))],
    variants: started.map(({ variant }) => variant),
  };
}

async function suggested(params: CompareParams, context: SweepContext): Promise<readonly string[]> {
  const found = (await comparable(params, context)).find(({ setting }) => setting === params.setting);
  if (!found) throw new PlanError(nothingToCompare(params.setting));
  return found.suggested;
}

function nothingToCompare(setting: SweepSetting): string {
  return `There is nothing to compare in ${setting.replaceAll('_', ' ')} here: this file and model leave no choice of it.`;
}

/** What was planned from a text that has changed meanwhile may be of two minds. Throws `PlanError`. */
function unchanged({ uri, version }: Target, { documents, signal }: SweepContext): void {
  signal.throwIfAborted();
  if (documents.analysis(uri)?.version !== version)
    throw new PlanError('The file was edited while the comparison was planned. Compare again.');
}
