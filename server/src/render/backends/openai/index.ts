/**
 * Servers with OpenAI's route for pictures. The route has no steps, seed or guidance; each server adds fields of its own, which
 * data/backends/image-servers.yaml knows. One request blocks until the picture is there.
 */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { readAs } from '../../../knowledge/readable.ts';
import type { ImageServer } from '../../../knowledge/schema.ts';
import type { Connection } from '../../address.ts';
import { type Backend, type Capabilities, USUAL_CAPABILITIES } from '../../backend.ts';
import type { BackendKind, BackendServices } from '../../backend-kind.ts';
import { BackendError } from '../../problem.ts';
import { type HttpResponse, send, sendOk } from '../shared/http.ts';
import { type Job, runJob } from '../shared/job.ts';
import { show } from '../shared/show.ts';
import { ANSWER_TIME } from '../shared/wire.ts';
import { pictureIn, problemIn } from './answer.ts';
import { bodyOf } from './body.ts';
import { type Recognise, ROUTE, recogniseAny, recogniseLocalAi, recogniseSglang, recogniseVllm } from './recognise.ts';

export const localai: BackendKind = kindOf('localai', 'LocalAI', [8080], recogniseLocalAi);
export const vllm: BackendKind = kindOf('vllm', 'vLLM-Omni', [8000, 8091], recogniseVllm);
export const sglang: BackendKind = kindOf('sglang', 'SGLang', [30000], recogniseSglang);
/** Whatever else speaks the dialect: asked last. */
export const openai: BackendKind = kindOf('openai', 'OpenAI-style image server', [], recogniseAny);

const ModelsSchema = v.object({
  data: v.array(
    v.object({ id: v.string(), output_modalities: v.fallback(v.nullish(v.array(v.string()), null), null) }),
  ),
});

function kindOf(kind: string, name: string, ports: readonly number[], recognise: Recognise): BackendKind {
  return {
    kind,
    name,
    ports,
    recognise: async (connection, signal, services) => {
      const recognised = await recognise(below(connection), signal);
      return recognised && { name, ...recognised, capabilities: capabilitiesOf(serverOf(kind, services)) };
    },
    create: (connection, services) => createBackend(connection, services, serverOf(kind, services), recognise),
  };
}

function serverOf(kind: string, { knowledge }: BackendServices): ImageServer {
  const server = knowledge.data.imageServers.find(({ id }) => id === kind);
  if (!server) throw new Error(`data/backends/image-servers.yaml has no ${kind}`);
  return server;
}

/** Addresses of this dialect are often written with the `/v1` that its paths begin with. */
function below(connection: Connection): Connection {
  const address = new URL(connection.address);
  address.pathname = address.pathname.replace(/\/v1\/?$/, '');
  return { ...connection, address };
}

function capabilitiesOf({ cancel, max_steps, max_seed }: ImageServer): Capabilities {
  return {
    ...USUAL_CAPABILITIES,
    cancel,
    maxSteps: max_steps ?? null,
    maxSeed: max_seed === undefined ? 2n ** 64n - 1n : BigInt(max_seed),
  };
}

function createBackend(
  given: Connection,
  { knowledge }: BackendServices,
  server: ImageServer,
  recognise: Recognise,
): Backend {
  const { id: kind, name } = server;
  const { address } = given;
  const connection = below(given);
  const problem = (response: HttpResponse): BackendError => problemIn(connection, response, name, knowledge);
  return {
    kind,
    name,
    address,
    async probe(signal) {
      const recognised = await recognise(connection, signal);
      if (!recognised)
        throw new BackendError('protocol', t`${address.origin} is no ${name}, or has no route for pictures.`);
      await throwIfStarting(signal);
      return { name, ...recognised, capabilities: capabilitiesOf(server) };
    },
    /** Those that make pictures, where the server says what its models make; else all. */
    async models(signal) {
      const { data } = await list(signal);
      const drawing = data.filter(({ output_modalities }) => output_modalities?.includes('image'));
      return (drawing.length > 0 ? drawing : data).map(({ id }) => ({ name: id, hashes: [] }));
    },
    render(request, signal) {
      const run: Job['run'] = async (emit, signal) => {
        await throwIfStarting(signal);
        const { json, warnings, seed } = bodyOf(request, server);
        for (const text of warnings) emit({ kind: 'warning', text });
        const response = await sendOk(connection, { path: ROUTE, json, signal }, problem);
        const picture = await pictureIn(response, connection, name, signal);
        const ifBlack = t`The picture is black all over. Often the numbers have overflowed (NaN): start ${name} with a VAE made for half precision.`;
        await show({ picture, seed, asked: request, by: name, ifBlack }, emit);
        return { modelEvaluations: null };
      };
      return runJob({ run }, signal);
    },
    dispose() {},
  };

  async function throwIfStarting(signal: AbortSignal): Promise<void> {
    if (server.starting === undefined) return;
    const { status } = await send(connection, { path: server.starting, signal, timeout: ANSWER_TIME });
    if (status === 503)
      throw new BackendError(
        'busy',
        t`${name} is not ready: it is still starting, or no longer works. Try again in a moment.`,
      );
  }

  async function list(signal: AbortSignal): Promise<v.InferOutput<typeof ModelsSchema>> {
    let response: HttpResponse | null = null;
    for (const path of server.model_lists) {
      response = await send(connection, { path, signal, timeout: ANSWER_TIME });
      if (response.status !== 404) break;
    }
    if (response?.status !== 200) throw response ? problem(response) : new Error('no list of models is known');
    const list = readAs(ModelsSchema, response.json());
    if (!list) throw new BackendError('protocol', t`${address.origin} lists its models in an unknown form.`);
    return list;
  }
}
