/** What a server of `/sdapi/v1` offers: samplers, schedules, models, LoRAs. A field of the wrong type is left out, never a crash. */
import * as v from 'valibot';
import { listOf } from '../../../knowledge/readable.ts';
import type { SdapiProduct } from '../../../knowledge/schema.ts';
import type { Connection } from '../../address.ts';
import type { ServerModel } from '../../backend.ts';
import { failure } from '../shared/faults.ts';
import { send, sendOk } from '../shared/http.ts';
import type { Offered } from '../shared/sampling.ts';
import { valueAt } from './product.ts';

/** A LoRA by the name that prompts use and by its file below the server's folder of LoRAs. */
export interface OfferedLora {
  readonly name: string;
  readonly path: string;
}

export interface Lists {
  readonly samplers: readonly Offered[];
  /** `null` where the server has no list of them: older versions write them behind the sampler. */
  readonly schedules: readonly Offered[] | null;
  /** `null` where it can't be asked. */
  readonly loras: readonly OfferedLora[] | null;
  /** The model it renders with, where it has no list of models to choose from and says. */
  readonly current: string | null;
}

/** Milliseconds for a list. A first request may find the server loading a model. */
const TIMEOUT = 20_000;
/** Milliseconds for the server to look at its folder again: it waits behind a render. */
const REFRESH = 5000;

const text = v.fallback(v.nullable(v.string()), null);
const NamedSchema = v.object({
  name: v.string(),
  label: v.optional(text),
  aliases: v.fallback(v.optional(v.nullable(v.array(v.string()))), null),
});
const ModelSchema = v.object({ title: v.string(), hash: v.optional(text), sha256: v.optional(text) });
const LoraSchema = v.object({ name: v.string(), path: v.optional(text) });

/** What SD.Next puts between groups of samplers. */
const SEPARATOR = /^[─━-]{2}/;
/** What imitators say for a digest: `8888888888`. */
const NO_DIGEST = /^(.)\1*$/;

/** Reads the lists that requests are made from. Throws `BackendError`. */
export async function readLists(
  connection: Connection,
  product: SdapiProduct,
  unset: readonly string[],
  signal: AbortSignal,
): Promise<Lists> {
  const { samplers, schedules, loras } = product.lists;
  const named = async (path: string): Promise<Offered[] | null> => {
    const items = await list(connection, path, NamedSchema, signal);
    return (
      items
        ?.filter(({ name }) => !SEPARATOR.test(name) && !unset.includes(name))
        .map(({ name, label, aliases }) => ({ name: label ?? name, aliases: [name, ...(aliases ?? [])] })) ?? null
    );
  };
  return {
    samplers:
      typeof samplers === 'string' ? ((await named(samplers)) ?? []) : samplers.map((name) => ({ name, aliases: [] })),
    schedules:
      typeof schedules === 'string'
        ? await named(schedules)
        : schedules === undefined
          ? null
          : Object.entries(schedules).map(([id, name]) => ({ name, aliases: [id] })),
    loras:
      loras === undefined
        ? null
        : ((await list(connection, loras, LoraSchema, signal))?.map(({ name, path }) => ({
            name,
            path: path ?? name,
          })) ?? null),
    current: product.current_model ? await readCurrent(connection, product.current_model, signal) : null,
  };
}

/** The models a server has, by the names of their files below its folder. Throws `BackendError`. */
export async function readModels(
  connection: Connection,
  product: SdapiProduct,
  signal: AbortSignal,
): Promise<ServerModel[]> {
  const { models } = product.lists;
  if (models === undefined) return [];
  const items = await list(connection, models, ModelSchema, signal);
  return (items ?? []).map(({ title, hash, sha256 }) => ({
    // `folder/file.safetensors [0123abcdef]`: without the digest it is a name that the server takes as well.
    name: title.replace(/ \[[0-9a-f]{8,}\]$/i, ''),
    hashes: [hash, sha256].flatMap((digest) => (digest && !NO_DIGEST.test(digest) ? [digest.toLowerCase()] : [])),
  }));
}

/** Makes the server look at its model folder again, if it can without waiting behind a render. */
export async function refreshModels(connection: Connection, product: SdapiProduct, signal: AbortSignal): Promise<void> {
  if (product.refresh_models === undefined) return;
  await send(connection, { method: 'POST', path: product.refresh_models, signal, timeout: REFRESH }).catch(() => {
    signal.throwIfAborted();
  });
}

/** The items of a list that are as they should be; `null` where the server does not know the route. */
async function list<S extends v.GenericSchema>(
  connection: Connection,
  path: string,
  schema: S,
  signal: AbortSignal,
): Promise<v.InferOutput<S>[] | null> {
  const response = await send(connection, { path, signal, timeout: TIMEOUT });
  if (response.status === 404 || response.status === 405) return null;
  if (response.status !== 200) throw failure(connection, response);
  const json = response.json();
  return Array.isArray(json) ? v.parse(listOf(schema), json) : null;
}

async function readCurrent(
  connection: Connection,
  { get, key }: NonNullable<SdapiProduct['current_model']>,
  signal: AbortSignal,
): Promise<string | null> {
  const value = valueAt(await sendOk(connection, { path: get, signal, timeout: TIMEOUT }), key);
  return typeof value === 'string' ? value : null;
}
