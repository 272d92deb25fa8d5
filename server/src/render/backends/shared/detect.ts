/** Finding out what answers where. Contacts servers, so only a person's request leads here. */

import { setMaxListeners } from 'node:events';
import { t } from '@vscode/l10n';
import { isObject } from '../../../knowledge/own.ts';
import type { Connection } from '../../address.ts';
import type { Backend, ServerInfo } from '../../backend.ts';
import type { BackendKind, BackendServices } from '../../backend-kind.ts';
import { BackendError, type ProblemCode } from '../../problem.ts';
import { usualCause } from './faults.ts';
import { send, sendOk } from './http.ts';

/** Something that was recognised. */
export interface Found {
  readonly kind: BackendKind;
  readonly address: URL;
  /** `null`: it wants credentials before it says more. */
  readonly info: ServerInfo | null;
  /** How many models it lists; `null` where it has no list or does not say in time. */
  readonly models: number | null;
}

/** The same in plain words, as clients and programs are told of it. */
export function describe({ kind, address, info, models }: Found) {
  return {
    kind: kind.kind,
    address: address.href,
    name: info?.name ?? kind.name,
    version: info?.version ?? null,
    models,
    locked: info === null,
  };
}

/** Milliseconds that a program of this machine has to say what it is when all are looked for, and one that a person has named. */
const LOOKED_FOR_TIME = 1500;
const NAMED_TIME = 10_000;
/** Milliseconds for the list of models, which some programs put together from their disk. */
const LIST_TIME = 5000;
/** Where programs of this machine listen: those of `localhost` may do so at either. */
const HOSTS = ['127.0.0.1', '[::1]'];

/** What runs on this machine at the usual ports of each kind, in the order of `kinds`. Never throws. */
export async function detect(
  kinds: readonly BackendKind[],
  services: BackendServices,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const ports = [...new Set(kinds.flatMap((kind) => kind.ports))];
  const found = await Promise.all(ports.map((port) => detectAt(port, kinds, services, signal)));
  const order = (one: Found): number => kinds.indexOf(one.kind);
  return found.flatMap((one) => one ?? []).sort((a, b) => order(a) - order(b));
}

/** The one program at a port, at whichever of this machine's own addresses it listens. */
async function detectAt(
  port: number,
  kinds: readonly BackendKind[],
  services: BackendServices,
  signal: AbortSignal,
): Promise<Found | null> {
  const usual = kinds.filter(({ ports }) => ports.includes(port));
  const asked = HOSTS.map((host) =>
    recogniseAt(
      usual,
      { address: new URL(`http://${host}:${port}`), credentials: null },
      services,
      LOOKED_FOR_TIME,
      signal,
    ),
  );
  for (const answer of asked) {
    const { recognised } = await answer;
    if (recognised) return withModels(recognised, services, signal);
  }
  return null;
}

/**
 * What answers at an address. Throws `BackendError`: `unreachable`, `redirected`, …, `api-disabled` and the like for
 * one that can't be used as it is, `timeout` when it does not say in time what it is, `protocol` when it is none of the kinds.
 * `time`: milliseconds.
 */
export async function identify(
  kinds: readonly BackendKind[],
  connection: Connection,
  services: BackendServices,
  signal: AbortSignal,
  time = NAMED_TIME,
): Promise<Found> {
  const { recognised, unusable, isLate } = await recogniseAt(kinds, connection, services, time, signal);
  if (recognised) return withModels(recognised, services, signal);
  signal.throwIfAborted();
  if (unusable) throw unusable;
  if (isLate)
    throw new BackendError(
      'timeout',
      t`${connection.address.origin} did not answer in time what it is: it may be starting, busy with a picture, or out of reach. Try again in a moment.${usualCause(connection.address)}`,
    );
  const other = await otherAt(connection, services, signal);
  if (other !== null) throw new BackendError('protocol', other);
  // Nobody knows it. Does anything answer at all?
  await send(connection, { path: '/', signal, timeout: time, maxBytes: 4 * 1024 * 1024 });
  const names = kinds.map(({ name }) => name).join(', ');
  throw new BackendError(
    'protocol',
    t`Something answers at ${connection.address.origin}, but it is none of these: ${names}. Look whether its API is switched on.`,
  );
}

/** What is said of a program that is known but not spoken to, where one answers; else `null`. */
async function otherAt(
  connection: Connection,
  { knowledge }: BackendServices,
  signal: AbortSignal,
): Promise<string | null> {
  for (const { get, keys, says } of knowledge.data.otherPrograms) {
    try {
      const answer = (await sendOk(connection, { path: get, signal, timeout: LOOKED_FOR_TIME })).json();
      if (isObject(answer) && keys.every((key) => Object.hasOwn(answer, key))) return says;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
    }
  }
  return null;
}

interface Recognised extends Pick<Found, 'kind' | 'info'> {
  readonly connection: Connection;
}

interface Answer {
  readonly recognised: Recognised | null;
  /** Why the one that knows the program can't use it; `null` otherwise. */
  readonly unusable: BackendError | null;
  /** The time was over before all had their answers. */
  readonly isLate: boolean;
}

const NOBODY: Answer = { recognised: null, unusable: null, isLate: false };

/** Problems that only a server of the kind has. */
const TELLING: ReadonlySet<ProblemCode> = new Set(['unauthorized', 'api-disabled', 'missing-model']);

/** What a kind makes of what answers: why it can't use what it knows, `null` for what it does not know. */
export async function ask(
  kind: BackendKind,
  connection: Connection,
  signal: AbortSignal,
  services: BackendServices,
): Promise<ServerInfo | BackendError | null> {
  try {
    return await kind.recognise(connection, signal, services);
  } catch (error) {
    return error instanceof BackendError && TELLING.has(error.problem.code) ? error : null;
  }
}

/** Asks all kinds at once; the first in order that knows the program counts, an open door before a locked one. */
async function recogniseAt(
  kinds: readonly BackendKind[],
  connection: Connection,
  services: BackendServices,
  time: number,
  signal: AbortSignal,
): Promise<Answer> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(time)]);
  // Every kind asks several questions at once, each with an ear on it.
  setMaxListeners(0, inTime);
  const answers = await Promise.all(
    kinds.map(async (kind): Promise<Answer> => {
      const info = await ask(kind, connection, inTime, services);
      if (!(info instanceof BackendError)) return info ? { ...NOBODY, recognised: { kind, connection, info } } : NOBODY;
      if (info.problem.code !== 'unauthorized') return { ...NOBODY, unusable: info };
      return { ...NOBODY, recognised: { kind, connection, info: null } };
    }),
  );
  return (
    answers.find(({ recognised }) => recognised?.info) ??
    answers.find(({ recognised }) => recognised !== null) ??
    answers.find(({ unusable }) => unusable !== null) ?? { ...NOBODY, isLate: inTime.aborted }
  );
}

async function withModels(
  { kind, connection, info }: Recognised,
  services: BackendServices,
  signal: AbortSignal,
): Promise<Found> {
  const { address } = connection;
  if (!info?.capabilities.models) return { kind, address, info, models: null };
  let backend: Backend | null = null;
  try {
    backend = kind.create(connection, services);
    const list = await backend.models(AbortSignal.any([signal, AbortSignal.timeout(LIST_TIME)]));
    return { kind, address, info, models: list.length };
  } catch {
    return { kind, address, info, models: null };
  } finally {
    backend?.dispose();
  }
}
