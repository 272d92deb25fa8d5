/** A scripted SwarmUI, a backend before it, and what came of a render. */
import { afterEach } from 'vitest';
import type { Credentials } from '../../../server/src/render/address.ts';
import type { RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { swarmui } from '../../../server/src/render/backends/swarmui/index.ts';
import { eventsOf } from '../contract.ts';
import { renderRequest, services } from '../support.ts';
import { type ScriptedSwarm, type SwarmScript, startSwarm } from './server.ts';

export const SDXL = 'OfficialStableDiffusion/sd_xl_base_1.0.safetensors';
export const never = new AbortController().signal;

export const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

export async function stage(script: SwarmScript = {}, credentials: Credentials | null = null) {
  const server = await startSwarm(script);
  const backend = swarmui.create({ address: server.url, credentials }, services());
  stops.push(server.stop);
  const render = (changes: Partial<RenderRequest> = {}, signal = never): Promise<RenderEvent[]> =>
    eventsOf({ backend, request: renderRequest({ model: SDXL, ...changes }), stop: server.stop }, signal);
  return { server, backend, render, connection: { address: server.url, credentials } };
}

export const warningsIn = (events: readonly RenderEvent[]) =>
  events.flatMap((event) => (event.kind === 'warning' ? [event.text] : []));
export const problemIn = (events: readonly RenderEvent[]) => {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem : null;
};
export const sent = ({ bodies }: ScriptedSwarm) =>
  bodies.filter(({ route }) => route === 'GenerateText2ImageWS').map(({ body }) => body);
