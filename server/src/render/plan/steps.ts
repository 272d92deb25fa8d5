/** How many steps a render takes. */

import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { RenderMode } from '../../protocol/render.ts';
import { draftSteps, finalSteps, sharesSteps } from '../../run/counts.ts';
import type { Run } from '../../run/index.ts';
import { PlanError } from './error.ts';
import type { PlannedSetting, Planning } from './planning.ts';

export interface StepCount {
  readonly steps: number;
  readonly from: PlannedSetting['from'];
  /** A draft that keeps the file's count, because several samplers share the steps. */
  readonly shared?: true;
}

/** Plans the steps of a render. Throws `PlanError` when they are no count. */
export function planSteps({ run, knowledge, options, given, use, change, warn }: Planning): number {
  const { mode, bounds, asGraph } = options;
  const asked = given('inference_steps');
  if (asked?.from === 'override' && !(Number.isInteger(asked.number) && Number(asked.number) >= 1))
    throw new PlanError(`${asked.text} is not a step count. Give a whole number from 1.`);
  const wanted: StepCount =
    asked?.from === 'override' ? { steps: Number(asked.number), from: 'override' } : stepCount(run, knowledge, mode);
  const steps = Math.min(wanted.steps, bounds.steps?.most ?? wanted.steps);
  if (steps < wanted.steps) warn(`Rendered in ${steps} steps instead of ${wanted.steps}: ${bounds.steps?.says}.`);
  if (wanted.shared)
    warn('The steps of this graph are shared by several samplers, so the draft keeps them as they are.');
  const configured = run.steps.written;
  if (wanted.from === 'override' && wanted.steps !== configured && configured !== null && sharesSteps(run))
    warn('The steps of this graph are shared by several samplers: only those of this one are changed.');
  if (wanted.from === 'default' && asGraph) warn('The graph computes its step count itself.');
  use('Steps', steps, wanted.from);
  if (wanted.from === 'draft' || wanted.from === 'override' || steps < wanted.steps)
    change('inference_steps', 'steps', steps);
  return steps;
}

/** The step count of a mode. Throws `PlanError` when the file's value is no count. */
export function stepCount(run: Run, knowledge: Knowledge, mode: RenderMode): StepCount {
  const configured = run.steps.written;
  if (mode === 'draft') {
    if (configured !== null && sharesSteps(run)) return { steps: configured, from: 'file', shared: true };
    const draft = draftSteps(run, knowledge);
    const steps = Math.min(draft, configured ?? draft);
    return { steps, from: steps === configured ? 'file' : 'draft' };
  }
  if (configured !== null) return { steps: configured, from: 'file' };
  const written = run.steps.occurrence;
  if (written && written.value !== null && !written.sentinel && written.via !== 'placeholder') {
    throw new PlanError(`${written.source} is not a step count. Write a whole number from 1, then render again.`);
  }
  return { steps: finalSteps(run, knowledge), from: 'default' };
}
