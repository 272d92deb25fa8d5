/** One render over the socket of SwarmUI, from its parameters to its picture. */
import type { RenderEvent } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { sendOk } from '../http.ts';
import { pictureOf, pictureOfBase64 } from '../image.ts';
import { stringifyJson } from '../json.ts';
import { openSocket } from '../websocket.ts';
import type { SwarmClient } from './client.ts';
import { differences } from './echo.ts';
import { readFrame } from './frames.ts';
import type { Parameters } from './parameters.ts';
import { refusal } from './problem.ts';

/** Renders in a session. Throws `BackendError`; returns when the picture is out. */
export async function draw(
  client: SwarmClient,
  session: string,
  { body, seed }: Parameters,
  emit: (event: RenderEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const socket = await openSocket(client.connection, '/API/GenerateText2ImageWS', signal, client.headers);
  let hasPicture = false;
  let fraction = 0;
  try {
    socket.send(stringifyJson({ session_id: session, ...body }));
    for await (const message of socket.messages) {
      const frame = readFrame(message);
      switch (frame?.kind) {
        case 'error':
          throw refusal(frame.text, frame.id);
        case 'waiting':
          emit({ kind: 'queued', ahead: null });
          break;
        case 'loading':
          emit({ kind: 'loading', what: String(body.model) });
          break;
        case 'progress': {
          // Frames with a preview count one node less than the others: the fraction would jump to and fro.
          fraction = Math.max(fraction, frame.fraction);
          emit({ kind: 'progress', fraction });
          const picture = frame.preview === null ? null : pictureOfBase64(frame.preview);
          if (picture) emit({ kind: 'preview', picture });
          break;
        }
        case 'image': {
          if (hasPicture) break;
          const picture = pictureOf(await bytesOf(client, frame.image, signal));
          if (!picture)
            throw new BackendError(
              'no-picture',
              'SwarmUI made a file that is no PNG, JPEG or WebP. Is this a model for video?',
            );
          for (const text of differences(body, frame.metadata)) emit({ kind: 'warning', text });
          emit({ kind: 'picture', picture, seed });
          hasPicture = true;
          break;
        }
        case 'end':
          if (!hasPicture)
            throw new BackendError('no-picture', 'SwarmUI ended the render without a picture. Its own log says why.');
          return;
      }
    }
    if (!hasPicture)
      throw new BackendError(
        'lost',
        'SwarmUI broke the connection off before there was a picture. It may have stopped.',
      );
  } finally {
    socket.close();
  }
}

/** The bytes of a picture: in a data URL, or behind a path of the server (`View/local/raw/…`) when it saves in spite of all. */
async function bytesOf({ connection, headers }: SwarmClient, image: string, signal: AbortSignal): Promise<Uint8Array> {
  if (image.startsWith('data:')) return Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');
  if (/^([a-z][a-z0-9+.-]*:)?\/\//i.test(image))
    throw new BackendError(
      'redirected',
      'SwarmUI keeps its picture on another server, and Sweetspot talks only to the one you chose.',
    );
  const path = image.replace(/^\/+/, '').split('/').map(encodeURIComponent).join('/');
  return (await sendOk(connection, { path: `/${path}`, signal, headers })).bytes;
}
