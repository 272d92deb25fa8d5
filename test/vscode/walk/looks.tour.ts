/**
 * What a person meets while writing a config, pictured in each kind of theme, at 100 and at 200 %: for people to look at. Run by hand,
 * since it takes a quarter of an hour (`npm run looks`; `npm run looks -- -t light` for one theme).
 */
import { describe, test } from 'vitest';
import type { Workbench } from '../host/workbench.ts';
import { titleOf, useVSCode } from './session.ts';

const files = {
  'typed.yaml': 'model: stabilityai/sdxl\nprompt: a lighthouse\nguidance_scal: 7\nnum_inference_steps: \n',
  'model.yaml': 'model: sdxl\nprompt: a cat\nnum_inference_steps: 80\nwidth: 512\nheight: 512\n',
  'lora.yaml': 'model: sdxl\nprompt: a\nloras:\n  - path: sdxl_lightning_4step_lora\n    weight: 0.5\nsteps: 25\n',
  'strict.json': '{\n  "model": "sdxl",\n  "prompt": "a cat",\n  "num_inference_steps": 80\n}\n',
  'near.yaml': 'model: mine\nsteps: 20\n',
  'worked.json': `{
  "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd_xl_base_1.0.safetensors"}},
  "6": {"class_type": "easy mathInt", "inputs": {"a": 40, "b": 2, "operation": "multiply"}},
  "7": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "seed": 5, "cfg": 7, "steps": ["6", 0]}}
}
`,
  'workflow.json': `{"nodes": [
 {"id": 1, "type": "KSampler", "title": "First pass", "mode": 0, "inputs": [], "outputs": [],
  "widgets_values": [7, "fixed", 20, 7, "euler", "normal", 1]},
 {"id": 2, "type": "KSampler", "title": "Second pass", "mode": 0, "inputs": [], "outputs": [],
  "widgets_values": [8, "fixed", 80, 7, "euler", "normal", 0.5]}
], "links": []}
`,
};
const projectFile = `models:
  - name: Our house model
    match: house
    based_on: sdxl
ignore:
  - { files: vendor, rules: [steps-wasteful], why: theirs }
rules:
  steps-wastful: off
`;
const LOOKS = [
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
  ['contrast', 'Default High Contrast'],
  ['contrast-light', 'Default High Contrast Light'],
] as const;

// In a window of its own each, so that none begins where another was left.
for (const [look, theme] of LOOKS)
  for (const size of ['', '-200'])
    describe(look + size, () => {
      const all = { ...files, '.sweetspot.yaml': projectFile };
      const vscode = useVSCode({ openFile: 'model.yaml', files: all, theme });
      test('is pictured', async () => {
        await tour(vscode(), look + size, size !== '');
      });
    });

async function tour(code: Workbench, look: string, isLarge: boolean): Promise<void> {
  const { page } = code;
  const full = page.viewportSize() ?? { width: 1280, height: 800 };
  const picture = (what: string) => code.screenshot(`looks-${what}-${look}`);
  const leave = async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.mouse.move(0, 0);
  };
  // As zoomed to 200 %: half the room.
  if (isLarge) await page.setViewportSize({ width: full.width / 2, height: full.height / 2 });
  await code.openFile('model.yaml');
  await code.squiggle('warning').waitFor();
  await code.hover('num_inference_steps: 80', '80', 'refines the picture');
  await picture('8-hover');
  await code.closeHover();
  await code.hover('model: sdxl', 'sdxl', 'Recommended');
  await picture('3-card');
  await code.closeHover();
  await code.openQuickFixes('num_inference_steps: 80', '80');
  await picture('5-silence');
  await leave();
  await code.openQuickFixes('width: 512', '512');
  await picture('10-size');
  await leave();
  await code.openQuickFixes('model: sdxl', 'sdxl');
  await code.applyQuickFix('Use the settings of SDXL');
  await page.getByRole('button', { name: 'Discard' }).waitFor();
  await picture('3-preview');
  await page.getByRole('button', { name: 'Discard' }).click();

  await code.openFile('lora.yaml');
  await code.squiggle('warning').waitFor();
  await code.hover('path:', 'sdxl_lightning_4step_lora', 'Recommended');
  await picture('3-lora');
  await code.closeHover();

  await code.openFile('strict.json');
  await code.squiggle('warning').waitFor();
  await code.openQuickFixes('num_inference_steps', '80');
  await picture('5-strict');
  await leave();
  await code.token('num_inference_steps', '80').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Sweetspot' }).hover();
  await page.getByRole('menuitem', { name: 'Render Draft' }).first().waitFor();
  await picture('9-menu');
  await leave();
  await code.openLanguageStatus();
  await picture('7-status');
  await code.closeHover();

  await code.openFile('typed.yaml');
  await code.squiggle('hint').or(page.locator('.squiggly-info, .squiggly-hint')).first().waitFor({ state: 'attached' });
  await code.openQuickFixes('guidance_scal: 7', 'guidance_scal');
  await picture('2-typo');
  await leave();
  await code.line('num_inference_steps').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Control+Space');
  await code.suggestion('25').waitFor();
  await picture('1-values');
  await leave();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+Space');
  await code.suggestion('width').waitFor();
  await picture('1-keys');
  await leave();

  await code.openFile('workflow.json');
  await page.getByText('steps:').first().waitFor();
  await code.line('"links"').click();
  await page.keyboard.press('Control+Home');
  await code.runCommand(titleOf('sweetspot.previousGeneration'));
  await code.selection(/Ln 4/).waitFor({ state: 'attached' });
  await picture('4-names');
  await page.keyboard.press('Control+Shift+O');
  await code.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Second pass' }).first().waitFor();
  await picture('4-outline');
  await leave();

  await code.openFile('worked.json');
  await code.squiggle('warning').waitFor();
  await code.openQuickFixes('"7":', '"6"');
  await picture('10-way');
  await code.applyQuickFix('Go to where the value comes from');
  await code.selection(/Ln 3/).waitFor({ state: 'attached' });

  await code.openFile('.sweetspot.yaml');
  await code.squiggle('warning').waitFor();
  await picture('6-project');

  await code.openFile('near.yaml');
  await code.runCommand(titleOf('sweetspot.preview'));
  await code.showNotice(/nothing to render in this file/);
  await picture('7-nothing');
  await page.getByRole('button', { name: 'Show What Is Recognised' }).click();
  await page.getByText(/^There is a step count/).waitFor();
  await page.locator('.pane', { hasText: 'What Is Recognised' }).locator(':focus').waitFor({ state: 'attached' });
  await picture('7-missing');
  await code.openFile('model.yaml');
  await page.getByText('80 (line 3)').first().waitFor();
  await picture('7-recognised');
  await code.openFile('near.yaml');

  await code.runCommand(titleOf('sweetspot.chooseBackend'));
  await code.quickInput('Choose Backend').getByText('Built-in').first().waitFor();
  await picture('9-backends');
  await leave();
  await code.runCommand(titleOf('sweetspot.newConfig'));
  await page.getByPlaceholder('Which format?').waitFor();
  await picture('1-new');
  await leave();
  await code.runCommand('Preferences: Open Settings (UI)');
  await page.locator('.settings-editor .suggest-input-container').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('@ext:sweetspot.sweetspot');
  await page.locator('.settings-tree-container .setting-item-title', { hasText: 'Sweetspot' }).first().waitFor();
  await picture('settings');
  await code.closeActiveTab();
  // Its pictures want the whole width.
  await page.keyboard.press('Control+B');
  await code.runCommand('Welcome: Open Walkthrough...');
  await code.pickRow('Sweetspot');
  await code.walkthroughStep().waitFor();
  await picture('walkthrough');
  await code.closeActiveTab();
  await page.keyboard.press('Control+B');
}
