/** `steps-effective`: image-to-image strength leaves fewer steps than are written. */
import { finding, type Rule } from '../findings/finding.ts';

export const stepsEffective: Rule = ({ run: { program, model, steps }, knowledge }) => {
  const { occurrence, written: count, part } = steps;
  const { decisive } = model;
  if (!occurrence || count === null || !part?.certain || !part.write || !program) return [];
  const { occurrence: by, number: strength } = part.by;
  const runs = part.run(count);
  // Models of normal length lose nothing by it: a low strength has little to do.
  const fast = decisive?.steps.distilled_for === undefined ? null : decisive.steps;
  const best = fast?.default ?? 1;
  const least = fast?.min_useful ?? best;
  const message = runs < 1 ? 'none' : runs < least && count >= least ? 'few' : 'fewer';
  return [
    finding(knowledge, 'steps-effective', {
      occurrence,
      message,
      values: { runs, strength: by.source, program: program.name, model: decisive?.name ?? '', least },
      suggest: message === 'fewer' || strength === 0 ? [] : [part.write(best)],
      related: { occurrence: by, message: `${by.key}: ${by.source}` },
    }),
  ];
};
