/** `strength-ignored`: a strength that the program passes over, because of the model or of a setting beside it. */
import { finding, type Rule } from './finding.ts';

export const strengthIgnored: Rule = ({ run: { model, unread }, knowledge }) =>
  unread
    .filter(({ occurrence }) => occurrence.setting === 'strength')
    .map(({ occurrence, because, by }) =>
      finding(knowledge, 'strength-ignored', {
        occurrence,
        message: because,
        values: { model: model.family?.name ?? '', other: by?.key ?? '' },
      }),
    );
