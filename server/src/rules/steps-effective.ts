/** `steps-effective`: image-to-image strength leaves fewer steps than are written. */
import { finding, type Rule } from '../findings/finding.ts';
import { isFewStep } from '../run/index.ts';

export const stepsEffective: Rule = ({ run: { generation, program, model, steps }, knowledge }) => {
  const { occurrence, written: count, part } = steps;
  const { decisive } = model;
  if (!occurrence || count === null || !part?.certain || !program) return [];
  // A window of a schedule that no other sampler has a part of.
  const isAlone = generation.graph?.handover?.first === true && part.bounds(count)[1] === count;
  if (!part.write && !isAlone) return [];
  const { occurrence: by, number: strength } = part.by;
  const runs = part.run(count);
  // Models of normal length lose nothing by it: a low strength has little to do.
  const fast = isFewStep(model) || decisive?.distillation.startsWith('step') ? decisive?.steps : null;
  const best = fast?.default ?? 1;
  const least = fast?.min_useful ?? best;
  const message = runs < 1 ? 'none' : runs < least && count >= least ? 'few' : 'fewer';
  if (!part.write && message !== 'few') return [];
  // As many as are written, or as suit the model.
  const wanted = message === 'fewer' ? Math.min(count, decisive?.steps.default ?? knowledge.stepsGuide.default) : best;
  return [
    finding(knowledge, 'steps-effective', {
      occurrence,
      message: part.write ? message : 'window',
      values: { runs, strength: by.source, program: program.name, model: decisive?.name ?? '', least },
      suggest: !part.write || runs >= wanted || strength === 0 ? [] : [part.write(wanted)],
      offers: earlier(),
      related: { occurrence: by, message: `${by.key}: ${by.source}` },
    }),
  ];

  /** An earlier start, so that enough are left. */
  function earlier() {
    const from = (count ?? 0) - least;
    const isStart = !part?.write && by.setting === 'start_step' && by.via === null && from >= 0;
    return isStart ? [{ title: 'earlier', value: from, range: by.range, values: { from } }] : [];
  }
};
