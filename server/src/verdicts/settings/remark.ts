/** What a judge of one setting is given and answers. */

import { oneLine } from '../../common/printable.ts';
import type { Occurrence } from '../../dialects/generation.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { own } from '../../knowledge/own.ts';
import type { Run } from '../../run/index.ts';

/** A sentence of a guide's `verdicts`, with what fills its `{names}`. `{value}` and `{key}` are given. */
export interface Remark {
  readonly id: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** Setting in whose guide it stands, where that is not the judged one. */
  readonly guide?: string;
}

export interface Judged {
  readonly occurrence: Occurrence;
  readonly run: Run;
  readonly knowledge: Knowledge;
}

/** Says what a value means, in no more than three short sentences; nothing where there is nothing to say. Pure. */
export type Judge = (input: Judged) => readonly Remark[];

/** A number as people write it: two places at most. */
export function tidy(number: number): string {
  return String(Number(number.toFixed(2)));
}

/** A text of the file, cut to what fits into a sentence. */
export function short(text: string): string {
  return oneLine(text, 60);
}

/** A measure of a guide's `figures`. Throws if data lacks it, which the guides' tests rule out. */
export function figure(knowledge: Knowledge, setting: string, name: string): number {
  const number = own(knowledge.guide(setting)?.figures, name);
  if (number === undefined) throw new Error(`the guide of ${setting} has no figure "${name}"`);
  return number;
}
