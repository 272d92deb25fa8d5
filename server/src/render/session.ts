/** A backend in use: what it said of itself is kept, so that a render begins at once. */
import type { Backend, ListedNames, Offers, RenderRequest, ServerInfo, ServerModel } from './backend.ts';

export interface Session {
  readonly backend: Backend;
  /** What it said last, without asking; `null` before. */
  readonly known: ServerInfo | null;
  /** What the server is: asked once, and again after `forget`. Throws `BackendError`. */
  info(signal: AbortSignal): Promise<ServerInfo>;
  /** Its models, as listed last; `fresh` asks again. Throws `BackendError`. */
  models(request: RenderRequest, fresh: boolean, signal: AbortSignal): Promise<readonly ServerModel[]>;
  /** What it has to choose from. Throws `BackendError`. */
  offers(signal: AbortSignal): Promise<Offers>;
  /** All that it has listed so far, without asking; `null` and none: it has not said. */
  listed(): ListedNames;
  /** The server may have been restarted or replaced. */
  forget(): void;
}

export function createSession(backend: Backend): Session {
  let info: ServerInfo | null = null;
  let offers: Offers | null = null;
  const models = new Map<string, readonly ServerModel[]>();
  return {
    backend,
    get known() {
      return info;
    },
    info: async (signal) => {
      info ??= await backend.probe(signal);
      return info;
    },
    models: async (request, fresh, signal) => {
      // Lists of a backend that runs graphs differ by what loads the model.
      const key = [request.graph ? 'graph' : '', request.family, request.model].join(' ');
      const known = models.get(key);
      if (known && !fresh) return known;
      const listed = await backend.models(signal, request);
      models.set(key, listed);
      return listed;
    },
    offers: async (signal) => {
      offers ??= (await backend.offers?.(signal)) ?? { samplers: null, schedules: null };
      return offers;
    },
    listed: () => {
      const told = backend.listed?.() ?? {};
      const named = [...models.values()].flat().map(({ name }) => name);
      return {
        samplers: told.samplers ?? offers?.samplers ?? null,
        schedules: told.schedules ?? offers?.schedules ?? null,
        models: [...new Set([...named, ...(told.models ?? [])])],
        loras: told.loras ?? [],
        vaes: told.vaes ?? [],
      };
    },
    forget: () => {
      info = null;
      offers = null;
      models.clear();
    },
  };
}
