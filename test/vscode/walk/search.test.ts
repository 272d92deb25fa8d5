/** What a person does who wants to know from where on more steps are not worth their time. */
import { expect, test } from 'vitest';
import { patience } from '../host/workbench.ts';
import { state, titleOf, useVSCode } from './session.ts';

const lake = `model: stabilityai/stable-diffusion-xl-base-1.0
prompt: a mountain lake, islands, evening
num_inference_steps: 60
guidance_scale: 7
seed: 42
width: 512
height: 384
sampler_name: euler
`;

const vscode = useVSCode({ openFile: 'lake.yaml', files: { 'lake.yaml': lake } });
const steps = 'num_inference_steps:';

test('the search draws a curve while it runs, and comes to a sentence', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.token('prompt:', 'prompt').click();
  await code.runCommand(titleOf('sweetspot.findSweetSpot'));
  await panel.locator('#curve .point').nth(1).waitFor();
  await state(code, 'running');
  // Many renders, on a machine that may be busy.
  await state(code, 'done', 4 * patience);
  await expect(panel.locator('#sentence').textContent()).resolves.toMatch(/\d+ steps/);
  expect(await panel.locator('#curve .place').count()).toBe(1);
  await code.screenshot('sweet-spot', code.editors());
});

test('a point of the curve shows its picture beside the one with the most steps', async () => {
  const code = vscode();
  const panel = code.webview();
  const [first, last] = [panel.locator('#curve .point').first(), panel.locator('#curve .point').last()];
  await first.focus();
  await code.page.keyboard.press('Enter');
  await panel.locator('#viewer').waitFor();
  const [from, to] = await Promise.all([first, last].map((point) => point.getAttribute('data-steps')));
  await panel.locator('#compared-tag', { hasText: `${from} steps` }).waitFor();
  await panel.locator('#picture-tag', { hasText: `${to} steps` }).waitFor();
  await panel.locator('#close').click();
});

test('what the built-in model needs is said to be its own, and not offered for the file', async () => {
  const code = vscode();
  const panel = code.webview();
  await expect(panel.locator('#sentence').textContent()).resolves.toMatch(
    /^This holds for Sweetspot's built-in model only/,
  );
  expect(await panel.locator('#apply-result').count()).toBe(0);
  const hover = await code.hover(steps, '60', /Inference steps/);
  await expect(hover.textContent()).resolves.toMatch(/which say nothing of yours: .*Measured with/);
  await code.closeHover();
});
