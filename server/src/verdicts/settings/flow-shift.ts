/** Verdicts on the shift of a flow model's schedule. */
import { countOf } from '../../dialects/generation.ts';
import { ofSampling } from '../../run/index.ts';
import { figure, type Judge } from './remark.ts';

export const judgeShift: Judge = ({ occurrence, run: { model: facts }, knowledge }) => {
  const value = countOf(occurrence);
  if (value === null) return [];
  const said = ofSampling(facts, ({ flow_shift }) => flow_shift);
  if (!said) return [{ id: 'guide' }];
  const { model, fact: shift } = said;
  const values = { model: model.name, shift };
  if (Math.abs(value - shift) <= shift * figure(knowledge, 'flow_shift', 'tolerance')) return [{ id: 'right', values }];
  return [{ id: value > shift ? 'above' : 'below', values }];
};
