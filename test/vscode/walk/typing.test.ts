/** A person who types a config: what is offered, what the model's name says, its settings at once, names beside numbers. */
import { expect, test } from 'vitest';
import { titleOf, useVSCode } from './session.ts';

const files = {
  'typed.yaml': 'model: stabilityai/sdxl\nprompt: a lighthouse\n',
  'typed.json':
    '{\n  "model": "stabilityai/sdxl",\n  "prompt": "a lighthouse",\n  "num_inference_steps": 80,\n  "width": 512,\n  "height": 512\n}\n',
  'workflow.json':
    '{"nodes": [\n {"id": 1, "type": "KSampler", "title": "First pass", "mode": 0, "inputs": [], "outputs": [],\n  "widgets_values": [7, "fixed", 20, 7, "euler", "normal", 1]},\n {"id": 2, "type": "KSampler", "title": "Second pass", "mode": 0, "inputs": [], "outputs": [],\n  "widgets_values": [8, "fixed", 80, 7, "euler", "normal", 0.5]}\n], "links": []}\n',
};
const vscode = useVSCode({ openFile: 'typed.yaml', files, theme: 'Default Light Modern' });

test('values are offered behind a colon, the best for the model first', async () => {
  const code = vscode();
  const { page } = code;
  // The server is there once it has said something.
  await code.openFile('typed.json');
  await code.squiggle('warning').waitFor();
  await code.openFile('typed.yaml');
  await code.line('prompt: a lighthouse').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('num_inference_steps: ', { delay: 60 });
  const list = page.locator('.suggest-widget.visible');
  await list.getByText('SDXL').first().waitFor();
  await code.screenshot('typing-values');
  await page.keyboard.press('Enter');
  await code.line('num_inference_steps: 25').waitFor();
});

test('keys are offered, with what would be written', async () => {
  const code = vscode();
  const { page } = code;
  await page.keyboard.press('Enter');
  await page.keyboard.type('gui', { delay: 60 });
  const list = page.locator('.suggest-widget.visible');
  await list.getByText('guidance_scale').first().waitFor();
  await code.screenshot('typing-keys');
  await page.keyboard.press('Enter');
  await code.line('guidance_scale: 7').waitFor();
  await page.keyboard.press('Escape');
});

test('a number is typed and the line ended, and nothing else is written', async () => {
  const code = vscode();
  const { page } = code;
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('width: 640', { delay: 60 });
  await page.keyboard.press('Enter');
  await page.keyboard.type('seed: 3', { delay: 60 });
  await code.line('width: 640').waitFor();
  await code.line('seed: 3').waitFor();
});

test('the name of a model tells what it wants, and sets it at once', async () => {
  const code = vscode();
  const { page } = code;
  await code.openFile('typed.json');
  await code.hover('stabilityai/sdxl', '"stabilityai/sdxl"', 'Recommended');
  await code.screenshot('typing-card');
  await code.closeHover();
  await code.token('stabilityai/sdxl', '"stabilityai/sdxl"').click();
  await page.keyboard.press('Control+.');
  await page.getByText('Use the settings of SDXL').first().waitFor();
  await code.screenshot('typing-use');
  await page.getByText('Use the settings of SDXL').first().click();
  await page.getByRole('button', { name: 'Discard' }).waitFor();
  await code.screenshot('typing-preview');
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('generations have names', async () => {
  const code = vscode();
  const { page } = code;
  await code.openFile('workflow.json');
  await page.getByText('steps:').first().waitFor();
  await code.screenshot('typing-names');
  await page.keyboard.press('Control+Shift+O');
  await page.keyboard.type('Second');
  await page.locator('.quick-input-widget').getByText('pass · 80 steps').first().waitFor();
  await code.screenshot('typing-outline');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Home');
  await code.runCommand(titleOf('sweetspot.preview'));
  await page
    .getByText('Which of them?')
    .or(page.locator('.quick-input-widget').getByText('Second pass'))
    .first()
    .waitFor();
  await code.screenshot('typing-which');
  await page.keyboard.press('Escape');
});

test('a command goes from one generation to the next, and switches its count between draft and final', async () => {
  const code = vscode();
  const { page } = code;
  await page.keyboard.press('Control+Home');
  await code.runCommand(titleOf('sweetspot.nextGeneration'));
  await code.selection(/Ln 2, Col 2/).waitFor();
  await code.runCommand(titleOf('sweetspot.nextGeneration'));
  await code.selection(/Ln 4, Col 2/).waitFor();
  await code.runCommand(titleOf('sweetspot.nextGeneration'));
  await code.selection(/Ln 2, Col 2/).waitFor();
  await code.runCommand(titleOf('sweetspot.previousGeneration'));
  await code.selection(/Ln 4, Col 2/).waitFor();
  await code.runCommand(titleOf('sweetspot.switchSteps'));
  // In the text, with or without hints between: whose outline the breadcrumbs show is VS Code's choice.
  await page.locator('.view-line', { hasText: /"fixed",\D*8,\D*7,/ }).waitFor();
  await code.runCommand(titleOf('sweetspot.switchSteps'));
  await page.locator('.view-line', { hasText: /"fixed",\D*25,\D*7,/ }).waitFor();
});

test('a new config begins with a format', async () => {
  const code = vscode();
  const { page } = code;
  await code.runCommand(titleOf('sweetspot.newConfig'));
  await page.getByText('A1111 request').first().waitFor();
  await code.screenshot('typing-new');
  await code.pickRow('A1111 request');
  await code.line('"steps": 25').waitFor();
  await code.screenshot('typing-started');
  expect(await page.locator('.squiggly-warning').count()).toBe(0);
});
