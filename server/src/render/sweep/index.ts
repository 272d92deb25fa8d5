/** Sweeps: renders of one generation that differ in one setting. Loaded when the first one is asked for. */
export { type OutageState, waitingFor } from './outage.ts';
export { commonTo, planSweep, type SweepPlan, type Variant } from './plan.ts';
export { createSweep, type Rendered, type Sweep } from './runner.ts';
export { checkedValues, labels } from './setting.ts';
export { comparables, suggestedFor } from './suggested.ts';
export { planSearch, type SearchPlan, USUAL_SEEDS } from './sweet-spot.ts';
