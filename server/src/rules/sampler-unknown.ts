/** `sampler-unknown`: another program's name for a sampler. */

import { settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from '../findings/finding.ts';
import { own } from '../knowledge/own.ts';

export const samplerUnknown: Rule = ({ run: { generation, program, facts }, knowledge }) => {
  const occurrence = settingOf(generation, 'sampler');
  const names = facts.sampler_names;
  if (!program || !names || typeof occurrence?.value !== 'string') return [];
  const written = occurrence.value.trim().toLowerCase();
  // Names of no program at all may come with an extension: only one that is known elsewhere is certain to be wrong here.
  const sampler = knowledge.sampler(written);
  const [here] = own(sampler?.names, names) ?? [];
  const known = knowledge.data.samplers.samplers.flatMap((each) => own(each.names, names) ?? []);
  if (!here || known.some((name) => name.toLowerCase() === written)) return [];
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
