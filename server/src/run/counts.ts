/** The counts that a model is rendered with: for a draft, and for the picture that is kept. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Run } from './run.ts';

/** For a quick look. Of a model that is not known, the guide's. */
export function draftSteps({ model: { decisive } }: Run, knowledge: Knowledge): number {
  const steps = decisive?.steps;
  return steps ? (steps.draft ?? steps.distilled_for ?? steps.default) : knowledge.stepsGuide.draft.steps;
}

/** For the picture that is kept. */
export function finalSteps({ model: { decisive } }: Run, knowledge: Knowledge): number {
  return decisive?.steps.default ?? knowledge.stepsGuide.default;
}

/** True for a sampler of a graph that runs only part of its steps: fewer in it alone would leave a gap to the next. */
export function sharesSteps({ generation, steps: { part } }: Run): boolean {
  return generation.graph !== undefined && part?.kind === 'window';
}
