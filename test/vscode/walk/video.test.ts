/** Somebody who renders a video on ComfyUI: a short one, that moves, is stopped and looked through, compared and saved. */
import { readFile } from 'node:fs/promises';
import { decode, encode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { definitions } from '../../backends/comfyui/definitions.ts';
import { type Run, type ScriptedComfy, startComfy } from '../../backends/comfyui/server.ts';
import { patience } from '../host/workbench.ts';
import { landscape } from './landscape.ts';
import { state, titleOf, useVSCode } from './session.ts';

const MODEL = 'wan2.1_t2v_1.3B_fp16.safetensors';
const [WIDTH, HEIGHT] = [480, 320];

const loaders = {
  UNETLoader: { required: { unet_name: [[MODEL]] }, output: ['MODEL'] },
  CLIPLoader: { required: { clip_name: [['umt5_xxl.safetensors']], type: [['wan']] }, output: ['CLIP'] },
  VAELoader: { required: { vae_name: [['wan_2.1_vae.safetensors']] }, output: ['VAE'] },
  EmptyHunyuanLatentVideo: {
    required: { width: ['INT'], height: ['INT'], length: ['INT', { min: 1, step: 4 }], batch_size: ['INT'] },
    output: ['LATENT'],
  },
  EmptyAudio: { required: { duration: ['FLOAT'] }, output: ['AUDIO'] },
};
const objectInfo = {
  ...definitions(),
  ...Object.fromEntries(
    Object.entries(loaders).map(([name, { required, output }]) => [
      name,
      { input: { required }, input_order: { required: Object.keys(required) }, output, name, display_name: name },
    ]),
  ),
};

const sampling = { seed: 42, steps: 20, cfg: 6, sampler_name: 'euler', scheduler: 'normal', denoise: 1 };
const graph = {
  '3': {
    class_type: 'KSampler',
    inputs: { ...sampling, model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] },
  },
  '4': { class_type: 'UNETLoader', inputs: { unet_name: MODEL } },
  '5': {
    class_type: 'EmptyHunyuanLatentVideo',
    inputs: { width: WIDTH, height: HEIGHT, length: 81, batch_size: 1 },
  },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'along a mountain coast', clip: ['10', 0] } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'fog', clip: ['10', 0] } },
  '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['11', 0] } },
  '9': { class_type: 'SaveVideo', inputs: { video: ['12', 0], filename_prefix: 'coast' } },
  '10': { class_type: 'CLIPLoader', inputs: { clip_name: 'umt5_xxl.safetensors', type: 'wan' } },
  '11': { class_type: 'VAELoader', inputs: { vae_name: 'wan_2.1_vae.safetensors' } },
  '12': { class_type: 'CreateVideo', inputs: { images: ['8', 0], fps: 8, audio: ['13', 0] } },
  '13': { class_type: 'EmptyAudio', inputs: { duration: 3 } },
};

/** A second of a tone, as WAV: 8000 bytes of one channel. */
function tone(): Buffer {
  const [rate, head] = [8000, Buffer.alloc(44)];
  head.write('RIFF\0\0\0\0WAVEfmt ', 'latin1');
  head.writeUInt32LE(36 + rate, 4);
  for (const [at, value] of [
    [16, 16],
    [24, rate],
    [28, rate],
    [40, rate],
  ])
    head.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ])
    head.writeUInt16LE(value, at);
  head.write('data', 36, 'latin1');
  const wave = (at: number): number => 128 + 40 * Math.sin((2 * Math.PI * 440 * at) / rate);
  return Buffer.concat([head, Buffer.from(Array.from({ length: rate }, (_, at) => wave(at)))]);
}

/** A flight along a coast: each frame shows a part of one wide picture, further on. */
async function flight(): Promise<Run> {
  const { picture } = await landscape('a mountain coast at sunset', 12, 2 * WIDTH, HEIGHT);
  const { data, width, channels } = decode(picture);
  const frame = (at: number): Uint8Array => {
    const part = new Uint8Array(WIDTH * HEIGHT * channels);
    for (let y = 0; y < HEIGHT; y += 1) {
      const from = (y * width + at) * channels;
      part.set(data.subarray(from, from + WIDTH * channels), y * WIDTH * channels);
    }
    return encode({ width: WIDTH, height: HEIGHT, data: part, channels });
  };
  return (job) => {
    job.start();
    for (const [node, { class_type, inputs }] of job.inOrder()) {
      if (class_type === 'KSampler')
        for (let step = 1; step <= Number(inputs.steps); step += 1) job.step(node, step, Number(inputs.steps));
      const { length } = job.graph['5'].inputs;
      if (class_type === 'PreviewImage')
        for (let at = 0; at < Number(length); at += 1) job.show(node, frame(at * Math.floor(WIDTH / Number(length))));
      if (class_type === 'PreviewAudio') job.show(node, tone(), 'wav');
    }
    job.say('execution_success');
  };
}

let comfy: ScriptedComfy;
const vscode = useVSCode({
  openFile: 'video.json',
  files: { 'video.json': `${JSON.stringify(graph, null, 2)}\n` },
});

beforeAll(async () => {
  comfy = await startComfy({ run: await flight(), objectInfo }, 8188);
});
afterAll(() => comfy?.stop());

test('a draft is a short video, which moves', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.runCommand(titleOf('sweetspot.chooseBackend'));
  await code.quickInput('Choose Backend').getByText('ComfyUI 0.3.64').waitFor();
  await code.pickRow('ComfyUI 0.3.64');
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'done');
  await expect(panel.locator('#changes').textContent()).resolves.toMatch(/frames 81 → 17/);
  await panel.locator('#frame-of', { hasText: 'frame 5 of 17 · 8 a second' }).waitFor();
  await panel.locator('#frame-of', { hasText: 'frame 9 of 17' }).waitFor();
  await code.screenshot('video', code.editors());
});

test('its sound is heard when asked for, and not before', async () => {
  const code = vscode();
  const panel = code.webview();
  await panel.locator('#sound[title="Turn sound on"]').click();
  // It goes on being heard, where a sound that can't be played turns itself off.
  await panel.locator('#frame-of', { hasText: 'frame 15 of 17' }).waitFor();
  await panel.locator('#frame-of', { hasText: 'frame 3 of 17' }).waitFor();
  await panel.locator('#sound[title="Turn sound off"]').waitFor();
  await code.screenshot('video-sound', code.editors());
  await panel.locator('#sound').click();
});

test('it is stopped, and looked through frame by frame', async () => {
  const code = vscode();
  const panel = code.webview();
  await panel.locator('#play').click();
  const seek = panel.locator('#seek');
  await seek.focus();
  await code.page.keyboard.press('Home');
  await panel.locator('#frame-of', { hasText: 'frame 1 of 17' }).waitFor();
  const picture = panel.locator('canvas#picture');
  const pixels = () => picture.evaluate((canvas: { toDataURL(): string }) => canvas.toDataURL());
  await expect.poll(() => picture.evaluate((canvas: { width: number }) => canvas.width)).toBe(WIDTH);
  const first = await pixels();
  await code.page.keyboard.press('End');
  await panel.locator('#frame-of', { hasText: 'frame 17 of 17' }).waitFor();
  await expect.poll(pixels).not.toBe(first);
  await code.page.keyboard.press('ArrowLeft');
  await panel.locator('#frame-of', { hasText: 'frame 16 of 17' }).waitFor();
  await panel.locator('#strip li:not(.live) img').first().waitFor();
});

test('it is saved whole', async () => {
  const code = vscode();
  await code.webview().locator('#save').click();
  await code.quickInput('Save Render').waitFor();
  await expect.poll(() => code.inputValue(), { timeout: 30_000 }).toMatch(/\/video\.png$/);
  const path = await code.inputValue();
  await code.page.keyboard.press('Enter');
  await code.inExplorer('video.png').waitFor();
  expect((await readFile(path)).includes('acTL')).toBe(true);
});

test('as configured makes all frames', async () => {
  const code = vscode();
  const panel = code.webview();
  await panel.locator('#configured').click();
  await panel.locator('#frame-of', { hasText: 'of 81' }).waitFor({ timeout: 2 * patience });
});

test('step counts are compared on short videos, under one slider', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.closeActiveTab();
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.compareSteps'));
  await state(code, 'done', 3 * patience);
  await expect(panel.locator('#changes').textContent()).resolves.toMatch(/frames 81 → 17/);
  await panel.locator('#grid .open').nth(0).click();
  await panel.locator('#grid .open').nth(1).click();
  await panel.locator('#frame-of', { hasText: 'of 17' }).waitFor();
  await panel.locator('canvas#compared').waitFor();
  await panel.locator('#difference-on').click();
  await panel.locator('#apart', { hasText: '% apart on average' }).waitFor();
  await code.screenshot('video-compare', code.editors());
});
