/** What the server answers when something about a program that renders goes wrong. No vscode. */
import * as v from 'valibot';
import { ProblemDataSchema } from '../../../server/src/protocol/backends.ts';

const ProblemSchema = v.object({ data: ProblemDataSchema });

/** Whether an error says that credentials are missing or wrong. */
export function isUnauthorized(error: unknown): boolean {
  const result = v.safeParse(ProblemSchema, error);
  return result.success && result.output.data.code === 'unauthorized';
}

/** What an error says to people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
