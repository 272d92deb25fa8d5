/** What a person does who wants to know what steps buy: compares counts, looks closely, writes one down. */
import { expect, test } from 'vitest';
import { patience } from '../host/workbench.ts';
import { state, titleOf, useVSCode } from './session.ts';

const coast = `model: stabilityai/stable-diffusion-xl-base-1.0
prompt: a mountain coast at sunset, islands in the distance
num_inference_steps: 60
guidance_scale: 7
seed: 42
width: 1152
height: 768
`;

const vscode = useVSCode({ openFile: 'coast.yaml', files: { 'coast.yaml': coast } });
const steps = 'num_inference_steps:';
/** Milliseconds that several renders may take on a machine that is busy. */
const several = 3 * patience;
const card = (text: string) => vscode().webview().locator('#grid li', { hasText: text });

test("step counts are compared without a question, the file's own among them", async () => {
  const code = vscode();
  const panel = code.webview();
  await code.token('prompt:', 'prompt').click();
  await code.runCommand(titleOf('sweetspot.compareSteps'));
  await state(code, 'done', several);
  await expect(panel.locator('#grid strong').allTextContents()).resolves.toEqual(
    [4, 25, 50, 60].map((count) => `${count} steps`),
  );
  for (const text of await panel.locator('#grid .state').allTextContents()) expect(text).toMatch(/^\d+(\.\d)? s/);
  await card('60 steps').getByText('in the file').waitFor();
  expect(await panel.locator('#grid .mark:visible').count()).toBe(1);
  await code.screenshot('compare-steps', code.editors());
});

test('two of them are laid over each other, under a slider', async () => {
  const code = vscode();
  const panel = code.webview();
  await card('4 steps').locator('.open').click();
  await panel.locator('#viewer').waitFor();
  await card('25 steps').locator('.open').click();
  await panel.getByRole('slider').focus();
  await code.page.keyboard.press('PageUp');
  await expect(panel.locator('#tags').textContent()).resolves.toBe('4 steps25 steps');
  await code.screenshot('compare-slider', code.editors());
});

test('and seen as their difference', async () => {
  const code = vscode();
  const panel = code.webview();
  await panel.locator('#difference-on').click();
  await panel.locator('#apart', { hasText: '% apart on average' }).waitFor();
  await code.screenshot('compare-difference', code.editors());
  await code.page.keyboard.press('Escape');
  await panel.locator('#viewer').waitFor({ state: 'hidden' });
});

test('one is written into the file, as one edit that can be undone', async () => {
  const code = vscode();
  await card('25 steps').locator('.apply').click();
  await code.token(steps, '25').waitFor();
  await card('25 steps').getByText('in the file').waitFor();
  await code.token(steps, '25').click();
  await code.page.keyboard.press('Control+Z');
  await code.token(steps, '60').waitFor();
  await card('60 steps').getByText('in the file').waitFor();
});

test('another value joins them, with the same seed', async () => {
  const code = vscode();
  await code.webview().locator('#add').click();
  await code.quickInput(/Add to the Comparison/).waitFor();
  await code.page.keyboard.type('many');
  await code.complaint().getByText('many is not a step count').waitFor();
  await code.answer('12');
  await card('12 steps').locator('.save:visible').waitFor();
  await state(code, 'done');
  await expect(code.webview().locator('#grid strong').allTextContents()).resolves.toEqual(
    [4, 12, 25, 50, 60].map((count) => `${count} steps`),
  );
});

test('another setting is compared, at the values that were typed', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.token('prompt:', 'prompt').click();
  await code.runCommand(titleOf('sweetspot.compare'));
  await code.quickInput('Compare').waitFor();
  await code.pickRow('Guidance');
  await code.quickInput('Compare: Guidance').waitFor();
  await code.answer('1, 4, 7, 12');
  await panel.locator('#title', { hasText: 'Guidance of' }).waitFor();
  await state(code, 'done', several);
});

test('samplers are picked from a list', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.token('prompt:', 'prompt').click();
  await code.runCommand(titleOf('sweetspot.compare'));
  await code.quickInput('Compare').waitFor();
  await code.pickRow('Sampler');
  await code.quickInput('Compare: Sampler').waitFor();
  await code.page.keyboard.press('Enter');
  await panel.locator('#title', { hasText: 'Sampler of' }).waitFor();
  await state(code, 'done', several);
  expect(await panel.locator('#grid .save:visible').count()).toBeGreaterThan(1);
});

test('one that takes long is cancelled by itself, tried again, and cancelled with all', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.token('prompt:', 'prompt').click();
  await code.runCommand(titleOf('sweetspot.compare'));
  await code.quickInput('Compare').waitFor();
  await code.pickRow('Steps');
  await code.quickInput('Compare: Steps').waitFor();
  await code.answer('4, 900');
  const long = card('900 steps');
  await long.locator('.cancel').click();
  await long.getByText('Cancelled').waitFor();
  await state(code, 'done', several);
  await long.locator('.retry').click();
  await long.getByText(/step \d+ of 900/).waitFor();
  await panel.locator('#cancel-all').click();
  await state(code, 'cancelled');
  await panel.locator('#status', { hasText: 'Cancelled, 1 picture done' }).waitFor();
});

test('hidden and shown again, the comparison is as it was', async () => {
  const code = vscode();
  await code.webview().locator('h1').click();
  await code.openFile('flux-schnell.yaml');
  await code.closeActiveTab();
  await state(code, 'cancelled');
  await code.webview().locator('#title', { hasText: 'Steps of' }).waitFor();
  await expect.poll(() => code.webview().locator('#grid img:visible').count()).toBeGreaterThan(0);
});

test('after the window was reloaded, it offers to render them again', async () => {
  const code = vscode();
  await code.reload();
  await code.showTab('Comparison');
  const panel = code.webview();
  await panel.locator('#status', { hasText: 'went with the window' }).waitFor({ timeout: several });
  await panel.locator('#again').click();
  await card('4 steps').locator('.save:visible').waitFor({ timeout: several });
  await panel.locator('#cancel-all').click();
  await state(code, 'cancelled');
});
