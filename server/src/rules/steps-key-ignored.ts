/** `steps-key-ignored`: a spelling of the step count that the program at hand does not read. */

import { finding, type Rule } from '../findings/finding.ts';
import { normaliseKey } from '../knowledge/knowledge.ts';

export const stepsKeyIgnored: Rule = ({ run: { generation, program, unread }, knowledge }) =>
  unread
    .filter(({ occurrence, because }) => occurrence.setting === 'inference_steps' && because === 'other-key')
    .map(({ occurrence, reads = '' }) => {
      const present = generation.settings.some(({ key }) => normaliseKey(key) === normaliseKey(reads));
      return finding(knowledge, 'steps-key-ignored', {
        occurrence,
        message: present ? 'beside' : 'alone',
        ...(program?.library && { ground: 'likely' as const }),
        values: { program: program?.name ?? '', read: reads },
        // Two entries of one name would be worse than one without effect.
        ...(present || !occurrence.keyRange ? { idle: present } : { suggest: [reads], at: occurrence.keyRange }),
      });
    });
