/** `strength-ignored`: a strength that the program passes over, because of the model or of a setting beside it. */
import { settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from './finding.ts';
import { strengthPassedOver } from './strength.ts';

export const strengthIgnored: Rule = ({ generation, subject, knowledge }) => {
  const occurrence = settingOf(generation, 'strength');
  const because = strengthPassedOver(generation, subject.family, knowledge);
  if (!occurrence || occurrence.value === null || !because) return [];
  const values = { model: subject.family?.name ?? '', other: because.key ?? '' };
  const message = because.key === null ? 'model' : 'beside';
  return [finding(knowledge, 'strength-ignored', { occurrence, message, values })];
};
