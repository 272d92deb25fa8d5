/** `steps-effective`: image-to-image strength leaves fewer steps than are written. */
import { settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from './finding.ts';
import { stepsOf } from './subject.ts';

export const stepsEffective: Rule = ({ generation, subject, knowledge }) => {
  const occurrence = settingOf(generation, 'inference_steps');
  const count = stepsOf(generation);
  const { part, decisive } = subject;
  const tool = knowledge.tool(generation.tool);
  if (!occurrence || count === null || !part?.certain || !tool) return [];
  const runs = part.run(count);
  const best = decisive?.steps.distilled_for === undefined ? 1 : decisive.steps.default;
  // Models of normal length lose nothing by it: a low strength has little to do.
  const least = decisive?.steps.distilled_for === undefined ? 1 : (decisive.steps.min_useful ?? best);
  const [message, severity] =
    runs < 1
      ? (['none', 'warning'] as const)
      : runs < least && count >= least
        ? (['few', 'information'] as const)
        : (['fewer', undefined] as const);
  return [
    finding(knowledge, 'steps-effective', {
      occurrence,
      message,
      values: { runs, strength: part.strength.occurrence.source, tool: tool.name, model: decisive?.name ?? '', least },
      ...(severity && { severity, suggest: part.strength.number > 0 ? [part.write(best)] : [] }),
      related: {
        occurrence: part.strength.occurrence,
        message: `${part.strength.occurrence.key}: ${part.strength.occurrence.source}`,
      },
    }),
  ];
};
