/**
 * Somebody whose ComfyUI is a real one: an image graph, one that lacks things, an edit of a picture. Beside it are a video
 * (comfyui-video.real.ts) and a subgraph with a switch (comfyui-switch.real.ts).
 *
 *     npm run package
 *     SWEETSPOT_REAL_COMFYUI=http://127.0.0.1:8188 npm test -- walk
 *
 * SWEETSPOT_REAL_MODEL names the checkpoint, any of the shape of Stable Diffusion 1.5, SWEETSPOT_REAL_LORA a LoRA by LCM's name;
 * small pictures are made.
 */
import { expect, test } from 'vitest';
import { png } from '../../backends/support.ts';
import { patience } from '../host/workbench.ts';
import { address, image, links, misspelt, model, sampling, text } from './real-graphs.ts';
import { state, titleOf, useVSCode } from './session.ts';

/** Milliseconds for renders on a machine that has no graphics card. */
const slow = 6 * patience;
const photo = `photo-${Date.now()}.png`;

const vscode = useVSCode({
  openFile: 'image.json',
  settings: { 'sweetspot.backend.kind': 'comfyui', 'sweetspot.backend.address': address },
  files: {
    'image.json': text(image),
    'lacking.json': text({
      ...image,
      '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: misspelt(model) } },
      '20': { class_type: 'NoSuchUpscaler', inputs: { image: ['8', 0] } },
    }),
    'edit.json': text({
      ...image,
      '3': { class_type: 'KSampler', inputs: { ...sampling, ...links, latent_image: ['22', 0], denoise: 0.6 } },
      '21': { class_type: 'LoadImage', inputs: { image: photo } },
      '22': { class_type: 'VAEEncode', inputs: { pixels: ['21', 0], vae: ['4', 2] } },
    }),
    [photo]: png(64, 64, [200, 120, 60]),
  },
});

test('hover and finding are there before anything is asked of the server', async () => {
  const code = vscode();
  await code.squiggle('info').or(code.squiggle('warning')).first().waitFor();
  await code.hover('"steps"', '60', /steps/i);
  await code.screenshot('real-hover');
  await code.closeHover();
});

test('what the server lacks is said when asked, and the nearest it has is written into the file', async () => {
  const code = vscode();
  await code.openFile('lacking.json');
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.checkOnServer'));
  await code.squiggle('error').first().waitFor({ timeout: slow });
  await code.screenshot('real-check');
  await code.openQuickFixes('ckpt_name', `"${misspelt(model)}"`);
  await code.screenshot('real-check-fix');
  await code.applyQuickFix(`Use ${model}, the nearest that the server has`);
  await code.line(model).waitFor();
});

test('a preview is drawn by it', async () => {
  const code = vscode();
  await code.openFile('image.json');
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'done', slow);
  await expect(code.webview().locator('#changes').textContent()).resolves.toMatch(/SaveImage \(node 9\) is a preview/);
  await code.screenshot('real-preview');
});

test('a picture beside the file is uploaded after a word', async () => {
  const code = vscode();
  await code.token('"cfg"', '"cfg"').click();
  await code.openFile('edit.json');
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await code.dialog().getByText(photo).first().waitFor({ timeout: slow });
  await code.screenshot('real-upload');
  await code.answerDialog('Upload');
  await state(code, 'done', slow);
  await code.screenshot('real-edit');
});

test('a picture is uploaded once, and what is made of it is compared', async () => {
  const code = vscode();
  await code.token('"cfg"', '"cfg"').click();
  await code.hover('"steps"', '60', /steps/i);
  await code.closeHover();
  await code.runCommand(titleOf('sweetspot.checkOnServer'));
  await code.notice('has everything that this graph needs', slow);
  await code.screenshot('real-edit-check');
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.compareSteps'));
  await state(code, 'done', 4 * slow);
  await code.screenshot('real-edit-compare');
});

test('step counts are compared', async () => {
  const code = vscode();
  await code.token('"cfg"', '"cfg"').click();
  await code.openFile('image.json');
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.compareSteps'));
  await state(code, 'done', 2 * slow);
  await code.screenshot('real-compare');
});
