/** What a server says may repeat what it was sent: credentials are taken out before anyone reads it. */

import { remembered } from '../common/memory.ts';
import { basic, type Credentials } from './address.ts';
import type { Backend } from './backend.ts';
import { BackendError } from './problem.ts';
import { Secrets } from './secrets.ts';

/** The text without credentials, however they are written. */
export function redact(text: string, credentials: Credentials | null): string {
  return credentials ? secretsOf(credentials).redact(text) : text;
}

/** A value with every text in it as `redact` has it. */
export function redactIn<T>(value: T, credentials: Credentials | null): T {
  return credentials ? clean(value, secretsOf(credentials)) : value;
}

/** The error without credentials. */
export function redactError(error: unknown, credentials: Credentials | null): unknown {
  return credentials ? cleanError(error, secretsOf(credentials)) : error;
}

/** A backend that tells the same without credentials: the given ones, and what the server has given for them. */
export function redacting(backend: Backend, credentials: Credentials | null): Backend {
  if (!credentials) return backend;
  let known = { more: '', secrets: secretsOf(credentials) };
  const secrets = (): Secrets => {
    const more = backend.secrets?.() ?? [];
    if (known.more !== more.join()) known = { more: more.join(), secrets: secretsOf(credentials, more) };
    return known.secrets;
  };
  const cleaned = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return clean(await answer, secrets());
    } catch (error) {
      throw cleanError(error, secrets());
    }
  };
  const { changes, check, listed, offers, size, upload } = backend;
  return {
    kind: backend.kind,
    name: backend.name,
    address: backend.address,
    probe: (signal) => cleaned(backend.probe(signal)),
    models: (signal, request) => cleaned(backend.models(signal, request)),
    ...(changes && { changes: (request, signal) => cleaned(changes.call(backend, request, signal)) }),
    ...(check && { check: (graph, signal) => cleaned(check.call(backend, graph, signal)) }),
    ...(size && { size: (graph, signal) => cleaned(size.call(backend, graph, signal)) }),
    ...(upload && { upload: (file, signal) => cleaned(upload.call(backend, file, signal)) }),
    ...(offers && { offers: (signal) => cleaned(offers.call(backend, signal)) }),
    ...(listed && { listed: () => clean(listed.call(backend), secrets()) }),
    render: async function* (request, signal) {
      for await (const event of backend.render(request, signal)) yield clean(event, secrets());
    },
    dispose: () => backend.dispose(),
  };
}

function secretsOf(credentials: Credentials, more: readonly string[] = []): Secrets {
  return more.length > 0 ? new Secrets([...valuesOf(credentials), ...more]) : ownSecrets(credentials);
}

/** Made once: finding them is prepared letter by letter. */
const ownSecrets = remembered((credentials: Credentials) => new Secrets(valuesOf(credentials)));

function valuesOf(credentials: Credentials): string[] {
  return credentials.kind === 'bearer' ? [credentials.token] : [credentials.password, basic(credentials)];
}

/** A value with every text in it redacted. Pictures and other bytes are left as they are. */
function clean<T>(value: T, secrets: Secrets): T;
function clean(value: unknown, secrets: Secrets): unknown {
  if (typeof value === 'string') return secrets.redact(value);
  if (Array.isArray(value)) return value.map((item) => clean(item, secrets));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item, secrets)]));
}

function cleanError(error: unknown, secrets: Secrets): unknown {
  if (error instanceof BackendError) {
    const { code, message, ...more } = clean(error.problem, secrets);
    return new BackendError(code, message, more);
  }
  if (!(error instanceof Error)) return error;
  const message = secrets.redact(error.message);
  return message === error.message ? error : new Error(message);
}
