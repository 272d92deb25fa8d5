/** What a comparison was asked for, as VS Code keeps it over a reload of the window. No vscode. */
import * as v from 'valibot';
import type { CancellationToken } from 'vscode';
import { readAs } from '../../../server/src/knowledge/readable.ts';
import {
  COMPARE,
  FIND_SWEET_SPOT,
  type FindSweetSpotParams,
  type SweepAnswer,
  SweepSettingSchema,
} from '../../../server/src/protocol/sweep.ts';
import type { Answers } from '../panel/questions.ts';
import { TargetSchema } from '../panel/target.ts';
import type { Server } from '../server.ts';

const RequestSchema = v.variant('purpose', [
  v.object({
    purpose: v.literal('compare'),
    setting: SweepSettingSchema,
    /** Left out: what the server suggests. */
    values: v.exactOptional(v.array(v.string())),
    /** Left out: the file's, or one drawn. */
    seed: v.exactOptional(v.string()),
  }),
  v.object({ purpose: v.literal('search') }),
]);

export type Request = v.InferOutput<typeof RequestSchema>;

const StateSchema = v.object({ target: TargetSchema, request: RequestSchema });

export type State = v.InferOutput<typeof StateSchema>;

/** Reads what VS Code has kept of a panel; `null` for anything else. */
export function stateFrom(kept: unknown): State | null {
  return readAs(StateSchema, kept);
}

/** Sends it to the server. */
export function ask(
  server: Pick<Server, 'request'>,
  request: Request,
  at: Pick<FindSweetSpotParams, 'sweepId' | 'textDocument' | 'position'> & Answers,
  token: CancellationToken,
): Promise<SweepAnswer> {
  if (request.purpose === 'search') return server.request(FIND_SWEET_SPOT, at, token);
  const { purpose, ...values } = request;
  return server.request(COMPARE, { ...at, ...values }, token);
}
