/** What people can do about a refusal, in words of their editor: ours has commands, others have settings and the command line. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { ResponseError } from 'vscode-languageserver';
import { own } from '../knowledge/own.ts';
import { ProblemDataSchema } from '../protocol/backends.ts';
import type { Client } from './client.ts';

type Remedies = Readonly<Record<string, () => string>>;

/** By the code of a refusal. */
const OURS: Remedies = {
  unauthorized: () => t`Run "Sweetspot: Choose Backend" and enter them.`,
  'nothing-recognised': () => t`"Sweetspot: Show What Is Recognised" says what is missing.`,
};

const OTHERS: Remedies = {
  unauthorized: () =>
    t`They are read from SWEETSPOT_TOKEN, or SWEETSPOT_USER and SWEETSPOT_PASSWORD, where the editor is started.`,
  'nothing-recognised': () => t`"sweetspot inspect FILE" says what is read of a file.`,
};

/** The error with a sentence behind it, where something can be done; any other error as it is. */
export function withRemedy(error: unknown, { abilities }: Client): unknown {
  if (!(error instanceof ResponseError)) return error;
  const data = v.safeParse(ProblemDataSchema, error.data);
  const remedy = data.success && own(abilities.commandLinks ? OURS : OTHERS, data.output.code);
  return remedy ? new ResponseError(error.code, `${error.message} ${remedy()}`, error.data) : error;
}
