/** `strength-ignored`: a strength that the program passes over, because of a setting beside it or since there is no picture. */
import { finding, type Rule } from '../findings/finding.ts';

export const strengthIgnored: Rule = ({ run: { program, unread }, knowledge }) =>
  unread
    .filter(({ occurrence }) => occurrence.setting === 'strength')
    .map(({ occurrence, because, by }) =>
      finding(knowledge, 'strength-ignored', {
        occurrence,
        message: because,
        values: { program: program?.name ?? '', other: by?.key ?? '' },
        idle: true,
      }),
    );
