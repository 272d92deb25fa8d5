/** How many steps a render takes. */

import { t } from '@vscode/l10n';
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
export function planSteps({ run, file, knowledge, options, use, change, warn }: Planning): number {
  const { mode, bounds, asGraph } = options;
  const wanted = stepCount(run, knowledge, mode);
  const steps = Math.min(wanted.steps, bounds.steps?.most ?? wanted.steps);
  if (steps < wanted.steps)
    warn(t`Rendered in ${steps} steps instead of ${wanted.steps}: ${bounds.steps?.says ?? ''}.`);
  if (wanted.shared)
    warn(t`The steps of this graph are shared by several samplers, so the draft keeps them as they are.`);
  if (wanted.from === 'override' && wanted.steps !== file.steps.written && sharesSteps(file))
    warn(t`The steps of this graph are shared by several samplers: only those of this one are changed.`);
  if (wanted.from === 'default' && asGraph) warn(t`The graph computes its step count itself.`);
  use(t`Steps`, steps, wanted.from);
  if (wanted.from === 'draft' || wanted.from === 'override' || steps < wanted.steps)
    change('inference_steps', 'steps', steps);
  return steps;
}

/** The step count of a mode, or the one that was asked for. Throws `PlanError` when that, or the file's, is no count. */
export function stepCount(run: Run, knowledge: Knowledge, mode: RenderMode): StepCount {
  const { written: configured, occurrence: written } = run.steps;
  if (written?.asked && configured !== null) return { steps: configured, from: 'override' };
  if (written?.asked) throw new PlanError(t`${written.source} is not a step count. Give a whole number from 1.`);
  if (mode === 'draft') {
    if (configured !== null && sharesSteps(run)) return { steps: configured, from: 'file', shared: true };
    const draft = draftSteps(run, knowledge);
    const steps = Math.min(draft, configured ?? draft);
    return { steps, from: steps === configured ? 'file' : 'draft' };
  }
  if (configured !== null) return { steps: configured, from: 'file' };
  if (written && written.value !== null && !written.sentinel && written.via !== 'placeholder') {
    throw new PlanError(t`${written.source} is not a step count. Write a whole number from 1, then render again.`);
  }
  return { steps: finalSteps(run, knowledge), from: 'default' };
}
