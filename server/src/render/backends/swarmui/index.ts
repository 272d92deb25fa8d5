/**
 * SwarmUI: one address in front of any number of machines. It spreads jobs over them itself, so renders are sent as they
 * come and wait in its queue.
 */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { deferred } from '../../../common/deferred.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { readAs } from '../../../knowledge/readable.ts';
import type { Connection } from '../../address.ts';
import {
  type Backend,
  type Capabilities,
  type RenderRequest,
  type ServerInfo,
  USUAL_CAPABILITIES,
} from '../../backend.ts';
import type { BackendKind, BackendServices } from '../../backend-kind.ts';
import { matchModel } from '../../models.ts';
import { BackendError } from '../../problem.ts';
import { withTimeout } from '../../timers.ts';
import { ABORT_GRACE, type Job, runJob, takeBack } from '../shared/job.ts';
import { mostOf } from '../shared/limits.ts';
import { SwarmClient } from './client.ts';
import { draw } from './draw.ts';
import { NAME, parametersOf, type SwarmNames } from './parameters.ts';
import { asksForAccount } from './problem.ts';

const KIND = 'swarmui';

const text = v.fallback(v.nullish(v.string(), ''), '');
const names = v.fallback(v.nullish(v.array(v.string()), []), []);
/** `ListT2IParams`, in docs/APIRoutes/T2IAPI.md of SwarmUI. */
const ParametersSchema = v.object({
  list: v.array(v.object({ id: text, values: names })),
  models: v.fallback(v.object({ 'Stable-Diffusion': names, LoRA: names, VAE: names }), {
    'Stable-Diffusion': [],
    LoRA: [],
    VAE: [],
  }),
});
const ModelsSchema = v.object({
  files: v.array(v.object({ name: v.string(), loaded: v.fallback(v.boolean(), false) })),
});
type ModelFile = v.InferOutput<typeof ModelsSchema>['files'][number];

export const swarmui: BackendKind = {
  kind: KIND,
  name: NAME,
  ports: [7801],
  recognise: async (connection, signal, { knowledge }) => {
    try {
      return await infoOf(new SwarmClient(connection, knowledge), knowledge, signal);
    } catch (error) {
      if (asksForAccount(error)) throw error;
      return null;
    }
  },
  create: createBackend,
};

async function infoOf(client: SwarmClient, knowledge: Knowledge, signal: AbortSignal): Promise<ServerInfo> {
  const { version } = await client.newSession(signal);
  const capabilities: Capabilities = {
    ...USUAL_CAPABILITIES,
    schedulesItself: true,
    ...mostOf(KIND, knowledge),
  };
  return { name: NAME, version, capabilities };
}

function createBackend(connection: Connection, { knowledge }: BackendServices): Backend {
  const client = new SwarmClient(connection, knowledge);
  /** The server's samplers and schedules, asked for once. */
  let names: SwarmNames | null = null;
  const named = async (signal: AbortSignal): Promise<SwarmNames> => {
    names ??= await listNames(signal);
    return names;
  };
  return {
    kind: KIND,
    name: NAME,
    address: connection.address,
    probe: (signal) => infoOf(client, knowledge, signal),
    /**
     * A model that the request names and the server does not list may be new there: the server is told to look again. Its hashes
     * are left out: they are of the weights without the file's head, and no other program's equal them.
     */
    async models(signal, request) {
      const listed = async () => (await files(signal)).map(({ name }) => ({ name, hashes: [] }));
      const models = await listed();
      if (!request?.model || matchModel(request.model, models, knowledge).found !== null) return models;
      await ask('TriggerRefresh', { strong: true }, v.unknown(), signal);
      return listed();
    },
    offers: named,
    listed: () => names ?? {},
    render: (request, signal) => runJob(jobOf(request), signal),
    secrets: () => (client.token === null ? [] : [client.token]),
    dispose() {},
  };

  function jobOf(request: RenderRequest): Job {
    let session: string | null = null;
    const begun = deferred<void>();
    const cancel = async (): Promise<void> => {
      const own = session;
      if (own === null) return;
      const interrupt = async (): Promise<void> => {
        await client.call('InterruptAll', own, { other_sessions: false }, AbortSignal.timeout(ABORT_GRACE));
      };
      await takeBack(withTimeout(ABORT_GRACE / 2, begun.promise), interrupt);
    };
    const run: Job['run'] = async (emit, signal) => {
      const offered = await named(signal);
      const model = request.model ?? (await loadedModel(signal));
      if (request.model === null) emit({ kind: 'warning', text: t`The file names no model: this is ${model}.` });
      const parameters = parametersOf(request, model, offered, knowledge);
      for (const text of parameters.warnings) emit({ kind: 'warning', text });
      await client.withSession(signal, (own) => {
        session = own;
        return draw(client, own, parameters, knowledge, emit, begun.resolve, signal);
      });
      session = null;
      return { modelEvaluations: null };
    };
    return { run, cancel };
  }

  async function files(signal: AbortSignal): Promise<readonly ModelFile[]> {
    const body = { path: '', depth: 20, subtype: 'Stable-Diffusion', dataImages: false };
    return (await ask('ListModels', body, ModelsSchema, signal)).files;
  }

  async function listNames(signal: AbortSignal): Promise<SwarmNames> {
    const { list, models } = await ask('ListT2IParams', {}, ParametersSchema, signal);
    const valuesOf = (parameter: string) => list.find(({ id }) => id === parameter)?.values ?? [];
    const { 'Stable-Diffusion': checkpoints, LoRA: loras, VAE: vaes } = models;
    return { samplers: valuesOf('sampler'), schedules: valuesOf('scheduler'), models: checkpoints, loras, vaes };
  }

  /** The model that is at hand on some machine. Throws `missing-model` when none is: which to load is not ours to choose. */
  async function loadedModel(signal: AbortSignal): Promise<string> {
    const loaded = (await files(signal)).find(({ loaded }) => loaded);
    if (loaded) return loaded.name;
    throw new BackendError('missing-model', t`No model is named, and SwarmUI has none loaded. Name one in the file.`);
  }

  async function ask<S extends v.GenericSchema>(
    route: string,
    body: Readonly<Record<string, unknown>>,
    schema: S,
    signal: AbortSignal,
  ): Promise<v.InferOutput<S>> {
    const answer = await client.withSession(signal, (session) => client.call(route, session, body, signal));
    const read = readAs(schema, answer);
    if (read !== null) return read;
    const { origin } = connection.address;
    throw new BackendError('protocol', t`${origin} answers ${route} in a form that SwarmUI does not use.`);
  }
}
