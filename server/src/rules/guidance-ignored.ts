/** `guidance-ignored`: guidance that has no effect, since the model's pipeline takes it elsewhere or lacks what it needs. */
import { settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from '../findings/finding.ts';
import type { Because } from '../run/index.ts';

/** What a mode or a switch turns off was turned off on purpose. */
const SPOKEN_OF: readonly Because[] = ['other-key', 'no-negative'];

export const guidanceIgnored: Rule = ({ run: { generation, facts, model, unread }, knowledge }) => {
  const hasNegative = settingOf(generation, 'negative_prompt') !== undefined;
  // Under a key that waits for a negative prompt it would still do nothing.
  const isIdle = (key: string) => !hasNegative && facts.guidance?.needs_negative?.includes(key) === true;
  return unread
    .filter(({ occurrence, because }) => occurrence.setting === 'guidance_scale' && SPOKEN_OF.includes(because))
    .map(({ occurrence, because, reads = occurrence.key }) =>
      finding(knowledge, 'guidance-ignored', {
        occurrence,
        message: because,
        values: { model: model.family?.name ?? '', parameter: reads },
        ...(because === 'other-key' &&
          occurrence.keyRange &&
          !isIdle(reads) && { suggest: [reads], at: occurrence.keyRange }),
      }),
    );
};
