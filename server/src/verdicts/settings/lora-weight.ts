/** Verdicts on LoRAs: what an acceleration LoRA is made for, what a weight does to a style. */
import { countOf, type Lora, wholeName } from '../../dialects/generation.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Model } from '../../knowledge/schema.ts';
import { spell } from '../steps-usual.ts';
import { figure, type Judge, type Remark } from './remark.ts';

/** Twice as much or half as little is no longer a matter of taste. */
const FAR = 2;

export const judgeLoraWeight: Judge = ({ occurrence, run: { generation }, knowledge }) => {
  const weight = countOf(occurrence);
  if (weight === null || occurrence.pass !== null) return [];
  const [lora] = generation.loras;
  return generation.loras.length === 1 ? judgeLora({ ...lora, weight }, knowledge) : byWeight(weight, knowledge);
};

/** By its name if that is an acceleration LoRA's, else by the weight alone. */
export function judgeLora(lora: Pick<Lora, 'text' | 'detail' | 'weight'>, knowledge: Knowledge): readonly Remark[] {
  const { weight } = lora;
  const model = knowledge.model(wholeName(lora), 'lora');
  if (!model) return weight === null ? [{ id: 'unset' }] : byWeight(weight, knowledge);
  const best = bestWeight(model, knowledge);
  const values = { lora: model.name, weight: best, steps: spell(model.steps.sweet), value: weight ?? '' };
  if (weight === null) return [{ id: 'accelerator-unset', values }];
  if (weight === 0) return [{ id: 'off', values }];
  if (!isFarWeight(weight, best, model)) return [{ id: 'accelerator-right', values }];
  // Most makers state no weight, because it is 1: then another one is unusual, not wrong.
  return [{ id: model.lora_weight === undefined ? 'accelerator-other' : 'accelerator-wrong', values }];
}

/** Whether a weight is far from the best one of an acceleration LoRA. */
export function isFarWeight(weight: number, best: number, { lora_works_from: least = Infinity }: Model): boolean {
  return weight >= best * FAR || (weight <= best / FAR && weight < least);
}

/** The weight an acceleration LoRA is loaded at. */
export function bestWeight(accelerator: Model, knowledge: Knowledge): number {
  return accelerator.lora_weight ?? figure(knowledge, 'lora_weight', 'full');
}

function byWeight(weight: number, knowledge: Knowledge): readonly Remark[] {
  const [usual, strong] = knowledge.guide('lora_weight')?.ranges ?? [];
  const id = () => {
    if (weight === 0) return 'off';
    if (weight < 0) return 'negative';
    if (weight < usual.from) return 'weak';
    if (weight <= usual.to) return 'usual';
    return weight < strong.from ? 'firm' : 'strong';
  };
  return [{ id: id(), values: { value: weight } }];
}
