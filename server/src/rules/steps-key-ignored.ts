/** `steps-key-ignored`: a spelling of the step count that the program at hand does not read. */
import type { Generation, Occurrence } from '../dialects/generation.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import { finding, type Rule } from './finding.ts';

export const stepsKeyIgnored: Rule = ({ generation, knowledge }) => {
  const tool = knowledge.tool(generation.tool);
  const read = tool?.steps?.reads?.[0];
  if (!tool || !read) return [];
  const present = generation.settings.some(({ key }) => normaliseKey(key) === normaliseKey(read));
  return generation.settings
    .filter((occurrence) => isIgnored(occurrence, generation, knowledge))
    .map((occurrence) =>
      finding(knowledge, 'steps-key-ignored', {
        occurrence,
        message: present ? 'beside' : 'alone',
        ...(tool.library && { severity: 'information' as const }),
        values: { tool: tool.name, read },
        // Two entries of one name would be worse than one without effect.
        ...(!present && occurrence.keyRange && { suggest: [read], at: occurrence.keyRange }),
      }),
    );
};

/** True for a step count that has no effect, since its program reads another spelling. */
export function isIgnored({ setting, key, pass }: Occurrence, generation: Generation, knowledge: Knowledge): boolean {
  if (setting !== 'inference_steps' || pass !== null) return false;
  const ignored = knowledge.tool(generation.tool)?.steps?.ignores ?? [];
  return ignored.some((spelling) => normaliseKey(spelling) === normaliseKey(key));
}
