/** What a project file says is heeded wherever a file of the project is asked about. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../../build/process.ts';
import { CALL_TOOL } from '../../../server/src/protocol/tools.ts';
import { startClient } from '../../support/language-client.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary.ts';

const PROJECT = `
rules: { steps-wasteful: error }
ignore: [vendor/**]
models:
  - { name: House XL, match: house-xl*, like: sdxl, steps: { sweet: [9, 9], wasteful_above: 11 } }
aliases: { house_rounds: inference_steps }
`;
const JOB = 'model: house-xl-v2.safetensors\nprompt: a lake\nhouse_rounds: 12\nwidth: 1024\nheight: 1024\n';
const CLI = join(process.cwd(), 'dist/cli.cjs');

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder.path, '.sweetspot.yaml'), PROJECT);
  for (const sub of ['jobs', 'vendor']) {
    await mkdir(join(folder.path, sub));
    await writeFile(join(folder.path, sub, 'a.yaml'), JOB);
  }
});
afterAll(() => folder.remove());

interface Said {
  readonly findings: readonly { code: string; severity: string; message: string; line: number }[];
}
const told = ({ findings }: Said) =>
  findings.map(({ code, severity, message, line }) => [code, severity, /House XL/.exec(message)?.[0], line]);
/** Of `jobs/a.yaml`, and of a file that the project ignores. */
const expected = [[['steps-wasteful', 'error', 'House XL', 3]], []];

test.each(['check', 'inspect'])('sweetspot %s', async (command) => {
  const said = async (file: string): Promise<Said> => {
    const { output } = await run(process.execPath, [CLI, command, '--format', 'json', file], { cwd: folder.path });
    return JSON.parse(output).files[0] ?? { findings: [] };
  };
  expect([told(await said('jobs/a.yaml')), told(await said('vendor/a.yaml'))]).toEqual(expected);
});

test('sweetspot render: the own key is the step count', async () => {
  const args = ['render', 'jobs/a.yaml', '-o', 'a.png', '--max-side', '64', '--format', 'json'];
  const { output } = await run(process.execPath, [CLI, ...args], { cwd: folder.path });
  const [plan] = output.split('\n').map((line) => JSON.parse(line || '{}'));
  expect(plan.settings).toContainEqual(expect.objectContaining({ value: '12' }));
});

test('agents, over MCP: by its path, as a text under its name, and as a text of the folder', async () => {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [CLI, 'mcp'], cwd: folder.path }));
  const check = async (input: Record<string, unknown>): Promise<Said> => {
    const asked = { name: 'sweetspot_check', arguments: input };
    const { content } = CallToolResultSchema.parse(await client.callTool(asked));
    return JSON.parse(content[0].type === 'text' ? content[0].text : '');
  };
  try {
    expect([told(await check({ path: 'jobs/a.yaml' })), told(await check({ path: 'vendor/a.yaml' }))]).toEqual(
      expected,
    );
    expect(told(await check({ text: JOB, name: 'vendor/other.yaml' }))).toEqual([]);
    expect(told(await check({ text: JOB }))).toEqual(expected[0]);
    // Outside of the folder nothing is looked at, whatever a text is called.
    expect(told(await check({ text: JOB, name: '../vendor/other.yaml' }))).toEqual(expected[0]);
  } finally {
    await client.close();
  }
});

test('agents in an editor', async () => {
  const client = await startClient();
  const check = async (name: string): Promise<Said> => {
    const uri = pathToFileURL(join(folder.path, name)).href;
    const input = JSON.stringify({ text: JOB, name });
    const answer: { text: string } = await client.connection.sendRequest(CALL_TOOL.method, {
      ...{ name: 'sweetspot_check', uri, input },
    });
    return JSON.parse(answer.text);
  };
  try {
    expect([told(await check('jobs/a.yaml')), told(await check('vendor/a.yaml'))]).toEqual(expected);
  } finally {
    await client.stop();
  }
});

test('the library', async () => {
  const { analyse } = await import(pathToFileURL(join(process.cwd(), 'dist/index.js')).href);
  const said = (path: string): Said => analyse(JOB, { project: { text: PROJECT, path } });
  expect([told(said('jobs/a.yaml')), told(said('vendor/a.yaml'))]).toEqual(expected);
  expect(told(analyse(JOB, { project: { text: '\0: [', path: '' } }))).toEqual([]);
});
