/** The answer to txt2img: a picture and what the server says it drew, or why there is none. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Sdapi, SdapiProduct } from '../../../knowledge/schema.ts';
import type { Connection } from '../../address.ts';
import type { Picture } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { NOTHING_SAID, parseParameters, type Settings } from '../shared/echo.ts';
import { failure, shorten } from '../shared/faults.ts';
import type { HttpResponse } from '../shared/http.ts';
import { decodePicture, EncodedSchema } from '../shared/image.ts';
import { parseJson } from '../shared/json.ts';

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
  const answer = v.safeParse(AnswerSchema, response.jsonWithBytes());
  if (!answer.success) throw new BackendError('protocol', t`${name} answered with something else than a picture.`);
  const info = readInfo(answer.output.info);
  const images = answer.output.images.filter((image) => image.length > 0);
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
  failures: Sdapi['failures'],
): BackendError {
  const { name } = product;
  const said = response.words();
  const detail = shorten(said);
  const json = jsonOf(() => response.json());
  if (response.status === 404 && product.kind === 'a1111' && said.includes('Not Found'))
    return new BackendError('api-disabled', t`The API of ${name} is off. Start it with --api, then try again.`, {
      detail,
    });
  if (response.status === 429)
    return new BackendError('busy', t`${name} limits how often it is asked. Wait a minute, then try again.`, {
      detail,
    });
  const known = failures.find(({ says }) => new RegExp(says, 'i').test(said));
  if (known) return new BackendError(known.code, known.message, { detail });
  const listed = v.safeParse(ListedSchema, json);
  if (listed.success && listed.output.detail.length > 0) {
    const faults = listed.output.detail.map(({ loc, msg }) => [loc.filter((key) => key !== 'body').join('.'), msg]);
    const words = faults.map(([field, msg]) => (field ? `${field}: ${msg}` : msg)).join('; ');
    return new BackendError('invalid', t`${name} refuses the request: ${words}.`, { detail });
  }
  const words = wordsIn(json);
  if (response.status === 400 || response.status === 404 || response.status === 422)
    return new BackendError('invalid', t`${name} refuses the request${words ? `: ${words}` : ''}.`, { detail });
  if (response.status === 500 && words) return new BackendError('server', t`${name} failed: ${words}.`, { detail });
  return failure(connection, response);
}

/** A JSON string in AUTOMATIC1111, an object in some that imitate it. */
function readInfo(info: unknown): v.InferOutput<typeof InfoSchema> | null {
  const parsed = v.safeParse(InfoSchema, typeof info === 'string' ? jsonOf(() => parseJson(info)) : info);
  return parsed.success ? parsed.output : null;
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
function wordsIn(json: unknown): string | null {
  const parsed = v.safeParse(WordsSchema, json);
  if (!parsed.success) return null;
  const { error, detail, errors, message } = parsed.output;
  const words = [detail, errors, message, error].find((each) => typeof each === 'string' && each.trim() !== '');
  if (typeof words !== 'string') return null;
  return words
    .trim()
    .split('\n')[0]
    .slice(0, SAID)
    .replace(/(?<![\s.])[\s.]+$/, '');
}

function jsonOf(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
