/** `seed-out-of-range`: a seed that the program refuses. */
import { finding, type Rule } from './finding.ts';
import { numberOf } from './numbers.ts';

export const seedOutOfRange: Rule = ({ generation, knowledge }) => {
  const tool = knowledge.tool(generation.tool);
  const seed = numberOf(generation, 'seed');
  if (!tool?.seed || !seed) return [];
  const { min, max = Number.POSITIVE_INFINITY } = tool.seed;
  if (seed.number >= min && seed.number <= max) return [];
  const low = seed.number < min;
  return [
    finding(knowledge, 'seed-out-of-range', {
      occurrence: seed.occurrence,
      message: low ? 'below' : 'above',
      values: { tool: tool.name, min, max: String(max) },
      suggest: [low ? Math.max(min, 0) : 0],
    }),
  ];
};
