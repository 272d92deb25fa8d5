/**
 * InvokeAI: a graph per family of models goes into its queue under a destination of our own, its progress is heard over
 * Socket.IO, and the picture, an intermediate that no gallery shows, is fetched and deleted.
 */

import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { own } from '../../../knowledge/own.ts';
import { readAs } from '../../../knowledge/readable.ts';
import type { Connection } from '../../address.ts';
import { type Backend, type RenderRequest, type ServerInfo, USUAL_CAPABILITIES } from '../../backend.ts';
import type { BackendKind, BackendServices } from '../../backend-kind.ts';
import { BackendError } from '../../problem.ts';
import { pictureOf } from '../shared/image.ts';
import { ABORT_GRACE, type Job, runJob, takeBack } from '../shared/job.ts';
import { mostOf } from '../shared/limits.ts';
import { show } from '../shared/show.ts';
import { InvokeClient, type QueueItem } from './client.ts';
import { buildGraph, PICTURE, schedulerNames } from './graph.ts';
import { type InvokeModel, mainModels } from './models.ts';
import { problemOfJob } from './problem.ts';
import { type EventSocket, openEvents } from './socketio.ts';
import { watch } from './watch.ts';

const KIND = 'invokeai';
const NAME = 'InvokeAI';

/** Milliseconds for taking the picture off the server again: the render is over, nobody should wait for it. */
const FORGET = 2000;

const ImageSchema = v.object({ type: v.literal('image_output'), image: v.object({ image_name: v.string() }) });

export const invokeai: BackendKind = {
  kind: KIND,
  name: NAME,
  ports: [9090],
  recognise: async (connection, signal, { knowledge }) => {
    const client = new InvokeClient(connection);
    const version = await client.version(signal).catch(() => null);
    return version === null ? null : infoOf(version, client, knowledge, signal);
  },
  create: createBackend,
};

/** The version is open to all; the queue is not where users have accounts. */
async function infoOf(
  version: string,
  client: InvokeClient,
  knowledge: Knowledge,
  signal: AbortSignal,
): Promise<ServerInfo> {
  await client.queueLength(signal);
  return { name: NAME, version, capabilities: { ...USUAL_CAPABILITIES, ...mostOf(KIND, knowledge) } };
}

function createBackend(connection: Connection, { knowledge, log }: BackendServices): Backend {
  const client = new InvokeClient(connection);
  /** As listed last. */
  let known: readonly InvokeModel[] = [];
  const list = async (signal: AbortSignal): Promise<readonly InvokeModel[]> => {
    known = await client.models(signal);
    return known;
  };
  return {
    kind: KIND,
    name: NAME,
    address: connection.address,
    probe: async (signal) => infoOf(await client.version(signal), client, knowledge, signal),
    models: async (signal) => mainModels(await list(signal)).map(({ name, hashes }) => ({ name, hashes })),
    listed() {
      const named = (kind: string) => known.filter(({ type }) => type === kind).map(({ name }) => name);
      return { models: named('main'), loras: named('lora'), vaes: named('vae') };
    },
    offers: async () => ({ samplers: schedulerNames(knowledge), schedules: [] }),
    render: (request, signal) => runJob(jobOf(request), signal),
    secrets() {
      const { credentials } = client.connection;
      return credentials?.kind === 'bearer' ? [credentials.token] : [];
    },
    dispose() {},
  };

  function jobOf(request: RenderRequest): Job {
    // A destination that nobody else has: whatever stands under it is this job.
    const destination = `sweetspot-${randomUUID()}`;
    let enqueued: Promise<number> | null = null;
    let isOver = false;
    const cancel = async (): Promise<void> => {
      if (!enqueued || isOver) return;
      await takeBack(enqueued, () => client.cancel(destination, AbortSignal.timeout(ABORT_GRACE)));
    };
    const run: Job['run'] = async (emit, signal) => {
      const models = await list(signal);
      const model = chooseModel(request.model, models);
      if (request.model === null) emit({ kind: 'warning', text: t`The file names no model: this is ${model.name}.` });
      const built = buildGraph(request, model, models, knowledge);
      for (const text of built.warnings) emit({ kind: 'warning', text });
      // Before the job is there, so that nothing of it is missed.
      const socket = await hear(signal);
      try {
        enqueued = client.enqueue(built.graph, destination, signal);
        const item = await enqueued;
        const job = { item, steps: request.steps, model: model.name };
        const ended = await watch(job, client, socket, emit, signal);
        isOver = true;
        const image = imageOf(ended, knowledge);
        const picture = pictureOf(await client.image(image, signal));
        if (!picture) throw new BackendError('no-picture', t`${NAME} gave a picture that can't be read.`);
        const ifBlack = t`The picture is black all over. Often the numbers have overflowed (NaN): set the precision to float32 in ${NAME}'s settings.`;
        const showing = show({ picture, seed: built.seed, asked: built, by: NAME, ifBlack }, emit);
        await showing.finally(() => forget(image, item));
      } finally {
        socket?.close();
      }
      return { modelEvaluations: null };
    };
    return { run, cancel };
  }

  /** Events, or `null` where they can't be had: the render goes on without steps and previews. */
  async function hear(signal: AbortSignal): Promise<EventSocket | null> {
    try {
      const socket = await openEvents(client.connection, '/ws/socket.io', signal);
      socket.emit('subscribe_queue', { queue_id: 'default' });
      return socket;
    } catch (error) {
      signal.throwIfAborted();
      log(`InvokeAI: no progress is heard. ${error instanceof Error ? error.message : error}`);
      return null;
    }
  }

  /** A picture that stays behind is an intermediate, which InvokeAI itself offers to clear. */
  async function forget(image: string, item: number): Promise<void> {
    try {
      await client.forget(image, item, AbortSignal.timeout(FORGET));
    } catch (error) {
      log(`InvokeAI: the preview's picture stays on the server. ${error instanceof Error ? error.message : error}`);
    }
  }
}

/** Throws `missing-model`. */
function chooseModel(name: string | null, models: readonly InvokeModel[]): InvokeModel {
  const main = mainModels(models);
  const chosen = name === null ? main[0] : main.find((model) => model.name === name);
  if (chosen) return chosen.model;
  if (name === null) throw new BackendError('missing-model', t`${NAME} has no model. Install one there.`);
  throw new BackendError('missing-model', t`${NAME} has no model "${name}".`);
}

/** The name of the picture that a job ended with. Throws `BackendError` for any other end. */
function imageOf(item: QueueItem, knowledge: Knowledge): string {
  const { status, session } = item;
  if (status === 'failed') throw problemOfJob(item, knowledge);
  if (status === 'canceled') throw new BackendError('server', t`The render was stopped in ${NAME}.`);
  const prepared = Object.entries(session.prepared_source_mapping).find(([, node]) => node === PICTURE)?.[0];
  const output = readAs(ImageSchema, own(session.results, prepared ?? ''));
  if (!output) throw new BackendError('no-picture', t`${NAME} ended the render without a picture.`);
  return output.image.image_name;
}
