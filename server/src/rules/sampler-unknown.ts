/** `sampler-unknown`: another program's name for a sampler or schedule. */

import { remembered, rememberedText } from '../common/memory.ts';
import { settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from '../findings/finding.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import { nodeFacts, schedulesFor } from '../run/index.ts';

export const samplerUnknown: Rule = (input) => [...foreignSampler(input), ...foreignSchedule(input)];

const foreignSampler: Rule = ({ run: { generation, program, facts }, knowledge }) => {
  const occurrence = settingOf(generation, 'sampler');
  const names = facts.sampler_names;
  if (!program || !names || typeof occurrence?.value !== 'string') return [];
  const written = occurrence.value.trim().toLowerCase();
  // A pack's way to write one of ComfyUI's own (`linear/euler`).
  if (written.includes('/')) return [];
  // Names of no program at all may come with an extension: only one that is known elsewhere is certain to be wrong here.
  const sampler = knowledge.sampler(written);
  const [here] = own(sampler?.names, names) ?? [];
  const known = [names, ...(facts.sampler_names_of_kin ?? [])];
  if (!here || known.some((each) => samplersOf(knowledge)(each).has(written))) return [];
  // An own name with the schedule behind it ("DPM++ 2M Karras") is how A1111 wrote the two until 2024, and still reads them.
  if (own(sampler?.names, names)?.some((name) => written.startsWith(`${name.toLowerCase()} `))) return [];
  return [
    finding(knowledge, 'sampler-unknown', {
      occurrence,
      message: 'elsewhere',
      values: { value: occurrence.value, program: program.name, own: here },
      suggest: [here],
      // The same sampler, by the name that is taken.
      safe: true,
    }),
  ];
};

/** What a program calls all its samplers, in lower case. */
const samplersOf = remembered(({ data: { samplers } }: Knowledge) =>
  rememberedText((names): ReadonlySet<string> => {
    const all = samplers.samplers.flatMap((each) => own(each.names, names) ?? []);
    return new Set(all.map((name) => name.toLowerCase()));
  }),
);

/** In the program's own nodes, a schedule that only another program knows, or the class of a sampler in diffusers. */
const foreignSchedule: Rule = ({ run: { generation, program, facts, model }, knowledge }) => {
  const occurrence = settingOf(generation, 'scheduler');
  if (!program || typeof occurrence?.value !== 'string') return [];
  if (nodeFacts(program, occurrence)?.schedules !== 'own') return [];
  const { value } = occurrence;
  const schedule = knowledge.schedule(value);
  const isElsewhere = schedule
    ? schedule.only !== undefined && schedule.only !== facts.sampler_names
    : own(knowledge.sampler(value)?.names, 'diffusers')?.includes(value);
  return isElsewhere
    ? [
        finding(knowledge, 'sampler-unknown', {
          occurrence,
          message: 'schedule',
          values: { value, program: program.name },
          suggest: schedulesFor(model, knowledge),
        }),
      ]
    : [];
};
