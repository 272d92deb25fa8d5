import { afterEach, beforeEach, expect } from 'vitest';
import { LogMessageNotification } from 'vscode-languageserver/node';
import { txt2img } from '../backends/comfyui/definitions.ts';
import { type ComfyScript, type ScriptedComfy, startComfy } from '../backends/comfyui/server.ts';
import { type RenderClient, startRenderClient } from '../support/render-client.ts';

export let renders: RenderClient;
export let log = '';
export const stops: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  renders = await startRenderClient();
  log = '';
  renders.client.connection.onNotification(LogMessageNotification.type, ({ message }) => {
    log += `${message}\n`;
  });
});
afterEach(async () => {
  expect(await renders.stop()).toBe(0);
  for (const stop of stops.splice(0)) await stop();
});

export async function comfyWith(
  script: ComfyScript = {},
  credentials: { kind: 'bearer'; token: string } | null = null,
): Promise<ScriptedComfy> {
  const comfy = await startComfy(script);
  stops.push(() => comfy.stop());
  await renders.use({ kind: 'comfyui', address: comfy.url.href, credentials });
  return comfy;
}

/** A graph as a file of a person. Seeds beyond 2^53 must survive. */
export const SEED = '12345678901234567890';
export const graph = (changes: Record<string, unknown> = {}) =>
  JSON.stringify(txt2img(changes), null, 2).replace('"seed": 5', `"seed": ${SEED}`);
export const loader = (ckpt_name: string) => ({ '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name } } });
export const node = (id: number, type: string, inputs: object[], output: string) => ({
  id,
  type,
  mode: 0,
  inputs,
  outputs: [{ name: output, type: output }],
  widgets_values: [],
});
export const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { data?: { code?: string } }) => error.data?.code,
  );
