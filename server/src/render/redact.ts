/** What a server says may repeat what it was sent: credentials are taken out before anyone reads it. */
import type { Backend, RenderEvent } from './backend.ts';
import { authorization, type Credentials } from './backends/address.ts';
import { BackendError, type BackendProblem } from './problem.ts';

/** The text without credentials, in any form in which they are sent. */
export function redact(text: string, credentials: Credentials | null): string {
  if (!credentials) return text;
  const plain = credentials.kind === 'bearer' ? credentials.token : credentials.password;
  const sent = (authorization(credentials).authorization ?? '').replace(/^\w+ /, '');
  return [sent, plain, encodeURIComponent(plain)]
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '•••'), text);
}

/** The error without credentials; anything but a `BackendError` as it is. */
export function redactError(error: unknown, credentials: Credentials | null): unknown {
  if (!(error instanceof BackendError) || !credentials) return error;
  const { code, message, ...more } = redactProblem(error.problem, credentials);
  return new BackendError(code, message, more);
}

/** A backend that tells the same without credentials. */
export function redacting(backend: Backend, credentials: Credentials | null): Backend {
  if (!credentials) return backend;
  const fail = (error: unknown): never => {
    throw redactError(error, credentials);
  };
  const { changes, offers } = backend;
  return {
    kind: backend.kind,
    name: backend.name,
    address: backend.address,
    probe: (signal) => backend.probe(signal).catch(fail),
    models: (signal, request) => backend.models(signal, request).catch(fail),
    ...(backend.changes && {
      changes: (request, signal) => Promise.resolve(backend.changes?.(request, signal) ?? []).catch(fail),
    }),
    ...(changes && { changes: (request, signal) => changes.call(backend, request, signal).catch(fail) }),
    ...(offers && { offers: (signal) => offers.call(backend, signal).catch(fail) }),
    render: async function* (request, signal) {
      for await (const event of backend.render(request, signal)) yield redactEvent(event, credentials);
    },
    dispose: () => backend.dispose(),
  };
}

function redactEvent(event: RenderEvent, credentials: Credentials): RenderEvent {
  switch (event.kind) {
    case 'failed':
      return { ...event, problem: redactProblem(event.problem, credentials) };
    case 'warning':
      return { ...event, text: redact(event.text, credentials) };
    case 'loading':
      return { ...event, what: redact(event.what, credentials) };
    default:
      return event;
  }
}

function redactProblem({ code, message, places, detail }: BackendProblem, credentials: Credentials): BackendProblem {
  return {
    code,
    message: redact(message, credentials),
    places: places.map((place) => ({ ...place, message: redact(place.message, credentials) })),
    detail: detail && redact(detail, credentials),
  };
}
