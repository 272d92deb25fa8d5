/** `guidance-ignored`: guidance that has no effect, since the model's pipeline takes it elsewhere or lacks what it needs. */
import { finding, type Rule } from '../findings/finding.ts';

export const guidanceIgnored: Rule = ({ run: { model, unread }, knowledge }) =>
  unread
    .filter(({ occurrence }) => occurrence.setting === 'guidance_scale')
    .map(({ occurrence, because, reads = occurrence.key }) =>
      finding(knowledge, 'guidance-ignored', {
        occurrence,
        message: because,
        values: { model: model.family?.name ?? '', parameter: reads },
        ...(because === 'other-key' && occurrence.keyRange && { suggest: [reads], at: occurrence.keyRange }),
      }),
    );
