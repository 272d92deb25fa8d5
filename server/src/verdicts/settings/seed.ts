/** Verdicts on seeds: fixed or random. */
import { countOf } from '../../dialects/generation.ts';
import type { Judge } from './remark.ts';

export const judgeSeed: Judge = ({ occurrence, run }) => {
  const value = countOf(occurrence);
  if (value === null) return [];
  if (occurrence.pass !== null) return [{ id: 'variation' }];
  // -1 asks for a random one wherever it is accepted; others mean something else in each program.
  if (value < 0) return value === -1 ? [{ id: 'random' }] : [];
  // Large seeds lose digits as numbers: the literal is shown.
  const fixed = { id: 'fixed', values: { value: occurrence.source.replace(/["']/g, '') } };
  const { sampler } = run.sampling;
  return sampler && !sampler.converges ? [fixed, { id: 'wanders', values: { sampler: sampler.name } }] : [fixed];
};
