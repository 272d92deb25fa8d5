/** Somebody who runs ComfyUI: chooses it, watches a render, cancels one, is told what it refuses, picks a model. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MODELS } from '../../backends/comfyui/definitions.ts';
import { type ScriptedComfy, startComfy } from '../../backends/comfyui/server.ts';
import { type Conductor, conductor, refuseGuidance, workflow } from './scripted-comfy.ts';
import { state, titleOf, useVSCode } from './session.ts';

/** Where ComfyUI listens: the server itself, and its desktop application. */
const PORTS = [8188, 8000];

const vscode = useVSCode({
  openFile: 'coast.json',
  files: {
    'coast.json': workflow({ model: MODELS[0], steps: 30 }),
    'refused.json': workflow({ model: MODELS[0], steps: 30, cfg: 700 }),
    'paid.json': workflow({ model: MODELS[0], steps: 30, isPaid: true }),
    'unknown.json': workflow({ model: 'dreamshaper_8.safetensors', steps: 30 }),
  },
});

let comfy: ScriptedComfy;
let renders: Conductor;

beforeAll(async () => {
  renders = await conductor();
  comfy = await onFreePort();
});
afterAll(() => comfy?.stop());

/** At a port where programs are looked for, since that is what is walked here. */
async function onFreePort(): Promise<ScriptedComfy> {
  for (const port of PORTS) {
    const script = { run: renders.run, answer: refuseGuidance };
    const started = await startComfy(script, port).catch(() => null);
    if (started) return started;
  }
  throw new Error(`Ports ${PORTS.join(' and ')} are taken. Stop the ComfyUI of this machine for this test.`);
}

test('it is found when somebody looks for it, and not before', async () => {
  const code = vscode();
  await code.squiggle('info').or(code.line('"KSampler"')).first().waitFor();
  expect(comfy.asked).toEqual([]);
  await code.runCommand(titleOf('sweetspot.chooseBackend'));
  await code.quickInput('Choose Backend').getByText('ComfyUI 0.3.64').waitFor();
  await code.screenshot('choose-backend');
  await code.pickRow('ComfyUI 0.3.64');
  const status = await code.openLanguageStatus();
  await status.getByText('ComfyUI').first().waitFor();
  await code.closeHover();
});

test('a preview shows live pictures, the step and the time left, then the picture', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'running');
  renders.allow(1);
  await panel.locator('#time', { hasText: 'step 1 of' }).waitFor();
  const first = await panel.locator('#picture').getAttribute('src');
  // So slow that the time left is worth a word.
  renders.allow(7, 400);
  await panel.locator('#time', { hasText: /step 7 of \d+ · about/ }).waitFor();
  expect(await panel.locator('#picture').getAttribute('src')).not.toBe(first);
  await code.screenshot('live', code.editors());
  renders.allow(Infinity);
  await state(code, 'done');
  expect(await panel.locator('#picture').evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBe(768);
  await expect(panel.locator('#changes').textContent()).resolves.toMatch(/steps 30 → \d+/);
  await expect(panel.locator('#backend-note').textContent()).resolves.toMatch(/Drawn by your ComfyUI/);
  await panel.locator('#strip li:not(.live) img:not([hidden])').first().waitFor();
  await code.screenshot('comfyui', code.editors());
  const classes = Object.values(comfy.jobs[0].graph).map(({ class_type }) => class_type);
  expect(classes).toContain('PreviewImage');
  expect(classes).not.toContain('SaveImage');
});

test('a render is cancelled on the server too', async () => {
  const code = vscode();
  const panel = code.webview();
  renders.allow(2);
  // The panel has the keyboard, and the command goes on with what the panel is about.
  await panel.locator('h1').click();
  await code.runCommand(titleOf('sweetspot.renderAsConfigured'));
  await panel.locator('#time', { hasText: 'step 2 of 30' }).waitFor();
  await panel.locator('#cancel').click();
  await state(code, 'cancelled');
  await comfy.jobs[1].stopped.promise;
  await expect(panel.locator('#status').textContent()).resolves.toMatch(/this is its last preview/);
});

test('what the server refuses is said at its line', async () => {
  const code = vscode();
  const panel = code.webview();
  renders.allow(Infinity);
  await code.token('"cfg"', '"cfg"').click();
  await code.openFile('refused.json');
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'failed');
  await panel.locator('#places li', { hasText: /^Line 7/ }).waitFor();
  await code.screenshot('refused');
  await panel.locator('#places button').click();
  await code.squiggle('error').waitFor();
  await code.selection(/Ln 7, .*selected/).waitFor();
  const problem = await code.showProblem();
  await expect(problem.textContent()).resolves.toMatch(/sweetspot render/);
  await code.page.keyboard.press('Escape');
  await code.token('"cfg"', '700').click();
  await code.page.keyboard.press('End');
  await code.page.keyboard.type(' ');
  await code.squiggle('error').waitFor({ state: 'detached' });
  await code.page.keyboard.press('Control+Z');
});

test('a model that the server lacks is asked for once, and again after it was forgotten', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.openFile('unknown.json');
  await code.runCommand(titleOf('sweetspot.preview'));
  await code.quickInput(/no model called "dreamshaper_8.safetensors"/).waitFor();
  await panel.locator('#status', { hasText: 'Waiting for your answer' }).waitFor();
  await code.screenshot('model-question');
  await code.pickRow(MODELS[1]);
  await state(code, 'done');
  const loader = (): unknown => comfy.jobs.at(-1)?.graph['4'].inputs.ckpt_name;
  expect(loader()).toBe(MODELS[1]);
  const jobs = comfy.jobs.length;
  await panel.locator('#draft').click();
  await panel.locator('#strip li:not(.live)').nth(1).waitFor();
  expect(comfy.jobs.length).toBe(jobs + 1);
  await code.runCommand(titleOf('sweetspot.forgetModels'));
  await panel.locator('#draft').click();
  await code.quickInput(/no model called/).waitFor();
  await code.page.keyboard.press('Escape');
  await state(code, 'cancelled');
});

test('nodes that cost credits run only after somebody said so, each time', async () => {
  const code = vscode();
  const jobs = comfy.jobs.length;
  await code.openFile('paid.json');
  await code.runCommand(titleOf('sweetspot.preview'));
  await code.dialog().getByText('FluxProUltraImageNode').waitFor();
  await code.screenshot('paid-nodes');
  await code.answerDialog('Cancel');
  await state(code, 'cancelled');
  expect(comfy.jobs.length).toBe(jobs);
  await code.webview().locator('#draft').click();
  await code.answerDialog('Run and Pay');
  await state(code, 'done');
  expect(comfy.jobs.length).toBe(jobs + 1);
});

test('a server that is gone is said to be, in the panel and beside the language', async () => {
  const code = vscode();
  await comfy.stop();
  await code.token('"cfg"', '"cfg"').click();
  await code.openFile('coast.json');
  await code.runCommand(titleOf('sweetspot.preview'));
  await state(code, 'failed');
  await expect(code.webview().locator('#failure-message').textContent()).resolves.toMatch(/127\.0\.0\.1/);
  await code.token('"cfg"', '"cfg"').click();
  const status = await code.openLanguageStatus();
  await expect(status.textContent()).resolves.toMatch(/127\.0\.0\.1/);
  await code.screenshot('unreachable');
  await code.closeHover();
});
