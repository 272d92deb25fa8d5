/** Somebody who has rendered on a ComfyUI of their own is told what steps cost there, until they have it forgotten. */
import { afterAll, expect, test } from 'vitest';
import { MODELS } from '../../backends/comfyui/definitions.ts';
import { startComfy } from '../../backends/comfyui/server.ts';
import { conductor, workflow } from './scripted-comfy.ts';
import { state, titleOf, useVSCode } from './session.ts';

const renders = await conductor();
// So slow that the time is worth a word.
renders.allow(Infinity, 60);
const comfy = await startComfy({ run: renders.run });
afterAll(() => comfy.stop());

const vscode = useVSCode({
  openFile: 'coast.json',
  files: { 'coast.json': workflow({ model: MODELS[0], steps: 80 }) },
  settings: { 'sweetspot.backend.kind': 'comfyui', 'sweetspot.backend.address': comfy.url.href },
});

const steps = '"steps"';
const COST = /80 steps take about [\d.]+ s a picture here, 25 about [\d.]+ s/;

test('before a render nothing is said of its cost', async () => {
  const code = vscode();
  await code.squiggle('warning').waitFor();
  const hover = await code.hover(steps, '80', /Inference steps/);
  await expect(hover.textContent()).resolves.not.toMatch(COST);
  await code.closeHover();
});

test('after one it stands beside the count, in the hover and in the warning', async () => {
  const code = vscode();
  await code.token(steps, steps).click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'done');
  await code
    .line(steps)
    .getByText(/≈\s[\d.]+\ss/)
    .waitFor();
  const hover = await code.hover(steps, '80', COST);
  await expect(hover.textContent()).resolves.toMatch(/Measured in one render on/);
  await code.screenshot('measured', code.tabs(), code.line(steps), hover);
  await code.closeHover();
});

test('it is forgotten when somebody says so', async () => {
  const code = vscode();
  await code.token(steps, steps).click();
  await code.runCommand(titleOf('sweetspot.clearMeasurements'));
  await code.answerDialog('Clear');
  await code.line(steps).getByText(/≈/).waitFor({ state: 'detached' });
});
