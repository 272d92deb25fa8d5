/** What a run says of a setting that it takes as it is written: asked for on the spot, or the file's own. */
import { countOf, type Occurrence, settingOf } from '../../dialects/generation.ts';
import type { Run } from '../../run/index.ts';

export interface Given {
  /** As written; numbers keep all their digits. */
  readonly text: string;
  /** `null` for what is no number. */
  readonly number: number | null;
  readonly from: 'override' | 'file';
}

/** `null` for what is missing, computed when a graph runs, left to be filled in by another program or said to be "not set". */
export function givenIn({ generation }: Run, setting: string): Given | null {
  return givenAt(settingOf(generation, setting));
}

/** The same of one place. */
export function givenAt(occurrence: Occurrence | null | undefined): Given | null {
  if (!occurrence || occurrence.value === null || occurrence.sentinel || occurrence.via === 'placeholder') return null;
  const { value, source } = occurrence;
  const count = countOf(occurrence);
  return {
    text: typeof value === 'string' ? value : source,
    number: count !== null && Number.isFinite(count) ? count : null,
    from: originOf(occurrence),
  };
}

/** Whether a value was asked for on the spot, or is the file's. */
export function originOf({ asked }: Pick<Occurrence, 'asked'>): Given['from'] {
  return asked ? 'override' : 'file';
}
