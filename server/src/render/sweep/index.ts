/** Sweeps: renders of one generation that differ in one setting. Loaded when the first one is asked for. */
export { type ComparisonPlan, planComparison } from './comparison.ts';
export { type OutageState, waitingFor } from './outage.ts';
export type { SweepPlan, Variant } from './plan.ts';
export { createSweep, type Rendered, type Sweep } from './runner.ts';
export { labels } from './setting.ts';
export { comparables } from './suggested.ts';
export { planSearch, type SearchPlan, USUAL_SEEDS } from './sweet-spot.ts';
