/** The extension in German: what package.json says, what the extension says, and what its pages say. */
import { expect, test } from 'vitest';
import { state, useVSCode } from './session.ts';

const vscode = useVSCode({ openFile: 'diffusers.yaml', language: 'de' });

test('a command by its German name renders, and the panel speaks German', async () => {
  const code = vscode();
  await code.line('num_inference_steps: 80').click();
  await code.runCommand('Sweetspot: Entwurf rendern');
  await state(code, 'done');
  const panel = code.webview();
  await panel.getByText('Verwendete Einstellungen').waitFor();
  expect(await panel.locator('#draft').textContent()).toMatch(/^Entwurf \(\d+ Schritte\)$/);
  expect(await panel.locator('html').getAttribute('lang')).toBe('de');
  await code.screenshot('german-preview');
});

test('so do findings, hovers and titles, which the server makes', async () => {
  const code = vscode();
  await code.showTab('diffusers.yaml');
  const hover = await code.hover('num_inference_steps: 80', '80', /SDXL gewinnt über [\s\S]*Tipps/);
  await expect(hover.textContent()).resolves.toMatch(/Schritte/);
  await code.screenshot('german-hover');
  await code.closeHover();
});

test('so do lists, and the guide', async () => {
  const code = vscode();
  await code.runCommand('Sweetspot: Backend wählen');
  await code.quickInput('Backend wählen').getByText('Eingebautes Modell').waitFor();
  await code.screenshot('german-backends');
  await code.page.keyboard.press('Escape');
  await code.runCommand('Sweetspot: Handbuch der Einstellungen öffnen');
  await code.webview().locator('#list h2').getByText('Einstellungen').waitFor();
  await code.webview().locator('#article').getByText('Was es tut').waitFor({ state: 'attached' });
  await code.screenshot('german-guide');
});
