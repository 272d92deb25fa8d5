/** What a program's own words about a failure mean. */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { mustOwn } from '../../../knowledge/own.ts';
import type { ProblemCode } from '../../problem.ts';

export interface Meaning {
  readonly code: ProblemCode;
  /** What it is and what to do, for people. */
  readonly says: string;
  /** It speaks of the file that a node names. */
  readonly isOfFile: boolean;
}

/** By data/backends/failures.yaml; `null` for words that are not known. */
export function meaningOf(
  said: string,
  program: string,
  { data }: Pick<Knowledge, 'data'>,
  values: { readonly name?: string; readonly file?: string } = {},
): Meaning | null {
  const known = mustOwn(data.failures, program).find(({ says }) => new RegExp(says, 'i').test(said));
  if (!known) return null;
  const { code, message } = known;
  return { code, says: t(message, { ...values }), isOfFile: message.includes('{file}') };
}
