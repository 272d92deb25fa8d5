/** Verdicts on the shift of a flow model's schedule. */
import { countOf } from '../../dialects/generation.ts';
import { figure, type Judge } from './remark.ts';

export const judgeShift: Judge = ({ occurrence, run: { model: facts }, knowledge }) => {
  const value = countOf(occurrence);
  if (value === null) return [];
  const model = [facts.decisive, facts.family].find((candidate) => candidate?.flow_shift !== undefined);
  const shift = model?.flow_shift;
  if (!model || shift === undefined) return [{ id: 'guide' }];
  const values = { model: model.name, shift };
  if (Math.abs(value - shift) <= shift * figure(knowledge, 'flow_shift', 'tolerance')) return [{ id: 'right', values }];
  return [{ id: value > shift ? 'above' : 'below', values }];
};
