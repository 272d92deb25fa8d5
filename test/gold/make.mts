/**
 * `npm run gold -- ADDRESS [FOLDER]`: makes the gold of test/gold anew from a running ComfyUI and the frontend that it serves.
 *
 *     npm run gold -- http://127.0.0.1:8188
 *     SWEETSPOT_GOLD=test/output/gold npx vitest run test/gold
 *
 * Every template that the server offers is loaded by its own frontend in a headless Chromium, which says what it would send. The
 * folder (test/output/gold) gets templates.tar.xz, prompts.tar.xz and object_info.json.xz. Then the server is asked what is wrong
 * with the frontend's graphs and with ours: what it says of ours alone is listed, and the exit code is 1. Nothing is rendered.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { convertWorkflow } from '../../server/src/render/backends/comfyui/convert/index.ts';
import { parseApiGraph, parseObjectInfo } from '../../server/src/render/backends/comfyui/graph.ts';
import { knowledge } from '../support/knowledge.ts';
import { launchChromium } from '../vscode/host/browser.ts';
import { expectToCheckOnly, oursAlone } from './complaints.ts';
import { makes } from './gold.ts';

/** Milliseconds until the frontend is there, on a machine that is busy. */
const START = 180_000;
/** What the server says of its templates: groups of them by name. */
const Index = v.array(v.object({ templates: v.array(v.object({ name: v.pipe(v.string(), v.regex(/^[\w. -]+$/)) })) }));
/** What the frontend says; nothing is sent where it can't load a workflow. */
const Said = v.object({
  output: v.fallback(v.record(v.string(), v.looseObject({ class_type: v.optional(v.string()) })), {}),
  errs: v.array(v.string()),
});

const [given, folder = 'test/output/gold'] = process.argv.slice(2);
if (given === undefined) {
  console.error('Which ComfyUI? npm run gold -- ADDRESS [FOLDER]');
  process.exit(2);
}
const address = given.replace(/\/$/, '');

async function get(path: string): Promise<string> {
  const response = await fetch(`${address}${path}`);
  if (!response.ok) throw new Error(`${address}${path} answers ${response.status}.`);
  return response.text();
}

const index = v.parse(Index, JSON.parse(await get('/templates/index.json')));
const names = [...new Set(index.flatMap(({ templates }) => templates.map(({ name }) => name)))];
const work = mkdtempSync(join(tmpdir(), 'sweetspot-gold-'));
const definitions = await get('/object_info');
const objectInfo = parseObjectInfo(JSON.parse(definitions));
await expectToCheckOnly(address, objectInfo);
const browser = await launchChromium();
try {
  for (const part of ['templates', 'prompts']) mkdirSync(join(work, part));
  const page = await browser.newPage();
  await page.goto(address, { timeout: START });
  await page.waitForFunction('window.app?.graph && window.app?.canvas', undefined, { timeout: START });
  let failed = 0;
  let same = 0;
  const ours: string[] = [];
  for (const name of names) {
    const text = await get(`/templates/${encodeURIComponent(name)}.json`);
    const said: unknown = await page.evaluate(sentFor, text);
    const { output, errs } = v.parse(Said, said);
    if (errs.length > 0) failed += 1;
    writeFileSync(join(work, 'templates', `${name}.json`), text);
    writeFileSync(join(work, 'prompts', `${name}.json`), JSON.stringify(said));
    const converted = convertWorkflow(JSON.parse(text), objectInfo, [], knowledge);
    if (makes(converted.graph, objectInfo) === makes(parseApiGraph(output), objectInfo)) same += 1;
    const faults = await oursAlone(address, converted, output, objectInfo);
    ours.push(...faults.map((fault) => `${name}: ${fault}`));
  }
  const out = resolve(folder);
  mkdirSync(out, { recursive: true });
  for (const part of ['templates', 'prompts'])
    execFileSync('tar', ['-cJf', join(out, `${part}.tar.xz`), '-C', work, part]);
  const info = execFileSync('xz', ['-c'], { input: definitions, maxBuffer: 2 ** 28 });
  writeFileSync(join(out, 'object_info.json.xz'), info);
  console.log(`${names.length} templates in ${out}, ${failed} of which the frontend could not load.`);
  console.log(`Our graph is the frontend's for ${same}. The server finds wrong with ours alone: ${ours.length}`);
  for (const fault of ours) console.log(`  ${fault}`);
  if (ours.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(work, { recursive: true });
}

/** Runs in the page: what the frontend would send for a workflow, and why it can't. */
async function sentFor(workflow: string): Promise<{ output: unknown; errs: string[] }> {
  interface Frontend {
    loadGraphData(...of: unknown[]): Promise<void>;
    graphToPrompt(): Promise<{ output: unknown }>;
  }
  const { app } = globalThis as unknown as { app: Frontend };
  try {
    const quiet = { showMissingNodesDialog: false, showMissingModelsDialog: false, silentAssetErrors: true };
    await app.loadGraphData(JSON.parse(workflow), true, true, null, quiet);
    return { output: (await app.graphToPrompt()).output, errs: [] };
  } catch (error) {
    return { output: null, errs: [String(error)] };
  }
}
