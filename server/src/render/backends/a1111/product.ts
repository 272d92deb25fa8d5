/** Which product answers at an address: the programs of `/sdapi/v1` are told apart by what else they answer. */

import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { isObject, own } from '../../../knowledge/own.ts';
import type { SdapiProduct, SdapiSign } from '../../../knowledge/schema.ts';
import type { Connection } from '../../address.ts';
import { type Capabilities, USUAL_CAPABILITIES } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { failure } from '../shared/faults.ts';
import { type HttpResponse, send } from '../shared/http.ts';
import { ANSWER_TIME } from '../shared/wire.ts';

export interface Found {
  readonly product: SdapiProduct;
  readonly version: string | null;
  /** Progress of one job can be asked for by its id; else only of whatever the server runs, where it tells that. */
  readonly tellsTasks: boolean;
}

/** A started web UI, whether its API is on or off. */
const PING = '/internal/ping';
/** What SD.Next says that was not installed with git. */
const NO_VERSION = 'unknown';
const TASKS = '/internal/pending-tasks';

const NamedSchema = v.object({ name: v.string() });

/**
 * Asks what answers. `null` for a server that is none of the products. `chosen`: a person says that it is one of them, so
 * that a locked server need not show that it is. Throws `BackendError`: what `send` throws, `unauthorized`, `api-disabled`
 * (AUTOMATIC1111 started without its API), `missing-model` (no image model loaded).
 */
export async function findProduct(
  connection: Connection,
  products: readonly SdapiProduct[],
  chosen: boolean,
  signal: AbortSignal,
): Promise<Found | null> {
  const answers = new Map<string, Promise<HttpResponse>>();
  const get = (path: string): Promise<HttpResponse> => {
    const asked = answers.get(path) ?? send(connection, { path, signal, timeout: ANSWER_TIME });
    answers.set(path, asked);
    return asked;
  };
  for (const product of products) {
    if (!(await every(product.signs, async (sign) => shows(await get(sign.get), sign)))) continue;
    const { unready, version } = product;
    if (unready && valueAt(await get(unready.get), unready.key) === false)
      throw new BackendError('missing-model', unready.message);
    const said = version ? valueAt(await get(version.get), version.key) : null;
    return {
      product,
      version: typeof said === 'string' && said !== NO_VERSION ? said : null,
      tellsTasks: await tellsTasks(product, get),
    };
  }
  const isWebUi = products.some(({ kind }) => kind === 'a1111');
  for (const response of await Promise.all(answers.values())) {
    // Any program may be locked; the web UIs say so in JSON.
    if (response.status === 401 && (chosen || (isWebUi && objectIn(response)))) throw failure(connection, response);
  }
  if (isWebUi && shows(await get(PING), { get: PING, shape: 'object', keys: [], values: {} }))
    throw new BackendError(
      'api-disabled',
      t`${connection.address.origin} is a Stable Diffusion web UI whose API is off. Start it with --api (COMMANDLINE_ARGS=--api in webui-user), then try again.`,
    );
  return null;
}

/** What a product can do, where it is found as it is. */
export function capabilitiesOf({ product, tellsTasks }: Found): Capabilities {
  const { limits, interrupt, lists } = product;
  return {
    ...USUAL_CAPABILITIES,
    cancel: interrupt === undefined ? 'none' : tellsTasks ? 'job' : 'everything',
    models: lists.models !== undefined,
    maxSide: limits.side?.max ?? null,
    maxSteps: limits.steps ?? null,
    maxSeed: BigInt(limits.seed),
  };
}

/**
 * Ids of tasks can be chosen since there is a list of schedules (AUTOMATIC1111 1.9); progress by them is there only where the
 * web UI is.
 */
async function tellsTasks(
  { progress, lists }: SdapiProduct,
  get: (path: string) => Promise<HttpResponse>,
): Promise<boolean> {
  if (progress?.task === undefined || typeof lists.schedules !== 'string') return false;
  return (await get(lists.schedules)).status === 200 && (await get(TASKS)).status === 200;
}

/** The value under a key of an object that a server answered with; undefined where there is none. */
export function valueAt(response: HttpResponse, key: string): unknown {
  return own(objectIn(response), key);
}

function objectIn(response: HttpResponse): Readonly<Record<string, unknown>> | null {
  return response.read(v.custom<Readonly<Record<string, unknown>>>(isObject));
}

function shows(response: HttpResponse, { shape, keys, values, names }: SdapiSign): boolean {
  if (response.status !== 200) return false;
  if (shape === 'list') {
    const list = response.read(v.array(v.unknown()));
    if (!list) return false;
    return names === undefined || list.some((item) => v.is(NamedSchema, item) && new RegExp(names).test(item.name));
  }
  const object = objectIn(response);
  if (!object) return false;
  return (
    keys.every((key) => Object.hasOwn(object, key)) &&
    Object.entries(values).every(([key, expected]) => own(object, key) === expected)
  );
}

async function every<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (!(await holds(item))) return false;
  return true;
}
