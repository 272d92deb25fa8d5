/** `steps-unused`: a step count that nothing looks at, because the sampler stops by itself or the schedule is written out. */
import { type Generation, type Occurrence, settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from './finding.ts';
import { type Subject, stepsOf } from './subject.ts';

export const stepsUnused: Rule = ({ generation, subject, knowledge }) => {
  const occurrence = settingOf(generation, 'inference_steps');
  if (!occurrence || stepsOf(generation) === null) return [];
  const schedule = writtenSchedule(generation);
  if (schedule)
    return [finding(knowledge, 'steps-unused', { occurrence, message: 'listed', values: { key: schedule.key } })];
  if (!subject.sampler || !isAdaptive(subject)) return [];
  const { name, total_evaluations: calls } = subject.sampler;
  return [finding(knowledge, 'steps-unused', { occurrence, message: 'adaptive', values: { sampler: name, calls } })];
};

/** True where the step count is not looked at. */
export function isUnused(subject: Subject, generation: Generation): boolean {
  return isAdaptive(subject) || writtenSchedule(generation) !== undefined;
}

function isAdaptive({ sampler }: Subject): boolean {
  return sampler !== null && !sampler.total_evaluations.includes('N');
}

/** In diffusers a list of timesteps or sigmas replaces the count (pipelines, `retrieve_timesteps`). */
function writtenSchedule(generation: Generation): Occurrence | undefined {
  return generation.tool === 'diffusers' ? settingOf(generation, 'custom_schedule') : undefined;
}
