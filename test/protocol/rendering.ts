/** Runs the bundled `sweetspot render` against scripted servers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { txt2img } from '../backends/comfyui/definitions.ts';
import { type ComfyScript, type ScriptedComfy, startComfy } from '../backends/comfyui/server.ts';

let folder = '';
export const file = (name: string) => join(folder, name);
export const stops: (() => Promise<unknown>)[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-cli-render-'));
  writeFileSync(file('graph.json'), JSON.stringify(txt2img(), null, 2));
  writeFileSync(file('plain.yaml'), 'model: dreamshaper\nprompt: a fox\nsteps: 4\nseed: 7\nwidth: 64\nheight: 64\n');
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

export async function comfyWith(script: ComfyScript = {}): Promise<ScriptedComfy> {
  const comfy = await startComfy(script);
  stops.push(() => comfy.stop());
  return comfy;
}

export function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['dist/cli.cjs', 'render', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number,
    out,
    err,
    /** Of `--format json`. */
    events: () =>
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  }));
  return { child, ended };
}

export const sweetspot = (args: readonly string[], environment?: NodeJS.ProcessEnv) => start(args, environment).ended;
