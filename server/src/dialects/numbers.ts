/** Settings of a generation as numbers, for rules that compare them. */

import { isSamePlace } from '../syntax/navigate.ts';
import { countOf, type Generation, type Occurrence, settingOf } from './generation.ts';

export interface NumberSetting {
  readonly occurrence: Occurrence;
  readonly number: number;
}

/** A setting that is written as a usable number; `null` for what is missing, computed, a placeholder or "not set". */
export function numberOf(generation: Generation, setting: string): NumberSetting | null {
  const occurrence = settingOf(generation, setting);
  return occurrence ? asNumber(occurrence) : null;
}

/** The number an occurrence holds, `null` where it is none or means "not set". */
export function asNumber(occurrence: Occurrence): NumberSetting | null {
  const number = occurrence.sentinel ? null : countOf(occurrence);
  return number !== null && Number.isFinite(number) ? { occurrence, number } : null;
}

/** Whether two occurrences are the same place of the document. */
export function samePlace(a: Occurrence, b: Occurrence): boolean {
  return isSamePlace(a.range, b.range);
}
