/** One render over the socket of SwarmUI, from its parameters to its picture. */

import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { own } from '../../../knowledge/own.ts';
import { inPath } from '../../address.ts';
import type { RenderEvent } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { differences } from '../shared/echo.ts';
import { sendOk } from '../shared/http.ts';
import { previewOf, shownOf } from '../shared/image.ts';
import { stringifyJson } from '../shared/json.ts';
import { show } from '../shared/show.ts';
import { openSocket } from '../shared/websocket.ts';
import { PICTURE_TIME } from '../shared/wire.ts';
import type { SwarmClient } from './client.ts';
import { readEcho } from './echo.ts';
import { type Frame, readFrame } from './frames.ts';
import { NAME, type Parameters } from './parameters.ts';
import { refusal } from './problem.ts';

/** Milliseconds for the server to say that all has been sent, once the picture is out. */
const END = 2000;

/** Parameters that a person set and would miss, by their ids. */
const missed = (): Readonly<Record<string, string>> => ({
  steps: t`steps`,
  cfgscale: t`guidance`,
  fluxguidancescale: t`distilled guidance`,
  sampler: 'sampler',
  scheduler: t`schedule`,
  clipstopatlayer: t`CLIP skip`,
  loras: 'LoRAs',
});

/**
 * Renders in a session. Throws `BackendError`; returns when the picture is out. `begun` is called once the server speaks of the
 * render, and so has it.
 */
export async function draw(
  client: SwarmClient,
  session: string,
  parameters: Parameters,
  knowledge: Knowledge,
  emit: (event: RenderEvent) => void,
  begun: () => void,
  signal: AbortSignal,
): Promise<void> {
  const socket = await openSocket(client.connection, '/API/GenerateText2ImageWS', signal, client.headers);
  let isShown = false;
  let fraction = 0;
  let isFirst = true;
  let end: NodeJS.Timeout | undefined;
  try {
    socket.send(stringifyJson({ session_id: session, ...parameters.body }));
    for await (const message of socket.messages) {
      const frame = readFrame(message);
      begun();
      // Only what comes first says that nothing was begun.
      if (frame?.kind === 'error') throw refusal(frame.text, isFirst ? frame.id : null, knowledge);
      isFirst = false;
      if (frame?.kind === 'waiting') emit({ kind: 'queued', ahead: null });
      if (frame?.kind === 'loading') emit({ kind: 'loading', what: t`loading ${String(parameters.body.model)}` });
      if (frame?.kind === 'progress') {
        // Frames with a preview count one node less than the others: the fraction would jump to and fro.
        fraction = Math.max(fraction, frame.fraction);
        emit({ kind: 'progress', fraction });
        const preview = frame.preview === null ? null : previewOf(frame.preview);
        if (preview) emit({ kind: 'preview', picture: preview });
      }
      if (frame?.kind === 'image' && !isShown) {
        isShown = true;
        await showFrame(frame);
        end = setTimeout(socket.close, END);
      }
      if (frame?.kind === 'end') {
        if (!isShown)
          throw new BackendError('no-picture', t`${NAME} ended the render without a picture. Its log says why.`);
        break;
      }
    }
    signal.throwIfAborted();
    if (!isShown)
      throw (
        socket.problem ??
        new BackendError('lost', t`${NAME} broke the connection off before there was a picture. It may have stopped.`)
      );
  } finally {
    clearTimeout(end);
    socket.close();
  }

  /** The picture, after what is to be said of it. */
  async function showFrame({ image, metadata }: Extract<Frame, { kind: 'image' }>): Promise<void> {
    const made = shownOf(await bytesOf(client, image, signal), parameters.asked);
    if (!made)
      throw new BackendError(
        'no-picture',
        t`${NAME} made a file that is no picture and no video that can be shown: no PNG, JPEG, WebP, MP4 or WebM.`,
      );
    const { asked, body } = parameters;
    const { drawn, unused } = readEcho(metadata);
    const idle = unused.filter((id) => Object.hasOwn(body, id)).flatMap((id) => own(missed(), id) ?? []);
    const said = differences(asked, drawn, knowledge, NAME);
    if (idle.length > 0) said.push(t`This had no effect with this model in ${NAME}: ${idle.join(', ')}.`);
    const ifBlack = t`The picture is black all over. Often the numbers have overflowed (NaN): choose another VAE in ${NAME}, or lower the guidance.`;
    await show({ picture: made, seed: drawn.seed ?? asked.seed, asked, by: NAME, said, ifBlack }, emit);
  }
}

/** The bytes of a picture: in a data URL, or behind a path of the server (`View/local/raw/…`) when it saves in spite of all. */
async function bytesOf({ connection, headers }: SwarmClient, image: string, signal: AbortSignal): Promise<Uint8Array> {
  if (image.startsWith('data:')) return Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');
  if (/^([a-z][a-z0-9+.-]*:)?\/\//i.test(image))
    throw new BackendError(
      'redirected',
      t`${NAME} keeps its picture on another server, and Sweetspot talks only to the one you chose.`,
    );
  const path = image.replace(/^\/+/, '').split('/').map(inPath).join('/');
  return (await sendOk(connection, { path: `/${path}`, signal, headers, timeout: PICTURE_TIME })).bytes;
}
