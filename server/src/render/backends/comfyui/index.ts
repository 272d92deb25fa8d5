/** ComfyUI, from about 2024 on: graphs over HTTP, progress and previews over a WebSocket. */
import { randomUUID } from 'node:crypto';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { Connection } from '../../address.ts';
import {
  type Backend,
  type InputFile,
  type RenderRequest,
  type RequestGraph,
  type ServerInfo,
  USUAL_CAPABILITIES,
} from '../../backend.ts';
import type { BackendKind, BackendServices } from '../../backend-kind.ts';
import { pictureOf } from '../shared/image.ts';
import { runJob } from '../shared/job.ts';
import { mostOf } from '../shared/limits.ts';
import { choicesIn, namesIn } from './graph.ts';
import { inputPictureOf, sizeAfter } from './input-picture.ts';
import { Listener } from './listener.ts';
import { type ModelInput, modelInputOf, templateInputs } from './loaders.ts';
import { ServerMemory } from './memory.ts';
import { changesOf, faultsOf, graphOf } from './prepare.ts';
import { ComfyJob, TIMING } from './render.ts';
import { Routes } from './routes.ts';

const KIND = 'comfyui';
const NAME = 'ComfyUI';

function infoOf(version: string | null, knowledge: Knowledge): ServerInfo {
  const { sampler } = knowledge.data.comfyTemplates.inputs;
  const own = { graphs: true, needsModel: true, ...mostOf(KIND, knowledge, sampler.class) };
  return { name: NAME, version, capabilities: { ...USUAL_CAPABILITIES, ...own } };
}

export const comfyui: BackendKind = {
  kind: KIND,
  name: NAME,
  // main.py, and the desktop app.
  ports: [8188, 8000],
  recognise: async (connection, signal, { knowledge }) => {
    const { version } = await new Routes(connection).systemStats(signal);
    return infoOf(version, knowledge);
  },
  create: createBackend,
};

export function createBackend(connection: Connection, { knowledge }: BackendServices, timing = TIMING) {
  const routes = new Routes(connection);
  const memory = new ServerMemory(routes);
  /** Ends the renders that run. */
  const disposed = new AbortController();
  const definitions = async (signal: AbortSignal) => (await memory.definitions(signal)).objectInfo;
  return {
    kind: KIND,
    name: NAME,
    address: connection.address,
    /** Opens a socket as well: proxies often let HTTP through and no WebSockets. */
    async probe(signal: AbortSignal) {
      const { version } = await routes.systemStats(signal);
      const listener = new Listener(connection, randomUUID(), signal);
      await listener.open();
      listener.close();
      return infoOf(version, knowledge);
    },
    /** Asks for the definitions of the loaders alone, which list the files that are there now. */
    async models(signal: AbortSignal, request?: RenderRequest) {
      const names = (await modelInputs(signal, request)).map(async ({ className, input }) =>
        namesIn(await routes.definition(className, signal), input),
      );
      return [...new Set((await Promise.all(names)).flat())].map((name) => ({ name, hashes: [] }));
    },
    /** Of its own sampler: nodes of custom packs have the same lists, as a rule. */
    async offers(signal: AbortSignal) {
      const { sampler, schedule } = knowledge.data.comfyTemplates.inputs;
      const definition = await routes.definition(sampler.class, signal);
      const named = ({ input }: { input: string }) =>
        choicesIn(definition, input) ? namesIn(definition, input) : null;
      return { samplers: named(sampler), schedules: named(schedule) };
    },
    /** As the definitions say that were read for the last render. */
    listed() {
      const nodes = [...(memory.known?.values() ?? [])];
      const named = (inputs: readonly string[]) => [
        ...new Set(inputs.flatMap((input) => nodes.flatMap((node) => namesIn(node, input)))),
      ];
      const { lora_inputs, vae_inputs } = knowledge.data.comfyNodes;
      const loaders = templateInputs(knowledge).map(({ input }) => input);
      return { models: named(loaders), loras: named(lora_inputs), vaes: named(vae_inputs ?? []) };
    },
    async changes({ graph }: RenderRequest, signal: AbortSignal) {
      return graph ? changesOf(graph, await definitions(signal), knowledge) : [];
    },
    async check(graph: RequestGraph, signal: AbortSignal) {
      // A person asks: files and packs may have come since.
      memory.forget();
      return faultsOf(graph, await definitions(signal), knowledge);
    },
    async size(graph: RequestGraph, signal: AbortSignal) {
      const { graph: own, sampler } = graphOf(graph, await definitions(signal), knowledge);
      const input = inputPictureOf(own, sampler, knowledge);
      const picture = input && pictureOf(await routes.input(input.file, signal));
      return input && picture && sizeAfter(picture, input);
    },
    async upload(file: InputFile, signal: AbortSignal) {
      const name = await routes.upload(file, signal);
      // Its list of inputs has grown.
      memory.forget();
      return name;
    },
    render(request: RenderRequest, signal: AbortSignal) {
      const job = new ComfyJob(request, { routes, memory, knowledge, timing });
      return runJob(job, AbortSignal.any([signal, disposed.signal]));
    },
    dispose: () => disposed.abort(),
  } satisfies Backend;

  /** None for a graph whose loader is not to be found: what is wrong with it is told when it is rendered. */
  async function modelInputs(signal: AbortSignal, request: RenderRequest | undefined): Promise<readonly ModelInput[]> {
    if (!request?.graph) return templateInputs(knowledge);
    const objectInfo = await definitions(signal);
    const { graph, sampler } = graphOf(request.graph, objectInfo, knowledge);
    const input = modelInputOf(graph, sampler, objectInfo, knowledge);
    return input ? [input] : [];
  }
}
