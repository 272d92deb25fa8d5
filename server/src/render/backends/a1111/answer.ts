/** The answer to txt2img: a picture and what the server says it drew, or why there is none. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { readAs } from '../../../knowledge/readable.ts';
import type { SdapiProduct } from '../../../knowledge/schema.ts';
import type { Connection } from '../../address.ts';
import type { Picture } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { NOTHING_SAID, parseParameters, type Settings } from '../shared/echo.ts';
import { meaningOf } from '../shared/failures.ts';
import { failure, shorten } from '../shared/faults.ts';
import type { HttpResponse } from '../shared/http.ts';
import { decodePicture, EncodedSchema } from '../shared/image.ts';
import { jsonIn } from '../shared/json.ts';

export interface Answer {
  readonly picture: Picture;
  readonly drawn: Settings;
}

/** Letters of a server's words that are shown; the log has more. */
const SAID = 300;

const number = v.fallback(v.nullable(v.number()), null);
const text = v.fallback(v.nullable(v.string()), null);
const AnswerSchema = v.object({
  images: v.fallback(v.array(v.fallback(EncodedSchema, '')), []),
  info: v.fallback(v.unknown(), null),
});
const InfoSchema = v.object({
  seed: v.fallback(v.nullable(v.pipe(v.number(), v.integer())), null),
  steps: number,
  cfg_scale: number,
  sampler_name: text,
  sd_model_name: text,
  clip_skip: number,
  infotexts: v.fallback(v.array(v.string()), []),
  index_of_first_image: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
});

const ListedSchema = v.object({
  detail: v.array(v.object({ loc: v.fallback(v.array(v.unknown()), []), msg: v.string() })),
});
const WordsSchema = v.object({ error: text, detail: v.fallback(v.unknown(), null), errors: text, message: text });

/** Reads an answer with status 200. Throws `BackendError`: `no-picture`, `protocol`. */
export function readAnswer(response: HttpResponse, { name }: SdapiProduct): Answer {
  const answer = readAs(AnswerSchema, response.jsonWithBytes());
  if (!answer) throw new BackendError('protocol', t`${name} answered with something else than a picture.`);
  // A JSON string in AUTOMATIC1111, an object in some that imitate it.
  const info = readAs(InfoSchema, typeof answer.info === 'string' ? jsonIn(answer.info) : answer.info);
  const images = answer.images.filter((image) => image.length > 0);
  // A grid of all pictures can come first.
  const first = images[info?.index_of_first_image ?? 0] ?? images[0];
  if (first === undefined)
    throw new BackendError('no-picture', t`${name} ended the render without a picture. Its window says why.`, {
      detail: shorten(response.words()),
    });
  const picture = decodePicture(first);
  if (!picture)
    throw new BackendError(
      'no-picture',
      t`${name} sent something that is no PNG, JPEG or WebP: look at its setting of the file format.`,
    );
  return { picture, drawn: info ? settingsIn(info) : NOTHING_SAID };
}

/** The error in an answer with another status than 200. */
export function refusal(
  connection: Connection,
  response: HttpResponse,
  product: SdapiProduct,
  knowledge: Knowledge,
): BackendError {
  const { name } = product;
  const said = response.words();
  const detail = shorten(said);
  if (response.status === 404 && product.kind === 'a1111' && said.includes('Not Found'))
    return new BackendError('api-disabled', t`The API of ${name} is off. Start it with --api, then try again.`, {
      detail,
    });
  if (response.status === 429)
    return new BackendError('busy', t`${name} limits how often it is asked. Wait a minute, then try again.`, {
      detail,
    });
  const known = meaningOf(said, 'sdapi', knowledge);
  if (known) return new BackendError(known.code, known.says, { detail });
  const listed = response.read(ListedSchema);
  if (listed && listed.detail.length > 0) {
    const faults = listed.detail.map(({ loc, msg }) => [loc.filter((key) => key !== 'body').join('.'), msg]);
    const words = faults.map(([field, msg]) => (field ? `${field}: ${msg}` : msg)).join('; ');
    return new BackendError('invalid', t`${name} refuses the request: ${words}.`, { detail });
  }
  const words = wordsIn(response);
  if (response.status === 400 || response.status === 404 || response.status === 422)
    return new BackendError('invalid', t`${name} refuses the request${words ? `: ${words}` : ''}.`, { detail });
  if (response.status === 500 && words) return new BackendError('server', t`${name} failed: ${words}.`, { detail });
  return failure(connection, response);
}

function settingsIn(info: v.InferOutput<typeof InfoSchema>): Settings {
  const written = parseParameters(info.infotexts[0] ?? '') ?? NOTHING_SAID;
  return {
    steps: info.steps ?? written.steps,
    guidance: info.cfg_scale ?? written.guidance,
    seed: info.seed === null ? written.seed : BigInt(info.seed),
    sampler: info.sampler_name ?? written.sampler,
    schedule: written.schedule,
    model: info.sd_model_name ?? written.model,
    clipSkip: info.clip_skip ?? written.clipSkip,
  };
}

/** The first line of the server's own words, without a full stop. */
function wordsIn(response: HttpResponse): string | null {
  const { error, detail, errors, message } = response.read(WordsSchema) ?? {};
  const words = [detail, errors, message, error].find((each) => typeof each === 'string' && each.trim() !== '');
  if (typeof words !== 'string') return null;
  return words
    .trim()
    .split('\n')[0]
    .slice(0, SAID)
    .replace(/(?<![\s.])[\s.]+$/, '');
}
