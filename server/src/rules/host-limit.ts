/** `host-limit`: a step count that the program or host refuses. */
import { finding, type Rule } from '../findings/finding.ts';

export const hostLimit: Rule = ({ run: { model, steps }, knowledge }) => {
  const { occurrence, refused } = steps;
  if (!occurrence || !refused) return [];
  const { kind, host, limit } = refused;
  const best = model.decisive?.steps.default ?? knowledge.stepsGuide.default;
  const isTaken = kind === 'below' ? best >= limit : best <= limit;
  return [
    finding(knowledge, 'host-limit', {
      occurrence,
      message: kind,
      values: { host, limit, model: model.name ?? '' },
      // The limit itself may be far more than the model can use.
      suggest: [isTaken ? best : limit],
    }),
  ];
};
