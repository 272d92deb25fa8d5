/** What a person sees who opens a config with far too many steps. */
import { expect, test } from 'vitest';
import { useVSCode } from './session.ts';

const vscode = useVSCode({ openFile: 'diffusers.yaml' });
/** The line of the step count as far as it stays the same. */
const steps = 'num_inference_steps:';

test('the step count is underlined, and the finding says what it costs', async () => {
  const code = vscode();
  await code.squiggle('warning').waitFor();
  const explanation = await code.showProblem();
  await expect(explanation.textContent()).resolves.toMatch(/80 costs 3\.2 times as much as 25/);
  await code.screenshot('warning', code.tabs(), explanation);
  await code.page.keyboard.press('Escape');
});

test('the hover shows a gauge and a verdict', async () => {
  const code = vscode();
  const hover = await code.hover(steps, '80', /Inference steps/);
  const gauge = hover.locator('img').first();
  await gauge.waitFor();
  expect(await gauge.evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBeGreaterThan(100);
  await expect(hover.textContent()).resolves.toMatch(/SDXL gains little past 30 steps/);
  await code.screenshot('hover', code.tabs(), code.line(steps), hover);
  await code.closeHover();
});

test('the light bulb offers the better number and writes it', async () => {
  const code = vscode();
  const menu = await code.openQuickFixes(steps, '80');
  await code.screenshot('quick-fix', code.tabs(), code.line('height:'), menu);
  await code.applyQuickFix('Set to 25');
  await code.token(steps, '25').waitFor();
  await code.squiggle('warning').waitFor({ state: 'detached' });
});
