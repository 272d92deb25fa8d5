/** `sampler-unknown`: another program's name for a sampler. */
import { settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from './finding.ts';

export const samplerUnknown: Rule = ({ generation, knowledge }) => {
  const tool = knowledge.tool(generation.tool);
  const occurrence = settingOf(generation, 'sampler');
  const names = tool?.sampler_names;
  if (!tool || !names || typeof occurrence?.value !== 'string') return [];
  const written = occurrence.value.trim().toLowerCase();
  const known = knowledge.data.samplers.samplers.flatMap((sampler) => sampler.names[names] ?? []);
  // Names of no program at all may come with an extension: only one that is known elsewhere is certain to be wrong here.
  const own = knowledge.sampler(written)?.names[names]?.[0];
  if (!own || known.some((name) => name.toLowerCase() === written)) return [];
  return [
    finding(knowledge, 'sampler-unknown', {
      occurrence,
      message: 'elsewhere',
      values: { value: occurrence.value, tool: tool.name, own },
      suggest: [own],
    }),
  ];
};
