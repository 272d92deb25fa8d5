/** `npm run test:backend` on a scripted server: however it is left, its job does not stay there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { endlessRun, startComfy } from './comfyui/server.ts';

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('a run ended by %s takes its job back', async (signal) => {
  const comfy = await startComfy({ run: endlessRun });
  onTestFinished(() => comfy.stop());
  const args = ['--import', 'tsx', 'test/backends/real/run.ts', comfy.url.host];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdout.resume();
  await expect.poll(() => comfy.jobs.length, { timeout: 60_000, interval: 50 }).toBe(1);
  child.kill(signal);
  await once(child, 'exit');
  expect(comfy.jobs.map(({ interrupted }) => interrupted)).toEqual([true]);
});
