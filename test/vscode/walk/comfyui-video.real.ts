/** Somebody who renders a video with sound on a real ComfyUI: see comfyui.real.ts. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { patience } from '../host/workbench.ts';
import { address, text, video } from './real-graphs.ts';
import { state, titleOf, useVSCode } from './session.ts';

/** Milliseconds for renders on a machine that has no graphics card. */
const slow = 6 * patience;

const vscode = useVSCode({
  openFile: 'video.json',
  settings: { 'sweetspot.backend.kind': 'comfyui', 'sweetspot.backend.address': address },
  files: { 'video.json': text(video) },
});

test('a video moves, and its server keeps none of it', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'done', 2 * slow);
  await panel.locator('canvas:visible').first().waitFor();
  await expect(panel.locator('#changes').textContent()).resolves.toMatch(/SaveVideo \(node 9\) is a preview/);
  await panel.locator('#frame-of', { hasText: 'frame 2 of 5 · 4 a second' }).waitFor();
  await panel.locator('#frame-of', { hasText: 'frame 4 of 5' }).waitFor();
  await code.screenshot('real-video');
});

test('its sound is turned on, it is stopped, looked through and saved', async () => {
  const code = vscode();
  const panel = code.webview();
  await panel.locator('#sound[title="Turn sound on"]').click();
  await panel.locator('#frame-of', { hasText: 'frame 1 of 5' }).waitFor();
  await panel.locator('#sound[title="Turn sound off"]').waitFor();
  await panel.locator('#sound').click();
  await panel.locator('#play').click();
  await panel.locator('#seek').focus();
  await code.page.keyboard.press('Home');
  await panel.locator('#frame-of', { hasText: 'frame 1 of 5' }).waitFor();
  const pixels = () => panel.locator('canvas#picture').evaluate((it: { toDataURL(): string }) => it.toDataURL());
  const first = await pixels();
  await code.page.keyboard.press('End');
  await panel.locator('#frame-of', { hasText: 'frame 5 of 5' }).waitFor();
  await expect.poll(pixels).not.toBe(first);
  await code.screenshot('real-video-stopped');
  await panel.locator('#save').click();
  await code.quickInput('Save Render').waitFor();
  await expect.poll(() => code.inputValue(), { timeout: patience }).toMatch(/\/video\.png$/);
  const path = await code.inputValue();
  await code.page.keyboard.press('Enter');
  await code.inExplorer('video.png').waitFor();
  expect((await readFile(path)).includes('acTL')).toBe(true);
});

test('it is hovered over and checked', async () => {
  const code = vscode();
  await code.token('"cfg"', '"cfg"').click();
  await code.hover('"steps"', '12', /steps/i);
  await code.closeHover();
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.checkOnServer'));
  await code.notice('has everything that this graph needs', slow);
});

test('step counts of it are compared, frame by frame', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.closeActiveTab();
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.compareSteps'));
  await state(code, 'done', 2 * slow);
  await panel.locator('#grid .open').nth(0).click();
  await panel.locator('#grid .open').nth(1).click();
  await panel.locator('#frame-of', { hasText: 'of 5' }).waitFor();
  await panel.locator('#difference-on').click();
  await panel.locator('#apart', { hasText: '% apart on average' }).waitFor();
  await code.screenshot('real-video-compare');
});

test('its sweet spot is searched for', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.closeActiveTab();
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.findSweetSpot'));
  await state(code, 'done', 2 * slow);
  await expect(panel.locator('#sentence').textContent()).resolves.toMatch(/steps/);
  await code.screenshot('real-video-sweet-spot');
});
