/** `samplers-disagree`: two samplers that share one schedule but count it differently. */
import { type Generation, settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from './finding.ts';
import { numberOf, samePlace } from './numbers.ts';
import { stepsOf } from './subject.ts';

export const samplersDisagree: Rule = ({ generation, knowledge, reading }) => {
  const second = shareOf(generation);
  if (!second || second.start === 0) return [];
  // The graph's wires are not at hand: where the one stops must be where exactly one other takes over.
  const shares = reading.generations.flatMap((other) => shareOf(other) ?? []);
  const firsts = shares.filter(({ end, steps }) => end === second.start && end < steps);
  const seconds = shares.filter(({ start }) => start === second.start);
  const [first] = firsts;
  if (firsts.length !== 1 || seconds.length !== 1 || first.steps === second.steps) return [];
  if (samePlace(first.occurrence, second.occurrence)) return [];
  return [
    finding(knowledge, 'samplers-disagree', {
      occurrence: second.occurrence,
      message: 'total',
      values: { other: first.steps, step: second.start },
      suggest: [first.steps],
      related: { occurrence: first.occurrence, message: `${first.occurrence.key}: ${first.steps}` },
    }),
  ];
};

/** The part of a schedule that a sampler runs, `null` where it doesn't say. */
function shareOf(generation: Generation) {
  const occurrence = settingOf(generation, 'inference_steps');
  const steps = stepsOf(generation);
  const start = numberOf(generation, 'start_step')?.number ?? 0;
  const end = numberOf(generation, 'end_step')?.number;
  if (!occurrence || steps === null || end === undefined) return null;
  return { occurrence, steps, start, end };
}
