/** What a person does with renders that are done: keeps their seed, looks at them again, compares, zooms, copies. */
import { expect, test } from 'vitest';
import { patience } from '../host/workbench.ts';
import { state, titleOf, useVSCode } from './session.ts';

const random = `model: stabilityai/stable-diffusion-xl-base-1.0
prompt: a mountain coast at sunset, islands in the distance
num_inference_steps: 30
guidance_scale: 7
seed: -1
width: 768
height: 512
`;

const vscode = useVSCode({ openFile: 'random.yaml', files: { 'random.yaml': random } });
const tiles = '#strip li:not(.live)';

test('the built-in model says once how to connect a real one', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.token('prompt:', 'prompt').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'done');
  await panel.locator('#hint').waitFor();
  await panel.locator('#hint-dismiss').click();
  await panel.locator('#hint').waitFor({ state: 'hidden' });
});

test('renders of the file gather in a strip, with small pictures', async () => {
  const code = vscode();
  const panel = code.webview();
  await panel.locator(`${tiles} img:not([hidden])`).first().waitFor();
  await panel.locator('#configured').click();
  await panel.locator(tiles).nth(1).waitFor();
  await state(code, 'done');
  await expect(panel.locator(`${tiles} small`).allTextContents()).resolves.toEqual(['30 steps', '12 steps']);
  await panel.locator(`${tiles} img:not([hidden])`).nth(1).waitFor();
  await expect(panel.locator('#hint').isVisible()).resolves.toBe(false);
});

test('an earlier render is looked at, with its settings', async () => {
  const code = vscode();
  const panel = code.webview();
  await panel.locator(`${tiles} button`).nth(0).focus();
  await code.page.keyboard.press('ArrowRight');
  await code.page.keyboard.press('Enter');
  await panel.locator('#status', { hasText: 'An earlier render' }).waitFor();
  await expect(panel.locator('#settings').textContent()).resolves.toMatch(/Steps12/);
  await expect(panel.locator(`${tiles} button`).nth(1).getAttribute('aria-current')).resolves.toBe('true');
});

test('its seed is written into the file, as one edit that can be undone', async () => {
  const code = vscode();
  const panel = code.webview();
  const seed = /Seed (\d+)/.exec((await panel.locator('#seed-text').textContent()) ?? '')?.[1] ?? 'none';
  await panel.locator('#apply-seed').click();
  await code.token('seed:', seed).waitFor();
  // What stands in the file already need not be written again.
  await panel.locator('#apply-seed').waitFor({ state: 'hidden' });
  await code.token('seed:', seed).click();
  await code.page.keyboard.press('Control+Z');
  await code.line('seed: -1').waitFor();
  await code.page.keyboard.press('Control+Y');
  await code.token('seed:', seed).waitFor();
});

test('two renders are compared by a boundary that the keyboard moves', async () => {
  const code = vscode();
  const panel = code.webview();
  const boundary = panel.getByRole('slider');
  await panel.locator('#configured').click();
  await panel.locator(tiles).nth(2).waitFor();
  await state(code, 'done');
  await panel.locator('#compare').click();
  // With the render before it; in its place now the one with the same seed. Until it is there, a tile is looked at by itself.
  await panel.locator('#compared-tag').waitFor();
  await panel.locator(`${tiles} button`).nth(2).click();
  await panel.locator('#compared-tag', { hasText: '12 steps' }).waitFor();
  await boundary.focus();
  for (const [key, percent] of [
    ['Home', 0],
    ['PageUp', 10],
    ['Shift+ArrowRight', 20],
    ['ArrowLeft', 19],
    ['End', 100],
  ] as const) {
    await code.page.keyboard.press(key);
    expect(Number(await boundary.getAttribute('aria-valuenow'))).toBe(percent);
  }
  for (let times = 0; times < 4; times += 1) await code.page.keyboard.press('PageDown');
  await expect(boundary.getAttribute('aria-valuetext')).resolves.toMatch(/60 %/);
  await expect(panel.locator('#tags').textContent()).resolves.toMatch(/^12 steps · seed (\d+)30 steps · seed \1$/);
  await code.screenshot('compare', code.editors());
  const { x, y, width, height } = (await panel.locator('#stage').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await boundary.hover();
  await code.page.mouse.down();
  await code.page.mouse.move(x + width / 4, y + height / 2, { steps: 4 });
  await code.page.mouse.up();
  expect(Number(await boundary.getAttribute('aria-valuenow'))).toBe(25);
  await code.page.keyboard.press('Escape');
  await boundary.waitFor({ state: 'hidden' });
});

test('the picture is zoomed by keys and wheel, and fits again', async () => {
  const code = vscode();
  const panel = code.webview();
  const stage = panel.locator('#stage');
  const widthOf = async (): Promise<number> => (await stage.boundingBox())?.width ?? 0;
  const fitted = await widthOf();
  await panel.locator('#frame').focus();
  await code.page.keyboard.press('1');
  await panel.locator('#zoom', { hasText: '100 %' }).waitFor();
  // One pixel of the picture on one of the screen, which has two for each of CSS.
  expect(await widthOf()).toBe(768 / 2);
  await panel.locator('#frame').hover();
  await code.page.keyboard.down('Control');
  await code.page.mouse.wheel(0, -100);
  await code.page.keyboard.up('Control');
  await panel.locator('#zoom', { hasText: '150 %' }).waitFor();
  await panel.locator('#zoom-in').click();
  await panel.locator('#zoom', { hasText: '200 %' }).waitFor();
  await panel.locator('#zoom').click();
  await panel.locator('#zoom', { hasText: 'Fit' }).waitFor();
  expect(await widthOf()).toBe(fitted);
});

test('the picture is copied', async () => {
  const code = vscode();
  await code.webview().locator('#copy').click();
  await code.webview().locator('#said', { hasText: 'Copied' }).waitFor();
  expect(await code.clipboardTypes()).toContain('image/png');
});

test('the picture is saved beside its file, under its name', async () => {
  const code = vscode();
  await code.webview().locator('#save').click();
  await code.quickInput('Save Render').waitFor();
  // The name comes a moment after the box.
  await expect.poll(() => code.inputValue(), { timeout: 30_000 }).toMatch(/\/random\.png$/);
  await code.page.keyboard.press('Enter');
  await code.inExplorer('random.png').waitFor();
});

test('hidden and shown again, the panel is as it was', async () => {
  const code = vscode();
  await code.webview().locator('h1').click();
  await code.openFile('flux-schnell.yaml');
  await code.closeActiveTab();
  await state(code, 'done');
  await code.webview().locator(`${tiles} img:not([hidden])`).nth(1).waitFor();
});

test('after the window was reloaded, the panel shows the last render of its file', async () => {
  const code = vscode();
  await code.reload();
  await code.showTab('Preview: SDXL');
  const panel = code.webview();
  // All of VS Code starts anew first.
  await panel.locator('#status', { hasText: 'An earlier render' }).waitFor({ timeout: 3 * patience });
  await expect(panel.locator('h1').textContent()).resolves.toBe('SDXL, line 1');
  await expect(panel.locator('#settings').textContent()).resolves.toMatch(/Steps30/);
  expect(await panel.locator('#picture').evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBe(768);
  await panel.locator('#draft').click();
  await state(code, 'done');
});

test('the history is cleared', async () => {
  const code = vscode();
  await code.runCommand(titleOf('sweetspot.clearHistory'));
  await code.answerDialog('Clear');
  await code.webview().locator('#strip').waitFor({ state: 'hidden' });
});
