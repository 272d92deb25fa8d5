/** `lora-weight`: an acceleration LoRA at a strength far from the one it is made for, and weights of more or fewer phases than run. */
import { remembered } from '../common/memory.ts';
import { type Lora, plainOccurrence, settingOf, wholeName } from '../dialects/generation.ts';
import { type Finding, finding, type Rule, type RuleInput } from '../findings/finding.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import { isFarWeight } from '../verdicts/settings/lora-weight.ts';

export const loraWeight: Rule = (input) => [...farWeights(input), ...wrongPhases(input)];

/** Those of a list whose weight is far from the one they are made for. Generations that share a prompt share the list, too. */
const farOff = remembered(
  (loras: readonly Lora[], knowledge: Knowledge) =>
    loras.flatMap((lora) => {
      const { weight: value, weightRange: range } = lora;
      const known = value && range ? knowledge.model(wholeName(lora), 'lora') : null;
      const best = known?.lora_weight;
      if (!known || best === undefined || !value || !range || !isFarWeight(value, best, known)) return [];
      return [{ lora, known, best, value, range }];
    }),
  { until: (_, knowledge) => knowledge },
);

function farWeights({ run: { generation, model, facts }, knowledge }: RuleInput): Finding[] {
  if (generation.loras.length === 0 || facts.lora_weights === 'own') return [];
  return farOff(generation.loras, knowledge).flatMap(({ lora: { text: key, pointer }, known, best, value, range }) => {
    if (model.family && known.applies_to && !known.applies_to.includes(model.family.id)) return [];
    return [
      finding(knowledge, 'lora-weight', {
        occurrence: plainOccurrence({ setting: 'lora_weight', key, range, pointer, value, source: String(value) }),
        message: 'far',
        values: { model: known.name, best },
        suggest: [best],
      }),
    ];
  });
}

/** Weights of all LoRAs in one text, parted by spaces: each has one for all phases, or one for each (`0;1`). */
function wrongPhases({ run: { generation, program, facts }, knowledge }: RuleInput): Finding[] {
  const weights = settingOf(generation, 'lora_weight');
  const phases = Number(own(generation.switches, facts.lora_phases ?? ''));
  if (!program || !weights || typeof weights.value !== 'string' || !(phases >= 1)) return [];
  const counts = weights.value
    .trim()
    .split(/[\s|]+/)
    .slice(0, generation.loras.length)
    .map((one) => one.split(';').length);
  const wrong = counts.find((count) => count > 1 && count !== phases);
  if (wrong === undefined) return [];
  const values = { phases: wrong, wanted: phases, program: program.name };
  // What is left over belongs to no phase; what is missing nobody knows.
  const cut = weights.value
    .split(/([\s|])/)
    .map((one) => one.split(';').slice(0, phases).join(';'))
    .join('');
  const suggest = wrong > phases ? [cut] : [];
  return [finding(knowledge, 'lora-weight', { occurrence: weights, message: 'phases', values, suggest })];
}
