/** A comparison on a ComfyUI that goes away in the middle of it, and comes back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MODELS } from '../../backends/comfyui/definitions.ts';
import { type ScriptedComfy, startComfy } from '../../backends/comfyui/server.ts';
import { patience } from '../host/workbench.ts';
import { type Conductor, conductor, workflow } from './scripted-comfy.ts';
import { state, titleOf, useVSCode } from './session.ts';

const settings: Record<string, string> = { 'sweetspot.backend.kind': 'comfyui' };
let comfy: ScriptedComfy;
let renders: Conductor;

beforeAll(async () => {
  renders = await conductor();
  comfy = await startComfy({ run: renders.run });
  settings['sweetspot.backend.address'] = comfy.url.origin;
});
afterAll(() => comfy?.stop());

const vscode = useVSCode({
  openFile: 'coast.json',
  files: { 'coast.json': workflow({ model: MODELS[0], steps: 30 }) },
  settings,
  theme: 'Default Light Modern',
});

test('pictures come one after the other, live', async () => {
  const code = vscode();
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.compareSteps'));
  renders.allow(4);
  const grid = code.webview().locator('#grid');
  await grid.locator('li', { hasText: '4 steps' }).locator('.save:visible').waitFor();
  await grid.locator('li', { hasText: '25 steps' }).getByText('step 4 of 25').waitFor();
  await code.screenshot('compare-live', code.editors());
});

test('when ComfyUI is gone, the panel says so and waits', async () => {
  const code = vscode();
  await comfy.stop();
  await code.webview().locator('#waiting', { hasText: 'does not answer' }).waitFor();
  await code.screenshot('compare-waiting', code.editors());
});

test('when it is back, only what is missing is rendered', async () => {
  const code = vscode();
  const panel = code.webview();
  renders.allow(50);
  comfy = await startComfy({ run: renders.run }, Number(comfy.url.port));
  await state(code, 'done', 4 * patience);
  await panel.locator('#waiting').waitFor({ state: 'hidden' });
  const counts = comfy.jobs.map(({ graph }) => graph['3']?.inputs.steps);
  expect(counts).toEqual([25, 30, 50]);
  await expect(panel.locator('#grid .save:visible').count()).resolves.toBe(4);
});

test('a count is applied to the graph', async () => {
  const code = vscode();
  await code.webview().locator('#grid li', { hasText: '25 steps' }).locator('.apply').click();
  await code.token('"steps"', '25').waitFor();
});
