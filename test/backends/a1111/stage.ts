/** A program of /sdapi/v1 that is scripted, a backend before it, and what came of a render. All of them end after each test. */
import type { ServerResponse } from 'node:http';
import { afterEach } from 'vitest';
import type { Credentials } from '../../../server/src/render/address.ts';
import type { Backend, RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import type { BackendKind } from '../../../server/src/render/backend-kind.ts';
import { a1111, drawthings, koboldcpp } from '../../../server/src/render/backends/a1111/index.ts';
import { renderRequest, sendJson, services } from '../support.ts';
import { type Product, type Script, startSdapi } from './server.ts';

export const never = new AbortController().signal;
export const open: { stop(): Promise<void> }[] = [];
export const backends: Backend[] = [];
afterEach(async () => {
  for (const backend of backends.splice(0)) backend.dispose();
  for (const server of open.splice(0)) await server.stop();
});

export const KINDS: Readonly<Record<Product, BackendKind>> = {
  a1111,
  forge: a1111,
  reforge: a1111,
  sdnext: a1111,
  koboldcpp,
  drawthings,
};

export interface Staging {
  readonly credentials?: Credentials;
  readonly log?: string[];
}

export async function stage(script: Script, staging: Staging = {}) {
  const server = await startSdapi(script);
  open.push(server);
  const connection = { address: server.url, credentials: staging.credentials ?? null };
  const backend = KINDS[script.product].create(connection, services(staging.log));
  backends.push(backend);
  return { server, connection, backend };
}

export async function eventsOf(backend: Backend, request: RenderRequest, signal = never): Promise<RenderEvent[]> {
  const events: RenderEvent[] = [];
  for await (const event of backend.render(request, signal)) events.push(event);
  return events;
}

export async function render(script: Script, changes: Partial<RenderRequest> = {}, staging: Staging = {}) {
  const { server, backend } = await stage(script, staging);
  const model = KINDS[script.product] === a1111 ? 'sd_xl_base_1.0.safetensors' : null;
  const events = await eventsOf(backend, renderRequest({ model, ...changes }));
  return { server, events, body: server.bodies[0] ?? {}, warnings: warningsIn(events), problem: problemIn(events) };
}

export function warningsIn(events: readonly RenderEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'warning' ? [event.text] : []));
}

export function problemIn(events: readonly RenderEvent[]) {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem : null;
}

/** A script that answers one path in its own way. */
export function answering(product: Product, path: string | RegExp, answer: (response: ServerResponse) => void): Script {
  return {
    product,
    answer: (asked, response) => {
      if (typeof path === 'string' ? asked.path !== path : !path.test(asked.path)) return false;
      answer(response);
      return true;
    },
  };
}

/** A script whose picture is answered in its own way. */
export function drawing(status: number, json: unknown, product: Product = 'a1111'): Script {
  return answering(product, '/sdapi/v1/txt2img', (response) => sendJson(response, json, status));
}
