/** Somebody who has a workflow with a switch for a LoRA of few steps, and a real ComfyUI: see comfyui.real.ts. */
import { expect, test } from 'vitest';
import { patience } from '../host/workbench.ts';
import { address, lora, misspelt, switched, text } from './real-graphs.ts';
import { state, titleOf, useVSCode } from './session.ts';

/** Milliseconds for renders on a machine that has no graphics card. */
const slow = 6 * patience;

const vscode = useVSCode({
  openFile: 'switched.json',
  settings: { 'sweetspot.backend.kind': 'comfyui', 'sweetspot.backend.address': address },
  files: {
    'switched.json': text(switched),
    // The same with the switch on; a hand that turns it would have to type into the file.
    'few.json': text(switched)
      .replace(/^ {8}false$/m, '        true')
      .replace(misspelt(lora), lora),
  },
});

/** Goes from finding to finding, down to one in the subgraph, far below what is on the screen. */
async function comeTo(text: string): Promise<void> {
  const explained = async () => (await vscode().showProblem()).textContent();
  await expect.poll(explained, { timeout: slow, interval: 1000 }).toContain(text);
}

test('steps behind a switch and a subgraph are read and judged', async () => {
  const code = vscode();
  await code.squiggle('info').or(code.squiggle('warning')).first().waitFor();
  await code.hover('47', '47', /steps/i);
  await code.screenshot('real-switch');
  await code.closeHover();
});

test('a LoRA that the server lacks is said in the subgraph, and the nearest is written', async () => {
  const code = vscode();
  await code.token('47', '47').click();
  await code.runCommand(titleOf('sweetspot.checkOnServer'));
  await comeTo(misspelt(lora));
  await code.openQuickFixes(misspelt(lora), `"${misspelt(lora)}"`);
  await code.screenshot('real-switch-check');
  await code.applyQuickFix(`Use ${lora}, the nearest that the server has`);
  await code.line(`"${lora}"`).waitFor();
});

test('its preview is drawn, and step counts are compared', async () => {
  const code = vscode();
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'done', slow);
  await code.screenshot('real-switch-preview');
  await code.runCommand(titleOf('sweetspot.compareSteps'));
  await state(code, 'done', 4 * slow);
  await code.screenshot('real-switch-compare');
});

test('with the switch on it is judged by the LoRA, and its preview takes few steps', async () => {
  const code = vscode();
  await code.openFile('few.json');
  await comeTo('LCM');
  await code.screenshot('real-switch-on');
  await code.page.keyboard.press('Escape');
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'done', slow);
  await code.webview().getByText('4 steps').first().waitFor();
  await code.screenshot('real-switch-on-preview');
});
