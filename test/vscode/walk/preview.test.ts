/** What a person sees who renders a preview. */
import { expect, test } from 'vitest';
import { state, titleOf, useVSCode } from './session.ts';

/** So many steps that there is time to watch the render and to cancel it. */
const slow = `model: stabilityai/stable-diffusion-xl-base-1.0
prompt: a lighthouse on a mountain coast at sunset, islands in the distance
num_inference_steps: 8000
guidance_scale: 7
seed: 42
width: 768
height: 512
`;

const vscode = useVSCode({ openFile: 'diffusers.yaml', files: { 'slow.yaml': slow } });

test('a draft is rendered to its end, and the panel says how', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.token('prompt:', 'prompt').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'done');
  const picture = panel.locator('#picture');
  expect(await picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBe(1216);
  await expect(panel.locator('#time').textContent()).resolves.toMatch(/^12 steps/);
  await expect(panel.locator('#backend-note').textContent()).resolves.toMatch(/built-in/);
  await expect(panel.locator('#settings').textContent()).resolves.toMatch(/Seed42/);
  await code.screenshot('preview', code.editors());
});

test('a render as configured shows its progress and a growing picture, and can be cancelled', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.token('prompt:', 'prompt').click();
  await code.openFile('slow.yaml');
  await code.runCommand(titleOf('sweetspot.renderAsConfigured'));
  await state(code, 'running');
  const early = await panel.locator('#picture').getAttribute('src');
  await panel.locator(`#picture:not([src="${early}"])`).waitFor();
  const step = Number(await panel.locator('#progress').getAttribute('value'));
  expect(step).toBeGreaterThan(0);
  await panel.locator(`#progress:not([value="${step}"])`).waitFor();
  expect(Number(await panel.locator('#progress').getAttribute('max'))).toBe(8000);
  await code.screenshot('running');
  await panel.locator('#cancel').click();
  await state(code, 'cancelled');
  await panel.locator('#cancel').waitFor({ state: 'hidden' });
});

test('after a cancelled render, the next one works', async () => {
  const code = vscode();
  await code.webview().locator('#draft').click();
  await state(code, 'done');
  await expect(code.webview().locator('#time').textContent()).resolves.toMatch(/^12 steps/);
});
