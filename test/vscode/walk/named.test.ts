/** Several generations in one file: which is meant is asked, and what is rendered of each carries its node's title. */
import { expect, test } from 'vitest';
import { state, titleOf, useVSCode } from './session.ts';

const loader = { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } };
const sampler = (title: string, steps: number) => ({
  class_type: 'KSampler',
  _meta: { title },
  inputs: { ...{ model: ['1', 0], seed: 5, steps, cfg: 7, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } },
});
const graph = { '1': loader, '2': sampler('Rough pass', 20), '3': sampler('Fine pass', 24) };
const vscode = useVSCode({ openFile: 'graph.json', files: { 'graph.json': JSON.stringify(graph, null, 1) } });

test('with the cursor in none of them, a person is asked which, by the titles of their nodes', async () => {
  const code = vscode();
  await code.line('"Rough pass"').waitFor();
  await code.page.keyboard.press('Control+Home');
  await code.runCommand(titleOf('sweetspot.preview'));
  await code.page.getByPlaceholder('Which of them?').waitFor();
  await code.screenshot('named-which');
  await code.pickRow('Fine pass');
  await state(code, 'done');
  await expect(code.webview().locator('#title').textContent()).resolves.toMatch(/^Fine pass/);
  await code.page.locator('.tab', { hasText: 'Preview: Fine pass' }).waitFor();
  await code.screenshot('named-preview');
});

test('the other one is another title, in the strip of kept renders, too', async () => {
  const code = vscode();
  await code.line('"Rough pass"').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await code
    .webview()
    .locator('#title', { hasText: /^Rough pass/ })
    .waitFor();
  await state(code, 'done');
  const captions = code.webview().locator('#strip .title');
  await captions.nth(1).waitFor();
  expect(await captions.allTextContents()).toEqual(['Rough pass · SDXL', 'Fine pass · SDXL']);
  await code.screenshot('named-strip');
});

test('a comparison is of the node that was meant', async () => {
  const code = vscode();
  await code.line('"Rough pass"').click();
  await code.runCommand(titleOf('sweetspot.compareSteps'));
  await code.page.locator('.tab.active', { hasText: 'Comparison: Rough pass' }).waitFor();
  // Seen once it says of what it is: its page is the one in front.
  await code.webview().locator('#title', { hasText: 'Steps of Rough pass' }).waitFor();
  await code.screenshot('named-compare');
});
