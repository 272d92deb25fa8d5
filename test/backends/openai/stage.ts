/** A scripted server of OpenAI’s dialect, a backend before it, and what came of a render. */
import { afterEach } from 'vitest';
import type { Credentials } from '../../../server/src/render/address.ts';
import type { RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import type { BackendKind } from '../../../server/src/render/backend-kind.ts';
import { localai, openai, sglang, vllm } from '../../../server/src/render/backends/openai/index.ts';
import { eventsOf } from '../contract.ts';
import { renderRequest, sendJson, services } from '../support.ts';
import { type ImageScript, type Product, startImageServer } from './server.ts';

export const KINDS: Record<Product, BackendKind> = { localai, vllm, sglang, openai };
export const never = new AbortController().signal;

export const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

export async function stage(
  product: Product,
  script: ImageScript = {},
  credentials: Credentials | null = null,
  path = '',
) {
  const server = await startImageServer(product, script);
  stops.push(server.stop);
  const connection = { address: new URL(path, server.url), credentials };
  const backend = KINDS[product].create(connection, services());
  const render = (changes: Partial<RenderRequest> = {}, signal = never): Promise<RenderEvent[]> =>
    eventsOf({ backend, request: renderRequest({ model: 'a-model', ...changes }), stop: server.stop }, signal);
  return { server, backend, render, connection };
}

/** Answers renders with some JSON. */
export const answering = (json: unknown | ((body: Record<string, unknown>) => unknown), status = 200): ImageScript => ({
  answer: ({ method, json: body }, response) => {
    if (method !== 'POST') return false;
    sendJson(response, typeof json === 'function' ? json(body) : json, status);
    return true;
  },
});

export const warningsIn = (events: readonly RenderEvent[]) =>
  events.flatMap((event) => (event.kind === 'warning' ? [event.text] : []));
export const problemIn = (events: readonly RenderEvent[]) => {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem : null;
};
