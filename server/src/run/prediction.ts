/** What a model learned to answer at each step: the noise, or the velocity. */
import { type Generation, wholeName } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { plainName } from '../knowledge/model-names.ts';
import type { Prediction } from '../knowledge/schema.ts';
import type { RunModel } from './model.ts';

/** What the words of the model's name say of it; `null` where they say nothing, or both. */
export function predictionOf(generation: Generation, { family }: RunModel, knowledge: Knowledge): Prediction | null {
  const { model } = generation;
  if (!model || !family?.prediction) return null;
  const name = plainName(wholeName(model));
  const said = Object.entries(family.prediction).filter(([, words = '(?!)']) => new RegExp(words).test(name));
  return said.length === 1 ? knowledge.prediction(said[0][0]) : null;
}
