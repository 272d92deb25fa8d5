/**
 * VS Code for the Web and a ComfyUI: one that was started plainly refuses pages of other addresses, and one that was started with
 * --enable-cors-header renders.
 */
import type { Page } from 'playwright-core';
import { MODELS } from '../../backends/comfyui/definitions.ts';
import { type ComfyScript, startComfy } from '../../backends/comfyui/server.ts';
import { png } from '../../backends/support.ts';
import type { TestResult } from '../../support/results.ts';
import { Workbench } from '../host/workbench.ts';
import { workflow } from '../walk/scripted-comfy.ts';
import { state, titleOf } from '../walk/session.ts';

/** What the window has open then. */
export const GRAPH = { name: 'coast.json', text: workflow({ model: MODELS[0], steps: 30 }) };

/** As server.py: `create_origin_only_middleware`. */
const refusing: NonNullable<ComfyScript['answer']> = ({ headers }, response) => {
  if (!headers.origin || new URL(headers.origin).host === headers.host) return false;
  response.writeHead(403).end();
  return true;
};

/** As server.py: `create_cors_middleware`. */
const allowing: NonNullable<ComfyScript['answer']> = ({ method }, response) => {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Methods', 'POST, GET, DELETE, PUT, OPTIONS, PATCH');
  response.setHeader('Access-Control-Allow-Headers', 'Content-Type, Authorization');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  if (method === 'OPTIONS') response.writeHead(200).end();
  return method === 'OPTIONS';
};

/** What a person does there, test by test; the later need the earlier. */
export async function networkResults(page: Page): Promise<TestResult[]> {
  const code = new Workbench(page);
  const plain = await startComfy({ answer: refusing });
  const open = await startComfy({
    answer: allowing,
    run: (job) => {
      job.start();
      for (const step of [1, 2]) job.step('3', step, 2);
      for (const [node, { class_type }] of job.inOrder())
        if (class_type === 'PreviewImage') job.show(node, png(96, 64));
      job.say('execution_success');
    },
  });
  const tests: Readonly<Record<string, () => Promise<void>>> = {
    'a server that does not allow the page is said to do so, with the way out': async () => {
      await code.line('"KSampler"').waitFor();
      await code.runCommand(titleOf('sweetspot.chooseBackend'));
      await code.pickRow('Another address');
      await code.answer(plain.url.origin);
      await code
        .complaint()
        .getByText(/does not allow this page .*--enable-cors-header/)
        .waitFor();
      await code.screenshot('web-refused');
    },
    'a server that allows the page renders a preview': async () => {
      await code.answer(open.url.origin);
      await code.quickInput(/./).waitFor({ state: 'hidden' });
      await code.token('"cfg"', '"cfg"').click();
      await code.runCommand(titleOf('sweetspot.preview'));
      await state(code, 'done');
      const width = await code
        .webview()
        .locator('#picture')
        .evaluate((image: { naturalWidth: number }) => image.naturalWidth);
      if (width !== 96) throw new Error(`The picture is ${width} pixels wide.`);
      await code.screenshot('web-rendered');
    },
  };
  const results: TestResult[] = [];
  try {
    for (const [name, run] of Object.entries(tests)) results.push(await resultOf(code, name, run));
  } finally {
    await Promise.all([plain.stop(), open.stop()]);
  }
  return results;
}

async function resultOf(code: Workbench, name: string, run: () => Promise<void>): Promise<TestResult> {
  try {
    await run();
    return { name, passed: true };
  } catch (error) {
    await code.screenshot(`failed-web-${name.replaceAll(/\W+/g, '-')}`);
    return { name, passed: false, message: error instanceof Error ? error.message : String(error) };
  }
}
