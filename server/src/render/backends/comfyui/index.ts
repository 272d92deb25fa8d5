/** ComfyUI, from about 2024 on: graphs over HTTP, progress and previews over a WebSocket. */
import { randomUUID } from 'node:crypto';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { Connection } from '../../address.ts';
import {
  type Backend,
  type InputFile,
  type ListedNames,
  type Offers,
  type PictureSize,
  type RenderEvent,
  type RenderRequest,
  type RequestGraph,
  type ServerInfo,
  type ServerModel,
  USUAL_CAPABILITIES,
} from '../../backend.ts';
import type { BackendKind, BackendServices } from '../../backend-kind.ts';
import type { GraphPlace } from '../../problem.ts';
import { pictureOf } from '../shared/image.ts';
import { runJob } from '../shared/job.ts';
import { mostOf } from '../shared/limits.ts';
import { beginOf, sizeAfter } from './begins.ts';
import { Listener } from './listener.ts';
import { type ModelInput, modelInputOf, templateInputs } from './loaders.ts';
import { ServerMemory } from './memory.ts';
import { changesOf, faultsOf, graphOf } from './prepare.ts';
import { ComfyJob, TIMING, type Timing } from './render.ts';
import { Routes } from './routes.ts';

const KIND = 'comfyui';
const NAME = 'ComfyUI';
/** The core's own sampler, whose lists and bounds are those of most. */
const SAMPLER = 'KSampler';
/** Of EmptyLatentImage (nodes.py, MAX_RESOLUTION). */
const MAX_SIDE = 16_384;

function infoOf(version: string | null, knowledge: Knowledge): ServerInfo {
  const own = { graphs: true, needsModel: true, maxSide: MAX_SIDE, ...mostOf(KIND, knowledge, SAMPLER) };
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
  create: (connection, services) => new ComfyBackend(connection, services),
};

export class ComfyBackend implements Backend {
  readonly kind = KIND;
  readonly name = NAME;
  readonly address: URL;
  readonly #routes: Routes;
  readonly #memory: ServerMemory;
  readonly #services: BackendServices;
  readonly #timing: Timing;
  /** Renders that run, to be stopped with the backend. */
  readonly #running = new Set<AbortController>();

  constructor(connection: Connection, services: BackendServices, timing = TIMING) {
    this.address = connection.address;
    this.#routes = new Routes(connection);
    this.#memory = new ServerMemory(this.#routes);
    this.#services = services;
    this.#timing = timing;
  }

  /** Opens a socket as well: proxies often let HTTP through and no WebSockets. */
  async probe(signal: AbortSignal): Promise<ServerInfo> {
    const { version } = await this.#routes.systemStats(signal);
    const listener = new Listener(this.#routes.connection, randomUUID(), signal);
    await listener.open();
    listener.close();
    return infoOf(version, this.#services.knowledge);
  }

  /** Asks for the definitions of the loaders alone, which list the files that are there now. */
  async models(signal: AbortSignal, request?: RenderRequest): Promise<readonly ServerModel[]> {
    const inputs = (await this.#modelInputs(signal, request)).map(async ({ className, input }) => {
      const definition = await this.#routes.definition(className, signal);
      return definition?.inputs.find(({ name }) => name === input)?.choices ?? [];
    });
    const names = (await Promise.all(inputs)).flat().filter((name): name is string => typeof name === 'string');
    return [...new Set(names)].map((name) => ({ name, hashes: [] }));
  }

  /** Of its own sampler: nodes of custom packs have the same lists, as a rule. */
  async offers(signal: AbortSignal): Promise<Offers> {
    const definition = await this.#routes.definition(SAMPLER, signal);
    const named = (input: string): readonly string[] | null =>
      definition?.inputs
        .find(({ name }) => name === input)
        ?.choices?.filter((choice): choice is string => typeof choice === 'string') ?? null;
    return { samplers: named('sampler_name'), schedules: named('scheduler') };
  }

  /** As the definitions say that were read for the last render. */
  listed(): Partial<ListedNames> {
    const { known } = this.#memory;
    const named = (inputs: readonly string[]): readonly string[] => {
      const found = [...(known?.values() ?? [])].flatMap((node) =>
        node.inputs.filter(({ name }) => inputs.includes(name)),
      );
      const choices = found.flatMap(({ choices = [] }) => choices ?? []);
      return [...new Set(choices.filter((choice): choice is string => typeof choice === 'string'))];
    };
    const { lora_inputs } = this.#services.knowledge.data.comfyNodes;
    return { models: named(['ckpt_name', 'unet_name']), loras: named(lora_inputs), vaes: named(['vae_name']) };
  }

  async changes({ graph }: RenderRequest, signal: AbortSignal): Promise<readonly string[]> {
    if (!graph) return [];
    const { objectInfo } = await this.#memory.definitions(signal);
    return changesOf(graph, objectInfo, this.#services.knowledge);
  }

  async check(graph: RequestGraph, signal: AbortSignal): Promise<readonly GraphPlace[]> {
    // A person asks: files and packs may have come since.
    this.#memory.forget();
    const { objectInfo } = await this.#memory.definitions(signal);
    return faultsOf(graph, objectInfo, this.#services.knowledge);
  }

  async size(graph: RequestGraph, signal: AbortSignal): Promise<PictureSize | null> {
    const { knowledge } = this.#services;
    const { objectInfo } = await this.#memory.definitions(signal);
    const { graph: own, sampler } = graphOf(graph, objectInfo, knowledge);
    const begin = beginOf(own, sampler, knowledge);
    const picture = begin && pictureOf(await this.#routes.input(begin.file, signal));
    return begin && picture && sizeAfter(picture, begin);
  }

  async upload(file: InputFile, signal: AbortSignal): Promise<string> {
    const name = await this.#routes.upload(file, signal);
    // Its list of inputs has grown.
    this.#memory.forget();
    return name;
  }

  async *render(request: RenderRequest, signal: AbortSignal): AsyncGenerator<RenderEvent, void, void> {
    const own = new AbortController();
    const abort = (): void => own.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    this.#running.add(own);
    const { knowledge } = this.#services;
    const context = { routes: this.#routes, memory: this.#memory, knowledge, timing: this.#timing };
    try {
      yield* runJob(new ComfyJob(request, context), own.signal);
    } finally {
      signal.removeEventListener('abort', abort);
      this.#running.delete(own);
    }
  }

  dispose(): void {
    for (const running of this.#running) running.abort();
  }

  /** None for a graph whose loader is not to be found: what is wrong with it is told when it is rendered. */
  async #modelInputs(signal: AbortSignal, request: RenderRequest | undefined): Promise<readonly ModelInput[]> {
    const { knowledge } = this.#services;
    if (!request?.graph) return templateInputs(knowledge);
    const { objectInfo } = await this.#memory.definitions(signal);
    const { graph, sampler } = graphOf(request.graph, objectInfo, knowledge);
    const input = modelInputOf(graph, sampler, objectInfo, knowledge);
    return input ? [input] : [];
  }
}
