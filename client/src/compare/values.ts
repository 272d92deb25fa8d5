/** The values that a person types to compare, or adds to a comparison. No vscode. */
import { t } from '@vscode/l10n';
import type { SweepSetting } from '../../../server/src/protocol/sweep.ts';

/** The most that are compared at once: they are to fit a screen, and somebody waits for them. */
const MOST = 12;

/** Step counts beyond this are typing mistakes. */
const MOST_STEPS = 1000;

/** What was typed ("4, 25, 50"), or what is wrong with it. */
export type Typed = { readonly values: readonly string[] } | { readonly complaint: string };

/**
 * Reads one or more values of a setting whose values are numbers. `present`: values that are compared already. At least `least`
 * are asked for.
 */
export function readValues(setting: SweepSetting, text: string, least: number, present: readonly string[] = []): Typed {
  // Commas, semicolons and spaces separate: numbers have none of them.
  const values = text.split(/[\s,;]+/).filter((part) => part !== '');
  const wrong = values.find((value) => !isValue(setting, value));
  if (wrong !== undefined) return { complaint: complaintOf(setting, wrong) };
  const numbers = values.map(Number);
  const repeated = values.find((value, index) => numbers.indexOf(Number(value)) < index || present.includes(value));
  if (repeated !== undefined) return { complaint: t('{0} is there already.', repeated) };
  if (values.length < least)
    return { complaint: least === 1 ? t('Type a value.') : t('Type at least two values, such as "4, 25, 50".') };
  if (values.length > MOST) return { complaint: t('At most {0} values are compared at once.', MOST) };
  return { values };
}

function isValue(setting: SweepSetting, value: string): boolean {
  if (setting === 'inference_steps') return /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= MOST_STEPS;
  return /^\d+(\.\d+)?$/.test(value) && Number(value) <= 100;
}

function complaintOf(setting: SweepSetting, wrong: string): string {
  return setting === 'inference_steps'
    ? t('{0} is not a step count from 1 to {1}.', wrong, MOST_STEPS)
    : t('{0} is not a number from 0 to 100.', wrong);
}
