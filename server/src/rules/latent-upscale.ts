/** `latent-upscale`: a strength too low to mend what an upscale within the latent blurs. */
import { numberOf } from '../dialects/numbers.ts';
import { finding, type Rule } from '../findings/finding.ts';
import { flowModelOf, holds } from '../run/index.ts';

export const latentUpscale: Rule = ({ run: { generation, facts, model }, knowledge }) => {
  if (!facts.latent_upscale) return [];
  const { when, below, least } = facts.latent_upscale;
  const strength = numberOf(generation, 'strength');
  if (!strength || strength.number <= 0 || strength.number >= below) return [];
  // Flow models add more noise at the same strength.
  if (!holds(when, generation) || !model.decisive || flowModelOf(model, knowledge)) return [];
  return [
    finding(knowledge, 'latent-upscale', {
      occurrence: strength.occurrence,
      message: 'blurred',
      values: { least },
      suggest: [least],
    }),
  ];
};
