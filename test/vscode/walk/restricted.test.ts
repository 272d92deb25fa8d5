/** What works in a folder that nobody has said to trust: reading does, rendering doesn't. */
import { expect, test } from 'vitest';
import { titleOf, useVSCode } from './session.ts';

const vscode = useVSCode({ openFile: 'diffusers.yaml', trust: false });

test('the window is in Restricted Mode', async () => {
  await vscode().page.getByText('Restricted Mode', { exact: true }).first().waitFor();
});

test('the hover and the finding are there', async () => {
  const code = vscode();
  await code.squiggle('warning').waitFor();
  const hover = await code.hover('num_inference_steps:', '80', /Inference steps/);
  await expect(hover.textContent()).resolves.toMatch(/SDXL gains little past 30 steps/);
  await code.screenshot('restricted');
  await code.closeHover();
});

test('rendering is not offered, and the guide is', async () => {
  const code = vscode();
  await code.token('prompt:', 'prompt').click();
  await expect(code.offersCommand(titleOf('sweetspot.openPage'))).resolves.toBe(true);
  await expect(code.offersCommand(titleOf('sweetspot.preview'))).resolves.toBe(false);
  await expect(code.offersCommand(titleOf('sweetspot.renderAsConfigured'))).resolves.toBe(false);
});
