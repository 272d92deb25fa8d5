/** What a render is given: a value asked for on the spot, else the file's own. */

import { countOf, type Generation, settingOf } from '../../dialects/generation.ts';
import { own } from '../../knowledge/own.ts';
import type { Settings } from '../../knowledge/schema.ts';
import { PlanError } from './error.ts';

/** Settings that whoever renders may give over the file's: canonical names. */
export const OVERRIDABLE = [
  'inference_steps',
  'guidance_scale',
  'distilled_guidance',
  'width',
  'height',
  'frames',
  'seed',
  'sampler',
  'scheduler',
  'prompt',
  'negative_prompt',
] as const;
export type Overridable = (typeof OVERRIDABLE)[number];
export type Overrides = { readonly [Setting in Overridable]?: string };

export interface Given {
  /** As written; numbers keep all their digits. */
  readonly text: string;
  /** `null` for what is no number. */
  readonly number: number | null;
  readonly from: 'override' | 'file';
}

export type GivenReader = (setting: string) => Given | null;

/**
 * Makes the reader of a generation's values; `null` for what is missing, computed when a graph runs, left to be filled in by
 * another program or said to be "not set". Throws `PlanError` for an override that is no number where one is needed.
 */
export function createGivenReader(generation: Generation, overrides: Overrides, { words }: Settings): GivenReader {
  return (setting) => {
    const asked = own(overrides as Readonly<Record<string, string | undefined>>, setting);
    if (asked !== undefined)
      return { text: asked, number: words.includes(setting) ? null : numberIn(setting, asked), from: 'override' };
    const occurrence = settingOf(generation, setting);
    if (!occurrence || occurrence.value === null || occurrence.sentinel || occurrence.via === 'placeholder')
      return null;
    const { value, source } = occurrence;
    const count = countOf(occurrence);
    return {
      text: typeof value === 'string' ? value : source,
      number: count !== null && Number.isFinite(count) ? count : null,
      from: 'file',
    };
  };
}

/** The number that a text is. Throws `PlanError` where it is none. */
function numberIn(setting: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new PlanError(`"${text}" is no ${setting.replaceAll('_', ' ')}. Give a number.`);
}
