/** What stable-diffusion.cpp's server says of itself: `GET /sdcpp/v1/capabilities` (its examples/server/routes_sdcpp.cpp). */
import * as v from 'valibot';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { Connection } from '../../address.ts';
import { type Capabilities, USUAL_CAPABILITIES } from '../../backend.ts';
import { failure } from '../shared/faults.ts';
import { send } from '../shared/http.ts';
import { mostOf } from '../shared/limits.ts';
import { ANSWER_TIME } from '../shared/wire.ts';

const PATH = '/sdcpp/v1/capabilities';

const names = v.fallback(v.array(v.string()), []);
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1));
const ServerSchema = v.object({
  model: v.object({ name: v.string() }),
  supported_modes: names,
  samplers: v.array(v.string()),
  schedulers: names,
  features: v.fallback(v.object({ cancel_generating: v.fallback(v.boolean(), false) }), { cancel_generating: false }),
  /** Pixels; `null`: it does not say. */
  limits: v.fallback(
    v.nullable(v.object({ min_width: pixels, max_width: pixels, min_height: pixels, max_height: pixels })),
    null,
  ),
  loras: v.fallback(v.array(v.object({ name: v.string(), path: v.string() })), []),
});
export type SdcppServer = v.InferOutput<typeof ServerSchema>;

export const KIND = 'sdcpp';
export const NAME = 'stable-diffusion.cpp';

/** Asks. `null` for another program. Throws `BackendError`: what `send` throws, `unauthorized` (a proxy before it). */
export async function readServer(connection: Connection, signal: AbortSignal): Promise<SdcppServer | null> {
  const response = await send(connection, { path: PATH, signal, timeout: ANSWER_TIME });
  if (response.status === 401) throw failure(connection, response);
  return response.status === 200 ? response.read(ServerSchema) : null;
}

export function capabilitiesOf({ limits, features }: SdcppServer, knowledge: Knowledge): Capabilities {
  return {
    ...USUAL_CAPABILITIES,
    ...mostOf(KIND, knowledge),
    cancel: features.cancel_generating ? 'job' : 'queued',
    // One a process, chosen at its start.
    models: false,
    maxSide: limits && Math.min(limits.max_width, limits.max_height),
  };
}
