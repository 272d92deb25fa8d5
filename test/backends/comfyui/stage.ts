/** What the tests of the ComfyUI client share: a scripted server with a backend on it, and what its events say. */
import { afterEach } from 'vitest';
import type { Backend, RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { createBackend } from '../../../server/src/render/backends/comfyui/index.ts';
import type { BackendProblem } from '../../../server/src/render/problem.ts';
import { renderRequest, services } from '../support.ts';
import { txt2img } from './definitions.ts';
import { type ComfyScript, type ScriptedComfy, startComfy } from './server.ts';

export const never = new AbortController().signal;
/** Shorter waits, so that silence is noticed while a test runs. */
export const TIMING = { silence: 500, patience: 2000 };

const started: { comfy: ScriptedComfy; backend: Backend }[] = [];
afterEach(async () => {
  for (const { comfy, backend } of started.splice(0)) {
    backend.dispose();
    await comfy.stop();
  }
});

export async function stage(
  script: ComfyScript = {},
): Promise<{ comfy: ScriptedComfy; backend: ReturnType<typeof createBackend> }> {
  const comfy = await startComfy(script);
  const backend = createBackend({ address: comfy.url, credentials: null }, services(), TIMING);
  started.push({ comfy, backend });
  return { comfy, backend };
}

export function graphRequest(changes: Record<string, unknown> = {}, more: Partial<RenderRequest> = {}): RenderRequest {
  const overrides = [{ node: '3', input: 'steps', value: 4, says: 'steps 30 → 4' }];
  return renderRequest({ graph: { format: 'api', json: txt2img(changes), sampler: '3', overrides }, ...more });
}

export async function eventsOf(backend: Backend, request = graphRequest(), signal = never): Promise<RenderEvent[]> {
  const events: RenderEvent[] = [];
  for await (const event of backend.render(request, signal)) events.push(event);
  return events;
}

export const kinds = (events: readonly RenderEvent[]): string[] => events.map(({ kind }) => kind);
export const count = (events: readonly RenderEvent[], kind: RenderEvent['kind']): number =>
  kinds(events).filter((k) => k === kind).length;
export const warnings = (events: readonly RenderEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'warning' ? [event.text] : []));
export const steps = (events: readonly RenderEvent[]): number[] =>
  events.flatMap((event) => (event.kind === 'step' ? [event.done] : []));
export function failed(events: readonly RenderEvent[]): BackendProblem | null {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem : null;
}
/** Answers one path, or a part of it. */
export const on =
  (path: RegExp, status: number, body = ''): NonNullable<ComfyScript['answer']> =>
  (asked, response) => {
    if (!path.test(`${asked.method} ${asked.path}`)) return false;
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
    return true;
  };
export const asks = (comfy: ScriptedComfy, route: string) =>
  comfy.asked.filter(({ method, path }) => `${method} ${path}` === route);
