/** `sweetspot mcp` as an agent uses it, by the client of the protocol's own SDK. */
import { execFileSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { decode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TOOL_NAMES } from '../../server/src/tools/index.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

const WASTE = 'model: stabilityai/stable-diffusion-xl-base-1.0\nprompt: a lake\nsteps: 80\nwidth: 1024\nheight: 1024\n';

let temporary: TemporaryFolder;
let outside: TemporaryFolder;
const client = new Client({ name: 'test', version: '1' });
beforeAll(async () => {
  [temporary, outside] = [await temporaryFolder(), await temporaryFolder()];
  await writeFile(join(temporary.path, 'waste.yaml'), WASTE);
  await writeFile(join(outside.path, 'secret.yaml'), WASTE);
  await symlink(join(outside.path, 'secret.yaml'), join(temporary.path, 'link.yaml'));
  execFileSync('mkfifo', [join(temporary.path, 'pipe.yaml')]);
  const args = [join(process.cwd(), 'dist/cli.cjs'), 'mcp'];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: temporary.path }));
});
afterAll(async () => {
  await client.close();
  await Promise.all([temporary.remove(), outside.remove()]);
});

async function call(name: string, input: Record<string, unknown>) {
  const { content, isError = false } = CallToolResultSchema.parse(await client.callTool({ name, arguments: input }));
  const [first, picture] = content;
  return {
    isError,
    text: first.type === 'text' ? first.text : '',
    picture: picture?.type === 'image' ? picture : null,
  };
}

test('the tools are those that there are, each with a schema of what it takes', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([...TOOL_NAMES]);
  for (const { description, inputSchema } of tools) {
    expect(description).toMatch(/\.$/);
    expect(Object.keys(inputSchema.properties ?? {}).length).toBeGreaterThan(0);
  }
});

test('a session: finds a wasteful count, asks why and what is better, mends it and looks at the picture', async () => {
  const found = JSON.parse((await call('sweetspot_check', { path: 'waste.yaml' })).text);
  expect(found).toMatchObject({
    file: 'waste.yaml',
    findings: [{ code: 'steps-wasteful', line: 3, column: 8, suggested: 25 }],
  });
  expect((await call('sweetspot_explain', { topic: found.findings[0].code })).text).toMatch(/^# More steps than/);
  const inspected = JSON.parse((await call('sweetspot_inspect', { path: 'waste.yaml' })).text);
  const [{ model }] = inspected.generations;
  const suggested = JSON.parse((await call('sweetspot_suggest', { model: model.name })).text);
  expect(suggested).toMatchObject({
    known: true,
    settings: { steps: { default: 25 }, size: { native: expect.arrayContaining([[1024, 1024]]) } },
  });
  const text = WASTE.replace('80', String(suggested.settings.steps.default));
  expect(JSON.parse((await call('sweetspot_check', { text, name: 'waste.yaml' })).text).findings).toEqual([]);
  const { picture, text: told } = await call('sweetspot_render', { text, steps: 3, seed: 7, max_side: 128 });
  expect(picture?.mimeType).toBe('image/png');
  expect(decode(Buffer.from(picture?.data ?? '', 'base64'))).toMatchObject({ width: 128, height: 128 });
  expect(JSON.parse(told)).toMatchObject({
    model_evaluations: expect.any(Number),
    generation: inspected.generations[0].id,
  });
});

test('an acceleration LoRA changes what is suggested', async () => {
  const { text } = await call('sweetspot_suggest', {
    model: 'stabilityai/stable-diffusion-xl-base-1.0',
    loras: ['sdxl_lightning_4step_lora.safetensors'],
  });
  expect(JSON.parse(text).settings.steps.default).toBe(4);
});

test.each([
  ['sweetspot_check', { path: '../secret.yaml' }, 'There is no file ../secret.yaml.'],
  ['sweetspot_check', { path: '/etc/hostname' }, 'is not in the folder'],
  ['sweetspot_check', { path: 'link.yaml' }, 'is not in the folder'],
  ['sweetspot_check', { path: 'pipe.yaml' }, 'pipe.yaml is no file.'],
  ['sweetspot_check', {}, 'text: '],
  ['sweetspot_explain', { topic: 'entropy' }, 'There is no page for "entropy". There are: '],
  ['sweetspot_render', { text: 'a: 1' }, 'holds no generation'],
  ['sweetspot_format', {}, 'There is no tool "sweetspot_format"'],
])('%s %j is an error that says why', async (name, input, why) => {
  const { isError, text } = await call(name, input);
  expect(isError).toBe(true);
  expect(text).toContain(why);
});
