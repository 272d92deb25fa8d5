/** Somebody who edits a picture on ComfyUI: it is uploaded once that is allowed, its size is the picture's, and step counts of it are compared. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { definitions, MODELS } from '../../backends/comfyui/definitions.ts';
import { type ComfyScript, type Run, type ScriptedComfy, startComfy } from '../../backends/comfyui/server.ts';
import { sendJson } from '../../backends/support.ts';
import { patience } from '../host/workbench.ts';
import { landscape } from './landscape.ts';
import { workflow } from './scripted-comfy.ts';
import { state, titleOf, useVSCode } from './session.ts';

const [WIDTH, HEIGHT] = [480, 320];
const text = JSON.stringify(
  {
    ...JSON.parse(workflow({ model: MODELS[1], steps: 60 })),
    '5': { class_type: 'VAEEncode', inputs: { pixels: ['12', 0], vae: ['4', 2] } },
    '12': { class_type: 'LoadImage', inputs: { image: 'coast.png' } },
  },
  null,
  2,
).replace('"denoise": 1', '"denoise": 0.6');

/** Keeps what is uploaded, lists it from then on, and gives it back. */
function keeping(run: Run, picture: Uint8Array, uploaded: string[]): ComfyScript {
  const known = definitions() as Record<string, { input: object }>;
  const input = (required: object) => ({ input: { required, optional: {} } });
  return {
    run,
    answer: ({ method, path, query, body }, response) => {
      if (`${method} ${path}` === 'POST /upload/image') {
        uploaded.push(/filename="([^"]*)"/.exec(body)?.[1] ?? '');
        sendJson(response, { name: uploaded.at(-1), subfolder: '', type: 'input' });
      } else if (path === '/view' && query.get('type') === 'input') response.end(picture);
      else if (path === '/object_info') {
        const loading = { ...known.LoadImage, ...input({ image: [uploaded, { image_upload: true }] }) };
        sendJson(response, { ...known, LoadImage: loading });
      } else return false;
      return true;
    },
  };
}

let comfy: ScriptedComfy;
const uploaded: string[] = [];
const { picture } = await landscape('a mountain coast at sunset', 12, WIDTH, HEIGHT);
const vscode = useVSCode({ openFile: 'edit.json', files: { 'edit.json': `${text}\n`, 'coast.png': picture } });

beforeAll(async () => {
  const run: Run = (job) => {
    job.start();
    for (const [node, { class_type, inputs }] of job.inOrder()) {
      if (class_type === 'KSampler')
        for (let step = 1; step <= Number(inputs.steps); step += 1) job.step(node, step, Number(inputs.steps));
      if (class_type === 'PreviewImage') job.show(node, picture);
    }
    job.say('execution_success');
  };
  comfy = await startComfy(keeping(run, picture, uploaded), 8188);
});
afterAll(() => comfy?.stop());

test('the picture beside the file is uploaded once somebody has said so, and decides the size', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.runCommand(titleOf('sweetspot.chooseBackend'));
  await code.pickRow('ComfyUI 0.3.64');
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await code.answerDialog('Upload');
  await state(code, 'done');
  expect(uploaded).toEqual(['coast.png']);
  await code.runCommand(titleOf('sweetspot.renderAsConfigured'));
  await panel.getByText('of the picture it begins with').waitFor();
  await state(code, 'done');
  await expect(panel.locator('#details').textContent()).resolves.toContain(`${WIDTH} × ${HEIGHT}`);
  await code.screenshot('edit', code.editors());
});

test('step counts of the edit are compared', async () => {
  const code = vscode();
  const panel = code.webview();
  await panel.locator('#picture').click();
  await code.tab().filter({ hasText: 'Preview' }).waitFor();
  await code.closeActiveTab();
  await code.token('"cfg"', '"cfg"').click();
  await code.runCommand(titleOf('sweetspot.compareSteps'));
  await state(code, 'done', 3 * patience);
  await panel.locator('#grid .open').nth(0).click();
  await panel.locator('#grid .open').nth(1).click();
  await panel.locator('#boundary').waitFor();
  expect(uploaded).toEqual(['coast.png']);
  expect(new Set(comfy.jobs.map(({ graph }) => graph['12'].inputs.image))).toEqual(new Set(['coast.png']));
  await code.screenshot('edit-compare', code.editors());
});
