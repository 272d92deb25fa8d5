/** `host-limit`: a step count that the program or host refuses. */
import { type Generation, settingOf } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { finding, type Rule } from './finding.ts';
import { type Subject, stepsOf } from './subject.ts';

export const hostLimit: Rule = ({ generation, subject, knowledge }) => {
  const occurrence = settingOf(generation, 'inference_steps');
  const broken = brokenLimit(generation, subject, knowledge);
  if (!occurrence || !broken) return [];
  return [
    finding(knowledge, 'host-limit', {
      occurrence,
      message: broken.kind,
      values: { host: broken.host, limit: broken.limit, model: subject.name ?? '' },
      suggest: [broken.limit],
    }),
  ];
};

/** The limit that a generation's step count breaks, `null` for none. */
export function brokenLimit(
  generation: Generation,
  subject: Subject,
  knowledge: Knowledge,
): { readonly kind: 'above' | 'below' | 'above-any'; readonly limit: number; readonly host: string } | null {
  const count = stepsOf(generation);
  const tool = knowledge.tool(generation.tool);
  if (count === null || !tool) return null;
  if (tool.steps?.max !== undefined && count > tool.steps.max)
    return { kind: 'above-any', limit: tool.steps.max, host: tool.name };
  // Few models have a limit anywhere, so the pattern is rarely needed.
  const limit = subject.family?.steps.host_limits?.find(({ host }) => host.startsWith(tool.name));
  if (!limit || !tool.host_of || !new RegExp(tool.host_of, 'i').test(generation.model?.text ?? '')) return null;
  if (limit && count > limit.max) return { kind: 'above', limit: limit.max, host: tool.name };
  if (limit?.min !== undefined && count < limit.min) return { kind: 'below', limit: limit.min, host: tool.name };
  return null;
}
