/** `clip-skip-range`: a CLIP skip that the program refuses, mostly one copied from a program that counts the other way. */
import { numberOf } from '../dialects/numbers.ts';
import { finding, type Rule } from '../findings/finding.ts';

export const clipSkipRange: Rule = ({ run: { generation, program, facts }, knowledge }) => {
  const skip = numberOf(generation, 'clip_skip');
  const { min, max, last } = facts.clip_skip ?? {};
  if (!program || !skip || min === undefined) return [];
  if (skip.number >= min && !(skip.number > Number(max))) return [];
  // Programs that count up from 1 and those that count down from -1 mean the same layer by n and -n.
  const mirrored = -skip.number;
  return [
    finding(knowledge, 'clip-skip-range', {
      occurrence: skip.occurrence,
      message: max === undefined ? 'below' : 'refused',
      values: { program: program.name, min, max: max ?? '' },
      ...(mirrored >= min && mirrored <= Number(max)
        ? { suggest: [mirrored], safe: true }
        : { offers: last === undefined ? [] : [{ title: 'last', value: last, values: { last } }] }),
    }),
  ];
};
