/** What a person meets who writes a config: as what it is read, the menu, silence with a reason, the project file. */
import { expect, test } from 'vitest';
import { titleOf, useVSCode } from './session.ts';

const files = {
  'plain.json': '{"prompt": "a cat", "num_inference_steps": 80}\n',
  'near.yaml': 'model: mine\nsteps: 20\n',
  'silent.yaml': 'prompt: a cat\nnum_inference_steps: 80\n',
  'model.yaml': 'model: sdxl\nprompt: a cat\nnum_inference_steps: 80\nwidth: 512\nheight: 512\n',
};
const vscode = useVSCode({ openFile: 'silent.yaml', files });

test('the status says as what the file is read, and the tree with what that rests on', async () => {
  const code = vscode();
  await code.squiggle('warning').waitFor();
  const status = await code.openLanguageStatus();
  await status.getByText('1 generation').waitFor();
  await code.screenshot('writing-status');
  await code.closeHover();
  await code.runCommand(titleOf('sweetspot.showRecognised'));
  await code.page.getByText('No model named, 80 steps').first().waitFor();
  await code.page.getByText('80 (line 2)').first().waitFor();
  await code.screenshot('writing-recognised');
});

test('one menu, and a button above the file', async () => {
  const code = vscode();
  await code.token('num_inference_steps: 80', '80').click({ button: 'right' });
  await code.page.getByRole('menuitem', { name: 'Sweetspot' }).hover();
  await code.page.getByRole('menuitem', { name: 'Render Draft' }).first().waitFor();
  await code.screenshot('writing-menu');
  await code.page.keyboard.press('Escape');
  await code.page.keyboard.press('Escape');
  await code.page
    .locator('.editor-actions')
    .getByRole('button', { name: /Render Draft/ })
    .first()
    .waitFor();
});

test('a quick fix silences a finding on its line, and asks why', async () => {
  const code = vscode();
  await code.token('num_inference_steps: 80', '80').click();
  await code.page.keyboard.press('Control+.');
  await code.page.getByText('Silence steps-wasteful on this line').first().waitFor();
  await code.screenshot('writing-fixes');
  await code.page.getByText('Silence steps-wasteful on this line').first().click();
  await code.line('sweetspot-ignore-next-line').waitFor();
  // The reason is selected, for the person to write.
  await code.page.keyboard.type('a poster');
  await code.line('sweetspot-ignore-next-line steps-wasteful -- a poster').waitFor();
  await code.screenshot('writing-why');
  await code.squiggle('warning').waitFor({ state: 'detached' });
});

test("a model's settings are shown before they are written, and Apply writes all of them", async () => {
  const code = vscode();
  await code.openFile('model.yaml');
  await code.squiggle('warning').waitFor();
  await code.openQuickFixes('model: sdxl', 'sdxl');
  await code.applyQuickFix('Use the settings of SDXL');
  await code.page.getByText('Refactor Preview').first().waitFor();
  await code.screenshot('writing-model');
  await code.page.getByRole('button', { name: 'Apply', exact: true }).click();
  await code.line('num_inference_steps: 25').waitFor();
  await code.line('height: 1024').waitFor();
});

test('a file that is not read says what it lacks, also when it is to be rendered', async () => {
  const code = vscode();
  await code.openFile('near.yaml');
  await code.runCommand(titleOf('sweetspot.preview'));
  await code.showNotice(/nothing to render in this file.*no prompt or sampler/);
  await code.screenshot('writing-nothing');
  await code.page.getByRole('button', { name: 'Show What Is Recognised' }).click();
  await code.page.getByText(/^There is a step count.*no prompt or sampler/).waitFor();
  // What is opened before the tree has the keyboard would be closed by it.
  await code.page.locator('.pane', { hasText: 'What Is Recognised' }).locator(':focus').waitFor({ state: 'attached' });
});

test('a project file is checked as it is typed, and holds when it is saved', async () => {
  const code = vscode();
  await code.openFile('plain.json');
  await code.squiggle('warning').waitFor();
  await code.token('num_inference_steps', '80').click();
  await code.page.keyboard.press('Control+.');
  await code.page.getByText('Silence steps-wasteful in this file (in .sweetspot.yaml)').first().click();
  await code.inExplorer('.sweetspot.yaml').waitFor();
  await code.runCommand('File: Save All Files');
  await code.squiggle('warning').waitFor({ state: 'detached' });
  // Quick Open may not have heard of the new file yet.
  await code.inExplorer('.sweetspot.yaml').dblclick();
  await code.tab().filter({ hasText: '.sweetspot.yaml' }).waitFor();
  await code.line('plain.json').waitFor();
  await code.page.keyboard.press('Control+End');
  await code.page.keyboard.type('backend: x');
  await code.squiggle('warning').waitFor();
  await code.screenshot('writing-project');
  expect(await code.line('backend: x').count()).toBe(1);
});

test.each([
  ['light', 'Light Modern'],
  ['contrast', 'Dark High Contrast'],
])('looks right in %s, at 200 %%', async (name, theme) => {
  const code = vscode();
  await code.useTheme(theme);
  await code.openFile('silent.yaml');
  await code.screenshot(`writing-${name}`);
  const size = code.page.viewportSize() ?? { width: 1280, height: 800 };
  // As zoomed to 200 %: half the room.
  await code.page.setViewportSize({ width: size.width / 2, height: size.height / 2 });
  await code.screenshot(`writing-${name}-large`);
  await code.page.setViewportSize(size);
});
