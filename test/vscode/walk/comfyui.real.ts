/**
 * Somebody whose ComfyUI is a real one: an image graph, one that lacks things, an edit of a picture, a video whose length is worked
 * out, a subgraph with a switch.
 *
 *     npm run package
 *     SWEETSPOT_REAL_COMFYUI=http://127.0.0.1:8188 npm test -- walk
 *
 * SWEETSPOT_REAL_MODEL names the checkpoint, any of the shape of Stable Diffusion 1.5; small pictures are made.
 */
import { expect, test } from 'vitest';
import { png } from '../../backends/support.ts';
import { patience } from '../host/workbench.ts';
import { state, titleOf, useVSCode } from './session.ts';

const address = process.env.SWEETSPOT_REAL_COMFYUI ?? '';
const model = process.env.SWEETSPOT_REAL_MODEL ?? 'random-sd15-small.safetensors';
/** Milliseconds for renders on a machine that has no graphics card. */
const slow = 6 * patience;
const photo = `photo-${Date.now()}.png`;

const links = { model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] };
const sampling = { seed: 5, steps: 60, cfg: 4, sampler_name: 'euler', scheduler: 'normal', denoise: 1 };
const image = {
  '3': { class_type: 'KSampler', inputs: { ...sampling, ...links } },
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: model } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a castle', clip: ['4', 1] } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['4', 1] } },
  '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
  '9': { class_type: 'SaveImage', inputs: { images: ['8', 0], filename_prefix: 'walk' } },
};
const text = (graph: object) => JSON.stringify(graph, null, 2);
const misspelt = model.replace('.', '-2.');

/** A workflow whose steps stand outside of a subgraph, behind a switch for a LoRA of few steps. */
const widget = { name: 'value', type: 'INT', link: null, widget: { name: 'value' } };
const value = (id: number, held: number, link: number) => ({
  ...{ id, type: 'PrimitiveInt', mode: 0, inputs: [widget], widgets_values: [held, 'fixed'] },
  outputs: [{ name: 'INT', type: 'INT', links: [link] }],
});
const inner = (id: number, type: string, inputs: object[], outputs: object[], widgets_values: unknown[]) => ({
  ...{ id, type, mode: 0, inputs, outputs, widgets_values },
});
const given = (name: string, type: string, link: number) => ({ name, type, link });
const made = (type: string, ...linked: number[]) => ({ name: type, type, links: linked });
const wire = (
  id: number,
  origin_id: number,
  origin_slot: number,
  target_id: number,
  target_slot: number,
  type: string,
) => ({
  ...{ id, origin_id, origin_slot, target_id, target_slot, type },
});
const subgraph = {
  id: '3f1c1f6e-0000-4000-8000-000000000001',
  name: 'Castle',
  inputs: [{ id: 'a', name: 'steps', type: 'INT', linkIds: [10] }],
  outputs: [{ id: 'b', name: 'IMAGE', type: 'IMAGE', linkIds: [19] }],
  nodes: [
    inner(4, 'CheckpointLoaderSimple', [], [made('MODEL', 11), made('CLIP', 12, 13), made('VAE', 18)], [model]),
    inner(5, 'EmptyLatentImage', [], [made('LATENT', 16)], [64, 64, 1]),
    inner(6, 'CLIPTextEncode', [given('clip', 'CLIP', 12)], [made('CONDITIONING', 14)], ['a castle']),
    inner(7, 'CLIPTextEncode', [given('clip', 'CLIP', 13)], [made('CONDITIONING', 15)], ['blurry']),
    inner(
      3,
      'KSampler',
      [
        given('model', 'MODEL', 11),
        given('positive', 'CONDITIONING', 14),
        given('negative', 'CONDITIONING', 15),
        given('latent_image', 'LATENT', 16),
        { ...given('steps', 'INT', 10), widget: { name: 'steps' } },
      ],
      [made('LATENT', 17)],
      [5, 'fixed', 20, 4, 'euler', 'simple', 1],
    ),
    inner(8, 'VAEDecode', [given('samples', 'LATENT', 17), given('vae', 'VAE', 18)], [made('IMAGE', 19)], []),
  ],
  links: [
    wire(10, -10, 0, 3, 4, 'INT'),
    wire(11, 4, 0, 3, 0, 'MODEL'),
    wire(12, 4, 1, 6, 0, 'CLIP'),
    wire(13, 4, 1, 7, 0, 'CLIP'),
    wire(14, 6, 0, 3, 1, 'CONDITIONING'),
    wire(15, 7, 0, 3, 2, 'CONDITIONING'),
    wire(16, 5, 0, 3, 3, 'LATENT'),
    wire(17, 3, 0, 8, 0, 'LATENT'),
    wire(18, 4, 2, 8, 1, 'VAE'),
    wire(19, 8, 0, -20, 0, 'IMAGE'),
  ],
};
const switched = {
  nodes: [
    value(20, 47, 1),
    value(21, 4, 2),
    inner(
      22,
      'ComfySwitchNode',
      [
        { name: 'switch', type: 'BOOLEAN', link: null, widget: { name: 'switch' } },
        given('on_false', 'INT', 1),
        given('on_true', 'INT', 2),
      ],
      [{ name: 'output', type: 'INT', links: [3] }],
      [false],
    ),
    inner(30, subgraph.id, [given('steps', 'INT', 3)], [made('IMAGE', 4)], []),
    inner(9, 'SaveImage', [given('images', 'IMAGE', 4)], [], ['walk']),
  ],
  links: [
    [1, 20, 0, 22, 1, 'INT'],
    [2, 21, 0, 22, 2, 'INT'],
    [3, 22, 0, 30, 0, 'INT'],
    [4, 30, 0, 9, 0, 'IMAGE'],
  ],
  definitions: { subgraphs: [subgraph] },
  version: 0.4,
};

const vscode = useVSCode({
  openFile: 'image.json',
  settings: { 'sweetspot.backend.kind': 'comfyui', 'sweetspot.backend.address': address },
  files: {
    'image.json': text(image),
    'lacking.json': text({
      ...image,
      '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: misspelt } },
      '20': { class_type: 'NoSuchUpscaler', inputs: { image: ['8', 0] } },
    }),
    'edit.json': text({
      ...image,
      '3': { class_type: 'KSampler', inputs: { ...sampling, ...links, latent_image: ['22', 0], denoise: 0.6 } },
      '21': { class_type: 'LoadImage', inputs: { image: photo } },
      '22': { class_type: 'VAEEncode', inputs: { pixels: ['21', 0], vae: ['4', 2] } },
    }),
    [photo]: png(64, 64, [200, 120, 60]),
    'video.json': text({
      ...image,
      '3': { class_type: 'KSampler', inputs: { ...sampling, ...links, steps: 12 } },
      '5': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: ['23', 1] } },
      '9': {
        class_type: 'SaveVideo',
        inputs: { video: ['24', 0], filename_prefix: 'walk', format: 'auto', codec: 'auto' },
      },
      '23': { class_type: 'ComfyMathExpression', inputs: { expression: 'a * b + 1', 'values.a': 2, 'values.b': 4 } },
      '24': { class_type: 'CreateVideo', inputs: { images: ['8', 0], fps: 4 } },
    }),
    'switched.json': text(switched),
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
  await code.openQuickFixes('ckpt_name', `"${misspelt}"`);
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

test('a video moves, and its server keeps none of it', async () => {
  const code = vscode();
  await code.token('"cfg"', '"cfg"').click();
  await code.openFile('video.json');
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'done', 2 * slow);
  await code.webview().locator('canvas:visible').first().waitFor();
  await expect(code.webview().locator('#changes').textContent()).resolves.toMatch(/SaveVideo \(node 9\) is a preview/);
  await code.screenshot('real-video');
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

test('steps behind a switch and a subgraph are read, judged and rendered', async () => {
  const code = vscode();
  await code.openFile('switched.json');
  await code.squiggle('info').or(code.squiggle('warning')).first().waitFor();
  await code.hover('47', '47', /steps/i);
  await code.screenshot('real-switch');
  await code.closeHover();
  await code.token('47', '47').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'done', slow);
  await code.screenshot('real-switch-preview');
});
