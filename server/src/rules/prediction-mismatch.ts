/** `prediction-mismatch`: the model's answers are read as something else than it learned to give. */
import { settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from '../findings/finding.ts';
import { predictionOf } from '../run/index.ts';

export const predictionMismatch: Rule = ({ run: { generation, model }, knowledge }) => {
  const occurrence = settingOf(generation, 'prediction');
  const given = occurrence && knowledge.prediction(String(occurrence.value ?? ''));
  if (!given) return [];
  const learned = predictionOf(generation, model, knowledge);
  if (!learned || given === learned) return [];
  // As ComfyUI or diffusers writes it.
  const [suggested] = (generation.program === 'comfyui' && learned.names) || [learned.id];
  // kohya asks whether it is the one of the two.
  const answer = learned.names.find((name) => name === 'true' || name === 'false');
  return [
    finding(knowledge, 'prediction-mismatch', {
      occurrence,
      message: 'mismatch',
      values: { model: generation.model?.text ?? '', given: given.name, learned: learned.name },
      suggest: [typeof occurrence.value === 'boolean' ? (answer ?? suggested) : suggested],
    }),
  ];
};
