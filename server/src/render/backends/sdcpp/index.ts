/** stable-diffusion.cpp's own server (`sd-server`), by its native jobs. It tells neither steps nor previews over HTTP. */

import { t } from '@vscode/l10n';
import type { Connection } from '../../address.ts';
import type { Backend, RenderRequest } from '../../backend.ts';
import type { BackendKind, BackendServices } from '../../backend-kind.ts';
import { textInPng } from '../../png.ts';
import { BackendError } from '../../problem.ts';
import { differences, NOTHING_SAID, parseParameters, type Settings } from '../shared/echo.ts';
import { decodePicture } from '../shared/image.ts';
import { type Job, runJob } from '../shared/job.ts';
import { show } from '../shared/show.ts';
import { composeJob } from './body.ts';
import { capabilitiesOf, KIND, NAME, readServer, type SdcppServer } from './capabilities.ts';
import { cancelJob, result, submit } from './jobs.ts';

export const sdcpp: BackendKind = {
  kind: KIND,
  name: NAME,
  // LM Studio has the same one.
  ports: [1234],
  async recognise(connection, signal, { knowledge }) {
    const server = await readServer(connection, signal).catch(() => null);
    return server && { name: NAME, version: null, capabilities: capabilitiesOf(server, knowledge) };
  },
  create: createBackend,
};

function createBackend(connection: Connection, services: BackendServices): Backend {
  let known: SdcppServer | null = null;
  const find = async (signal: AbortSignal): Promise<SdcppServer> => {
    const server = await readServer(connection, signal);
    known = server;
    if (server === null)
      throw new BackendError('protocol', t`${connection.address.origin} is not ${NAME}: something else answers there.`);
    return server;
  };
  return {
    kind: KIND,
    name: NAME,
    address: connection.address,
    probe: async (signal) => ({
      name: NAME,
      version: null,
      capabilities: capabilitiesOf(await find(signal), services.knowledge),
    }),
    models: async (signal) => {
      await find(signal);
      return [];
    },
    offers: async (signal) => {
      const { samplers, schedulers } = await find(signal);
      return { samplers, schedules: schedulers };
    },
    listed: () => (known ? { models: [known.model.name], loras: known.loras.map(({ path }) => path) } : {}),
    render: (request, signal) => runJob(jobOf(request, connection, services, find), signal),
    dispose: () => {},
  };
}

function jobOf(
  request: RenderRequest,
  connection: Connection,
  { knowledge, log }: BackendServices,
  find: (signal: AbortSignal) => Promise<SdcppServer>,
): Job {
  let submitted: Promise<string> | null = null;
  let isOver = false;
  const cancel = async (): Promise<void> => {
    // Its id is the server's own: before the answer there is nothing to name.
    const id = await submitted;
    if (id === null || isOver) return;
    if (!(await cancelJob(connection, id))) log(`${NAME} is at the cancelled picture and draws it to its end.`);
  };
  const run: Job['run'] = async (emit, signal) => {
    // Each time: it is quick, and the server may have been started anew with another model.
    const server = await find(signal);
    if (!server.supported_modes.includes('img_gen'))
      throw new BackendError(
        'invalid',
        t`${NAME} was started with a model (${server.model.name}) that draws no pictures.`,
      );
    const { body, asked, warnings } = composeJob(request, server, knowledge);
    for (const text of warnings) emit({ kind: 'warning', text });
    submitted = submit(connection, body, signal);
    const id = await submitted;
    let ahead: number | null | undefined;
    const queued = (jobs: number | null): void => {
      if (jobs !== ahead) emit({ kind: 'queued', ahead: jobs });
      ahead = jobs;
    };
    const encoded = await result(connection, id, knowledge, queued, signal);
    isOver = true;
    const picture = decodePicture(encoded);
    if (!picture) throw new BackendError('no-picture', t`${NAME} sent something that is no picture.`);
    const drawn = settingsIn(textInPng(picture.bytes, 'parameters'));
    const said = differences(asked, drawn, knowledge, NAME);
    const ifBlack = t`The picture is black all over. Often the numbers have overflowed (NaN): start ${NAME} with a VAE made for half precision, or lower the guidance.`;
    await show({ picture, seed: drawn.seed ?? asked.seed, asked, by: NAME, said, ifBlack }, emit);
    return { modelEvaluations: null };
  };
  return { run, cancel };
}

/** Its sampler is written with the schedule behind it (`euler_a karras`). */
function settingsIn(text: string | null): Settings {
  const drawn = text === null ? null : parseParameters(text);
  if (!drawn) return NOTHING_SAID;
  const [sampler = null, schedule = null] = drawn.sampler?.split(' ') ?? [];
  return { ...drawn, sampler, schedule };
}
