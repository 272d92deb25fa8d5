/** What servers of OpenAI's dialect answer: a picture as base64 or behind an address, or an error in one of several shapes. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { readAs } from '../../../knowledge/readable.ts';
import { at, type Connection, urlOf } from '../../address.ts';
import type { Picture } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { type Meaning, meaningOf } from '../shared/failures.ts';
import { failure, shorten } from '../shared/faults.ts';
import { type HttpResponse, sendOk } from '../shared/http.ts';
import { decodePicture, EncodedSchema, pictureOf } from '../shared/image.ts';
import { PICTURE_TIME } from '../shared/wire.ts';

const text = v.fallback(v.nullish(v.string(), null), null);
const encoded = v.fallback(v.nullish(EncodedSchema, null), null);
const PicturesSchema = v.object({
  data: v.fallback(v.array(v.fallback(v.object({ b64_json: encoded, url: text }), { b64_json: null, url: null })), []),
});
const words = v.pipe(v.string(), v.nonEmpty());
/** OpenAI's own, the short forms of others, and FastAPI's list of what is wrong with a body. */
const ErrorSchema = v.union([
  v.pipe(
    v.object({ error: v.object({ message: words }) }),
    v.transform(({ error }) => error.message),
  ),
  v.pipe(
    v.object({ error: words }),
    v.transform(({ error }) => error),
  ),
  v.pipe(
    v.object({ detail: words }),
    v.transform(({ detail }) => detail),
  ),
  v.pipe(
    v.object({ detail: v.array(v.object({ loc: v.array(v.union([v.string(), v.number()])), msg: v.string() })) }),
    v.transform(({ detail }) =>
      detail.map(({ loc, msg }) => `${loc.filter((part) => part !== 'body').join('.')}: ${msg}`).join('; '),
    ),
  ),
  v.pipe(
    v.object({ message: words }),
    v.transform(({ message }) => message),
  ),
]);

/** The words of an error in an answer; `null` when there are none, or the body is no JSON. */
export function errorIn(response: HttpResponse): string | null {
  const said = response.read(ErrorSchema);
  return said === null ? null : shorten(said);
}

/** The problem in an answer that is no success. `name`: the server, for people. */
export function problemIn(
  connection: Connection,
  response: HttpResponse,
  name: string,
  knowledge: Knowledge,
): BackendError {
  const said = errorIn(response);
  const plain = failure(connection, response);
  if (said === null || plain.problem.code === 'unauthorized') return plain;
  const { code, says } = meaningOf(said, 'openai', knowledge, { name }) ?? byStatus(response.status, name);
  return new BackendError(code, t`${says} It says: "${said.split('\n')[0]}".`, {
    detail: shorten(response.words()),
  });
}

function byStatus(status: number, name: string): Pick<Meaning, 'code' | 'says'> {
  if (status === 429 || status === 503)
    return { code: 'busy', says: t`${name} is busy or still starting. Try again in a moment.` };
  if (status >= 400 && status < 500) return { code: 'invalid', says: t`${name} refuses the request.` };
  return { code: 'server', says: t`${name} failed on the request.` };
}

/**
 * The picture in an answer, fetched where it gives an address of its own. Throws `BackendError`: `no-picture`, `redirected` for a
 * picture on another server.
 */
export async function pictureIn(
  response: HttpResponse,
  connection: Connection,
  name: string,
  signal: AbortSignal,
): Promise<Picture> {
  const json = response.jsonWithBytes();
  const said = readAs(ErrorSchema, json);
  if (said !== null)
    throw new BackendError('server', t`${name} failed on the request. It says: "${shorten(said).split('\n')[0]}".`);
  const first = readAs(PicturesSchema, json)?.data.find(({ b64_json, url }) => b64_json || url);
  if (!first) throw new BackendError('no-picture', t`${name} answered without a picture. Its own log may say why.`);
  const picture = first.b64_json
    ? decodePicture(first.b64_json)
    : await pictureAt(first.url ?? '', connection, name, signal);
  if (!picture) throw new BackendError('no-picture', t`${name} sent something that is no PNG, JPEG or WebP.`);
  return picture;
}

async function pictureAt(
  address: string,
  connection: Connection,
  name: string,
  signal: AbortSignal,
): Promise<Picture | null> {
  if (address.startsWith('data:')) return decodePicture(address);
  const base = connection.address;
  const url = urlOf(address, at(base, '/').href);
  if (!url) return null;
  if (url.origin !== base.origin)
    throw new BackendError(
      'redirected',
      t`${name} keeps its picture at ${url.origin}, and Sweetspot talks only to the server you chose.`,
    );
  // The address is whole already: it is not below the server's path once more.
  const own = { ...connection, address: new URL(url.origin) };
  return pictureOf((await sendOk(own, { path: url.pathname + url.search, signal, timeout: PICTURE_TIME })).bytes);
}
