/** `steps-effective`: image-to-image strength leaves fewer steps than are written. */
import { settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from './finding.ts';
import { stepsOf } from './subject.ts';

/** Where it is more than the page's hint. */
const SEVERITY = { none: { severity: 'warning' }, few: { severity: 'information' }, fewer: {} } as const;

export const stepsEffective: Rule = ({ generation, subject, knowledge }) => {
  const occurrence = settingOf(generation, 'inference_steps');
  const count = stepsOf(generation);
  const { part, decisive } = subject;
  const tool = knowledge.tool(generation.tool);
  if (!occurrence || count === null || !part?.certain || !tool) return [];
  const { occurrence: written, number: strength } = part.strength;
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
      ...SEVERITY[message],
      values: { runs, strength: written.source, tool: tool.name, model: decisive?.name ?? '', least },
      suggest: message === 'fewer' || strength === 0 ? [] : [part.write(best)],
      related: { occurrence: written, message: `${written.key}: ${written.source}` },
    }),
  ];
};
