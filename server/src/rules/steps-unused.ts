/** `steps-unused`: a sampler that stops by itself, whatever the step count. */
import { settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from './finding.ts';
import { type Subject, stepsOf } from './subject.ts';

export const stepsUnused: Rule = ({ generation, subject, knowledge }) => {
  const occurrence = settingOf(generation, 'inference_steps');
  if (!occurrence || stepsOf(generation) === null || !subject.sampler || !isUnused(subject)) return [];
  const { name, total_evaluations: calls } = subject.sampler;
  return [finding(knowledge, 'steps-unused', { occurrence, message: 'adaptive', values: { sampler: name, calls } })];
};

/** True where the sampler does not look at the step count. */
export function isUnused({ sampler }: Subject): boolean {
  return sampler !== null && !sampler.total_evaluations.includes('N');
}
