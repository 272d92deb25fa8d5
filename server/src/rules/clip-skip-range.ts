/** `clip-skip-range`: a CLIP skip that the program refuses, mostly one copied from a program that counts the other way. */
import { finding, type Rule } from './finding.ts';
import { numberOf } from './numbers.ts';

export const clipSkipRange: Rule = ({ generation, knowledge }) => {
  const tool = knowledge.tool(generation.tool);
  const skip = numberOf(generation, 'clip_skip');
  if (!tool?.clip_skip || !skip) return [];
  const { min, max } = tool.clip_skip;
  if (skip.number >= min && skip.number <= max) return [];
  // Programs that count up from 1 and those that count down from -1 mean the same layer by n and -n.
  const mirrored = -skip.number;
  return [
    finding(knowledge, 'clip-skip-range', {
      occurrence: skip.occurrence,
      message: 'refused',
      values: { tool: tool.name, min, max },
      ...(mirrored >= min && mirrored <= max && { suggest: [mirrored] }),
    }),
  ];
};
