/** A scripted InvokeAI, a backend before it, and what came of a render. */
import { afterEach } from 'vitest';
import type { Credentials } from '../../../server/src/render/address.ts';
import type { RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { invokeai } from '../../../server/src/render/backends/invokeai/index.ts';
import { eventsOf } from '../contract.ts';
import { renderRequest, services } from '../support.ts';
import { type InvokeScript, type ScriptedInvoke, startInvoke } from './server.ts';

export const never = new AbortController().signal;

export const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

export async function stage(script: InvokeScript = {}, credentials: Credentials | null = null) {
  const server = await startInvoke(script);
  stops.push(server.stop);
  const log: string[] = [];
  const connection = { address: server.url, credentials };
  const backend = invokeai.create(connection, services(log));
  const render = (changes: Partial<RenderRequest> = {}, signal = never): Promise<RenderEvent[]> =>
    eventsOf({ backend, request: renderRequest({ model: 'dreamshaper', ...changes }), stop: server.stop }, signal);
  return { server, backend, render, connection, log };
}

export const warningsIn = (events: readonly RenderEvent[]) =>
  events.flatMap((event) => (event.kind === 'warning' ? [event.text] : []));
export const problemIn = (events: readonly RenderEvent[]) => {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem : null;
};
export const destinationOf = ({ batches }: ScriptedInvoke, index = 0) => String(batches[index].destination);
