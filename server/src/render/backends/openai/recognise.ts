/** Telling the servers of OpenAI's dialect apart. A list of models alone says nothing: most of them serve text. */
import * as v from 'valibot';
import { anyObject } from '../../../common/records.ts';
import type { Connection } from '../../address.ts';
import { failure } from '../shared/faults.ts';
import { type HttpResponse, send } from '../shared/http.ts';
import { errorIn } from './answer.ts';

export const ROUTE = '/v1/images/generations';

/** What is known of a server that was recognised. */
export interface Recognised {
  readonly version: string | null;
}

/** Asks a server; `null` when it is something else. Throws `BackendError`: `unauthorized` where it is locked, or on the way. */
export type Recognise = (connection: Connection, signal: AbortSignal) => Promise<Recognised | null>;

const VersionSchema = v.object({ version: v.string() });
const DiscoverySchema = v.object({ version: v.string(), endpoints: v.object({ image_generation: v.string() }) });
const ModelsSchema = v.object({
  data: v.array(v.object({ id: v.string(), owned_by: v.fallback(v.nullish(v.string(), ''), '') })),
});
const PathsSchema = v.object({ paths: anyObject });

/** By its page for agents; before there was one, by `/readyz` (503 while it starts) beside `/version` (core/http/routes/localai.go). */
export const recogniseLocalAi: Recognise = async (connection, signal) => {
  const discovery = jsonOf(await get(connection, '/.well-known/localai.json', signal), DiscoverySchema);
  if (discovery === null) {
    const ready = await get(connection, '/readyz', signal);
    if (ready.status !== 503 && !(ready.status === 200 && ready.bytes.length === 0)) return null;
    const version = jsonOf(await get(connection, '/version', signal), VersionSchema);
    if (version === null) return null;
    throwIfLocked(connection, await get(connection, '/v1/models', signal));
    return version;
  }
  // The page is open to all; what follows may not be.
  throwIfLocked(connection, await get(connection, '/v1/models', signal));
  return { version: discovery.version };
};

/** By the owner of its models, vLLM, and a route for pictures, which vLLM alone has not. */
export const recogniseVllm: Recognise = recogniseOwner('vllm', '/version');

/** By the owner of its models, SGLang, and the route for pictures, which its servers of text have not. */
export const recogniseSglang: Recognise = recogniseOwner('sglang', '/server_info');

/** `owner`: as its list of models says. `about`: where it tells its version. */
function recogniseOwner(owner: string, about: string): Recognise {
  return async (connection, signal) => {
    const models = jsonOf(await get(connection, '/v1/models', signal), ModelsSchema);
    if (!models?.data.some(({ owned_by }) => owned_by === owner) || !(await drawsPictures(connection, signal)))
      return null;
    return { version: jsonOf(await get(connection, about, signal), VersionSchema)?.version ?? null };
  };
}

/** Any other server with a list of models and the route for pictures. */
export const recogniseAny: Recognise = async (connection, signal) => {
  const answer = await get(connection, '/v1/models', signal);
  if (errorIn(answer) !== null) throwIfLocked(connection, answer);
  if (jsonOf(answer, ModelsSchema) === null || !(await drawsPictures(connection, signal))) return null;
  return { version: null };
};

/** Whether the route is there, found without rendering: a GET of it is "method not allowed", or FastAPI's own page lists it. */
async function drawsPictures(connection: Connection, signal: AbortSignal): Promise<boolean> {
  if ((await get(connection, ROUTE, signal)).status === 405) return true;
  const { paths = {} } = jsonOf(await get(connection, '/openapi.json', signal), PathsSchema) ?? {};
  return Object.keys(paths).some((path) => path.endsWith(ROUTE));
}

function throwIfLocked(connection: Connection, response: HttpResponse): void {
  if (response.status === 401) throw failure(connection, response);
}

/** The body as a schema has it; `null` for an error, or anything else. */
function jsonOf<S extends v.GenericSchema>(response: HttpResponse, schema: S): v.InferOutput<S> | null {
  return response.status === 200 ? response.read(schema) : null;
}

function get(connection: Connection, path: string, signal: AbortSignal): Promise<HttpResponse> {
  return send(connection, { path, signal, timeout: 10_000 });
}
