/** Verdicts on what the model's answers are read as. */
import { predictionOf } from '../../run/index.ts';
import { type Judge, short } from './remark.ts';

export const judgePrediction: Judge = ({ occurrence, run: { generation, model }, knowledge }) => {
  const given = knowledge.prediction(String(occurrence.value));
  if (!given) return [{ id: 'other' }];
  const learned = predictionOf(generation, model, knowledge);
  if (given !== learned) return [{ id: 'guide' }];
  return [{ id: 'right', values: { model: short(generation.model?.text ?? ''), learned: learned.name } }];
};
