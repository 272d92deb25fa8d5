/** However a client leaves, its job on a server ends with it, and the language server does, too. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { ExitNotification } from 'vscode-languageserver/node';
import { txt2img } from '../backends/comfyui/definitions.ts';
import { type ComfyScript, endlessRun, type ScriptedComfy, startComfy } from '../backends/comfyui/server.ts';
import { type RenderClient, startRenderClient } from '../support/render-client.ts';

let comfy: ScriptedComfy;
afterEach(() => comfy.stop());

/** A client whose job runs on a ComfyUI. */
async function rendering(options: Parameters<typeof startRenderClient>[0] = {}, script: ComfyScript = {}) {
  comfy = await startComfy({ run: endlessRun, ...script });
  const renders = await startRenderClient(options);
  await renders.use({ kind: 'comfyui', address: comfy.url.href });
  await renders.render('job', JSON.stringify(txt2img(), null, 2));
  await renders.until('job', ({ kind }) => kind === 'step');
  return renders;
}

/** The exit code of the server, once it has ended. */
async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

test.each<[string, number, (renders: RenderClient) => unknown]>([
  ['says exit without shutdown', 1, ({ client }) => client.connection.sendNotification(ExitNotification.type)],
  ['closes the input', 1, ({ client }) => client.child.stdin?.end()],
  [
    'closes the output',
    1,
    ({ client }) => {
      client.child.stdout?.destroy();
      // The answer to something is what can't be written.
      client.hover('file:///any', { line: 0, character: 0 }).catch(() => {});
    },
  ],
  ['is ended by SIGTERM', 143, ({ client }) => client.child.kill('SIGTERM')],
  ['is ended by SIGHUP', 129, ({ client }) => client.child.kill('SIGHUP')],
  ['is ended by SIGINT', 130, ({ client }) => client.child.kill('SIGINT')],
])('a client that %s takes its job along', async (_, code, leave) => {
  const renders = await rendering();
  await leave(renders);
  expect(await ended(renders.client.child)).toBe(code);
  expect(comfy.jobs.map(({ interrupted }) => interrupted)).toEqual([true]);
});

test('a client whose process is gone takes its job along, though the channel stays open', async () => {
  const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const renders = await rendering({ processId: parent.pid ?? 0 });
  parent.kill('SIGKILL');
  expect(await ended(renders.client.child)).toBe(1);
  expect(comfy.jobs.map(({ interrupted }) => interrupted)).toEqual([true]);
});

test('a window that is loaded anew takes its job along', async () => {
  const renders = await rendering({ transport: 'ipc' });
  renders.client.child.disconnect();
  expect(await ended(renders.client.child)).toBe(1);
  expect(comfy.jobs.map(({ interrupted }) => interrupted)).toEqual([true]);
});

test('a server that does not answer holds nobody up', async () => {
  const isCancel = (path: string) => /cancel|interrupt|queue/.test(path);
  const renders = await rendering({}, { answer: ({ method, path }) => method === 'POST' && isCancel(path) });
  const start = performance.now();
  renders.client.child.stdin?.end();
  await ended(renders.client.child);
  expect(performance.now() - start).toBeLessThan(8000);
});
