/** Commands of the server for editors that have none of their own: asked over standard input and output, shown by the protocol's means. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CancellationTokenSource,
  CodeAction,
  CodeActionRequest,
  CodeLensRequest,
  ExecuteCommandRequest,
  MessageType,
  type ShowDocumentParams,
  ShowDocumentRequest,
  type ShowDocumentResult,
  ShowMessageNotification,
  WorkDoneProgress,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver/node';
import { startClient, type TestClient } from '../support/language-client.ts';

const URI = 'file:///renders/job.yaml';
const TEXT =
  'model: black-forest-labs/FLUX.1-schnell\nprompt: a mountain lake\nsteps: 6\nwidth: 96\nheight: 64\nseed: 5\n';
const WHERE = { uri: URI, position: { line: 2, character: 0 } };

let client: TestClient;
const shown: ShowDocumentParams[] = [];
const messages: (string | undefined)[] = [];
let onBegin: () => void = () => undefined;
let opens: () => ShowDocumentResult = () => ({ success: true });

beforeAll(async () => {
  client = await startClient({
    capabilities: { window: { showDocument: { support: true }, workDoneProgress: true } },
    options: { settings: { codeLens: { enable: true } } },
  });
  client.connection.onRequest(ShowDocumentRequest.type, (asked) => {
    shown.push(asked);
    return opens();
  });
  client.connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
    client.connection.onProgress(WorkDoneProgress.type, token, (said) => {
      messages.push('title' in said ? said.title : said.message);
      if (said.kind === 'begin') onBegin();
    });
  });
  await client.open(URI, TEXT);
});
afterAll(async () => expect(await client.stop()).toBe(0));

const execute = (command: string, ...given: unknown[]) =>
  client.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: given });

const written = async (): Promise<Buffer> => readFile(fileURLToPath(shown.at(-1)?.uri ?? ''));

test('the server says which there are, and lenses name no others', async () => {
  const commands = client.initialized.capabilities.executeCommandProvider?.commands ?? [];
  expect(commands).toContain('sweetspot.openPage');
  const lenses = await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: URI } });
  const named = lenses?.map(({ command }) => command?.command);
  expect(named).toHaveLength(3);
  expect(commands).toEqual(expect.arrayContaining(named ?? []));
});

test('actions at a step count render, for editors without lenses; whoever asks for kinds is offered none', async () => {
  const offered = async (line: number, ...only: string[]) => {
    const at = { line, character: 0 };
    const context = { diagnostics: [], ...(only.length > 0 && { only }) };
    const asked = { textDocument: { uri: URI }, range: { start: at, end: at }, context };
    const actions = await client.connection.sendRequest(CodeActionRequest.type, asked);
    return actions?.flatMap((action) => ('command' in action && CodeAction.is(action) ? [action.command] : []));
  };
  expect(await offered(1)).toEqual([]);
  expect(await offered(2, 'quickfix', 'refactor', 'source')).toEqual([]);
  // As vim-lsp asks, which names all kinds, that of no name too.
  expect(await offered(2, '', 'quickfix')).toHaveLength(3);
  const [preview, ...others] = (await offered(2)) ?? [];
  expect(others.map((command) => command?.title)).toEqual(['Compare steps', 'Find sweet spot']);
  const told: [MessageType, string][] = [];
  const heard = client.connection.onNotification(ShowMessageNotification.type, ({ type, message }) => {
    told.push([type, message]);
  });
  const run = () => execute(preview?.command ?? '', ...(preview?.arguments ?? []));
  await run();
  // Nobody reads the answers of an action's command: what it came to, and why it failed, is said as well.
  expect(told).toEqual([[MessageType.Info, expect.stringMatching(/^FLUX\.1 schnell, line 1\n/)]]);
  await client.open(URI, `${TEXT}sampler_name: none\n`);
  await expect(run()).rejects.toThrow('no sampler "none"');
  expect(told[1]).toEqual([MessageType.Error, expect.stringContaining('no sampler "none"')]);
  await client.open(URI, TEXT);
  heard.dispose();
});

test('a render as configured shows its steps, and opens its picture outside of the editor', async () => {
  const done = await execute('sweetspot.renderAsConfigured', WHERE);
  expect(done.message).toMatch(/^FLUX.1 schnell, line 1\n/);
  expect(messages).toEqual(expect.arrayContaining(['Sweetspot: Render as Configured', 'step 6 of 6']));
  expect(shown.at(-1)).toMatchObject({ uri: done.files[0], external: true });
  expect((await written()).subarray(1, 4).toString()).toBe('PNG');
});

test('a comparison opens a page with every picture', async () => {
  await execute('sweetspot.compareSteps', WHERE);
  const page = (await written()).toString();
  expect(page).toContain('<h1>Steps: FLUX.1 schnell, line 1</h1>');
  expect(page.match(/<img src="data:image\/png;base64,/g)?.length).toBeGreaterThan(1);
  expect(page).toContain('6, as the file says');
});

test('a search opens a page with its curve and what to make of it', async () => {
  const done = await execute('sweetspot.findSweetSpot', WHERE);
  const page = (await written()).toString();
  expect(page).toContain('<svg');
  expect(done.message).toMatch(/steps/i);
});

test('the guide opens in the editor, by whatever a setting is called', async () => {
  await execute('sweetspot.openPage', 'num_inference_steps');
  expect(shown.at(-1)).toMatchObject({ external: false });
  expect((await written()).toString()).toMatch(/^# Inference steps/);
});

test.each<[string, () => unknown]>([
  ['null', () => null],
  ['nonsense', () => 'yes'],
  [
    'an error',
    () => {
      throw new Error('no');
    },
  ],
])('where the client answers %s to what it is to open, it is said where that is', async (_, answer) => {
  opens = answer as () => ShowDocumentResult;
  const done = await execute('sweetspot.openPage', 'num_inference_steps');
  opens = () => ({ success: true });
  expect(done).toMatchObject({ shown: false, files: [shown.at(-1)?.uri] });
});

test.each([
  ['sweetspot.preview', [], /where the settings are/],
  ['sweetspot.preview', [{ ...WHERE, uri: 'file:///none.yaml' }], /not open/],
  ['sweetspot.openPage', ['no such thing'], /no such page/],
  ['rm', [], /executeCommand: command should be/],
])('%s of %j is refused with a reason', async (command, given, why) => {
  await expect(execute(command, ...given)).rejects.toThrow(why);
});

test('a cancelled one opens nothing', async () => {
  const before = shown.length;
  const begun = new Promise<void>((resolve) => {
    onBegin = resolve;
  });
  const source = new CancellationTokenSource();
  const asked = client.connection.sendRequest(
    ExecuteCommandRequest.type,
    { command: 'sweetspot.findSweetSpot', arguments: [WHERE] },
    source.token,
  );
  await begun;
  source.cancel();
  await asked.catch(() => null);
  expect(shown).toHaveLength(before);
});

test('VS Code, which has these commands itself, is told of none', async () => {
  const editor = await startClient({ abilities: { commandLinks: true } });
  expect(editor.initialized.capabilities.executeCommandProvider?.commands).toEqual([]);
  await editor.stop();
});
