/** `lora-weight`: an acceleration LoRA at a strength far from the one it is made for. */
import { type Lora, type Occurrence, wholeName } from '../dialects/generation.ts';
import { finding, type Rule } from '../findings/finding.ts';

/** Twice as much or half as little is no longer a matter of taste. */
const FAR = 2;

export const loraWeight: Rule = ({
  run: {
    generation,
    model: { family },
  },
  knowledge,
}) =>
  generation.loras.flatMap((lora) => {
    const model = knowledge.model(wholeName(lora), 'lora');
    const best = model?.lora_weight;
    if (!model || best === undefined || !lora.weight || !lora.weightRange) return [];
    if (family && model.applies_to && !model.applies_to.includes(family.id)) return [];
    if (lora.weight < best * FAR && lora.weight > best / FAR) return [];
    return [
      finding(knowledge, 'lora-weight', {
        occurrence: weightOf(lora, lora.weight, lora.weightRange),
        message: 'far',
        values: { model: model.name, best },
        suggest: [best],
      }),
    ];
  });

/** A LoRA's weight as an occurrence of its own. */
function weightOf({ text, pointer }: Lora, value: number, range: Occurrence['range']): Occurrence {
  return {
    setting: 'lora_weight',
    key: text,
    keyRange: null,
    range,
    pointer,
    value,
    source: String(value),
    via: null,
    pass: null,
    sentinel: false,
  };
}
