/** `guidance-ignored`: guidance that has no effect, since the model's pipeline takes it elsewhere or lacks what it needs. */
import { type Occurrence, settingOf } from '../dialects/generation.ts';
import { mappingOf } from '../dialects/users.ts';
import { finding, type Rule } from '../findings/finding.ts';
import type { Because } from '../run/index.ts';

/** What a mode or a switch turns off was turned off on purpose. */
const SPOKEN_OF: readonly Because[] = ['other-key', 'no-negative'];

export const guidanceIgnored: Rule = ({ run: { generation, program, facts, model, unread }, knowledge }) => {
  const hasNegative = settingOf(generation, 'negative_prompt') !== undefined;
  // Under a key that waits for a negative prompt it would still do nothing.
  const isIdle = (key: string) => !hasNegative && facts.guidance?.needs_negative?.includes(key) === true;
  return unread
    .filter(({ occurrence, because }) => occurrence.setting === 'guidance_scale' && SPOKEN_OF.includes(because))
    .map(({ occurrence, because, reads: usual = occurrence.key }) => {
      const parameter = model.family?.guidance?.parameter;
      const reads = because === 'other-key' ? (parameter ?? usual) : usual;
      return finding(knowledge, 'guidance-ignored', {
        occurrence,
        message: because === 'other-key' && parameter === undefined ? 'alone' : because,
        values: { model: model.family?.name ?? '', program: program?.name ?? '', parameter: reads },
        ...fixesOf(occurrence, because, reads),
      });
    });

  function fixesOf({ keyRange }: Occurrence, because: Because, reads: string) {
    const map = mappingOf(generation);
    // Even an empty one has guidance applied.
    const beside = map ? { value: '', into: { map, key: 'negative_prompt' } } : null;
    if (because === 'no-negative') return beside ? { offers: [{ title: 'beside', ...beside }] } : {};
    if (!keyRange) return {};
    if (!isIdle(reads)) return { suggest: [reads], at: keyRange };
    return beside ? { offers: [{ title: 'both', value: reads, range: keyRange, also: [beside] }] } : {};
  }
};
