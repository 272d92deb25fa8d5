/** What is said of a file that is too large to be read: one line at its top, so that the silence is not taken for approval. */

import type { Diagnostic } from 'vscode-languageserver-types';
import type { SeverityChoice } from '../findings/severity.ts';
import { fill, type Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import { diagnostic } from './diagnostics.ts';
import type { PageLinks } from './links.ts';

export interface SizeLimits {
  /** Millions of characters. */
  readonly fileSize: number;
}

/** A text that was not read. */
export interface Unread {
  /** Characters. */
  readonly length: number;
  /** Whether it may hold anything of ours. */
  mayHoldSteps(): boolean;
}

const MILLION = 1_000_000;
const CODE = 'file-too-large';

/** Whether a text is longer than the user wants read. */
export function isTooLarge({ length }: Pick<Unread, 'length'>, { fileSize }: SizeLimits): boolean {
  return length > fileSize * MILLION;
}

/** The notice; none in a file without any word of ours, and none where the user has turned it off. */
export function sizeNotice(
  text: Unread,
  { fileSize }: SizeLimits,
  knowledge: Knowledge,
  choices: Readonly<Record<string, SeverityChoice>>,
  links: PageLinks,
): Diagnostic[] {
  const choice = own(choices, CODE) ?? 'default';
  if (choice === 'off' || !text.mayHoldSteps()) return [];
  const rule = knowledge.rule(CODE);
  const start = { line: 0, character: 0 };
  const severity = choice === 'default' ? rule.severity : choice;
  const message = fill(rule.messages.large, { size: (text.length / MILLION).toFixed(1), limit: fileSize });
  return [diagnostic(CODE, severity, { start, end: start }, message, { href: links.rule(rule) })];
}
