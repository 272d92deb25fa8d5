/** What a comparison was asked for, as VS Code keeps it over a reload of the window. No vscode. */
import * as v from 'valibot';
import {
  COMPARE,
  type CompareParams,
  FIND_SWEET_SPOT,
  type FindSweetSpotParams,
  type SweepSetting,
} from '../../../server/src/lsp/messages.ts';
import { type Target, TargetSchema } from '../preview/target.ts';

const SettingSchema = v.picklist([
  'inference_steps',
  'guidance_scale',
  'sampler',
  'scheduler',
]) satisfies v.GenericSchema<unknown, SweepSetting>;

const RequestSchema = v.variant('purpose', [
  v.object({
    purpose: v.literal('compare'),
    setting: SettingSchema,
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
  const result = v.safeParse(StateSchema, kept);
  return result.success ? result.output : null;
}

/** How the server is asked for it. */
export function messageFor(
  sweepId: string,
  { uri, position }: Target,
  request: Request,
): { readonly method: string; readonly params: CompareParams | FindSweetSpotParams } {
  const at = { sweepId, textDocument: { uri }, position };
  if (request.purpose === 'search') return { method: FIND_SWEET_SPOT, params: at };
  const { setting, values, seed } = request;
  return {
    method: COMPARE,
    params: { ...at, setting, ...(values && { values }), ...(seed !== undefined && { seed }) },
  };
}
