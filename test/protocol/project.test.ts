/** The project file and comments that silence, as any editor meets them: files on a disk, live. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  type CompletionList,
  CompletionRequest,
  ExecuteCommandRequest,
  type ShowDocumentParams,
  ShowDocumentRequest,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { RECOGNISED } from '../../server/src/protocol/recognised.ts';
import { RENDER, type RenderPlan } from '../../server/src/protocol/render.ts';
import { PULLS, startClient, type TestClient } from '../support/language-client.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

let folder: TemporaryFolder;
let client: TestClient;
beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, 'a/deep er'), { recursive: true });
  const workspaceEdit = { documentChanges: true, resourceOperations: ['create' as const] };
  client = await startClient({ capabilities: { ...PULLS, workspace: { workspaceEdit } } });
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  await folder.remove();
});

const uriOf = (path: string) => pathToFileURL(join(folder.path, path)).href;

/** Writes the project file; the client says that it has seen so. */
async function project(text: string, path = '.sweetspot.yaml'): Promise<void> {
  await writeFile(join(folder.path, path), text);
  const changes = [{ uri: uriOf(path), type: 2 }];
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
}

async function codes(uri: string): Promise<string[]> {
  const report = await client.pull(uri);
  return report.kind === 'full' ? report.items.map(({ code, severity }) => `${code} ${severity}`) : [report.kind];
}

/** The quick fixes shown for what is found in a file, by their titles. */
async function fixes(uri: string): Promise<Map<string, WorkspaceEdit | undefined>> {
  const report = await client.pull(uri);
  const diagnostics = report.kind === 'full' ? report.items : [];
  const [{ range }] = diagnostics;
  const params = { textDocument: { uri }, range, context: { diagnostics } };
  const found = (await client.connection.sendRequest(CodeActionRequest.type, params)) as CodeAction[];
  return new Map(found.map(({ title, edit }) => [title, edit]));
}

test('a project file holds for what is below it, from the moment it changes', async () => {
  const uri = uriOf('a/deep er/job.yaml');
  await client.open(uri, 'prompt: a cat\nsteps: 80\n');
  expect(await codes(uri)).toEqual(['steps-wasteful 2']);
  await project('rules: {steps-wasteful: hint}');
  expect(await codes(uri)).toEqual(['steps-wasteful 4']);
  await project('ignore: [{files: a/deep er/*.yaml, rules: steps-wasteful}]');
  expect(await codes(uri)).toEqual([]);
  await project('folders: [{files: a, model: flux1-schnell}]\nguides: {inference_steps: "We use [4](http://x) here."}');
  const hover = await client.hover(uri, { line: 1, character: 2 });
  expect(JSON.stringify(hover)).toContain('80 costs 20 times as much');
  expect(JSON.stringify(hover)).not.toContain('](http');
  expect(JSON.stringify(hover)).toContain('We use');
  await project('ignore: [a]');
  expect(await codes(uri)).toEqual([]);
  expect(await client.hover(uri, { line: 1, character: 2 })).toBeNull();
  // The nearest counts alone.
  await project('rules: {}', 'a/.sweetspot.yaml');
  expect(await codes(uri)).toEqual(['steps-wasteful 2']);
  await client.close(uri);
});

test('a file that is not read, or ignored, says why', async () => {
  const why = async (uri: string) => (await client.ask(RECOGNISED, { textDocument: { uri } }))?.why;
  const uri = uriOf('a/ci.yaml');
  await client.open(uri, 'model: mine\nsteps: 20\n');
  await project('rules: {}', 'a/.sweetspot.yaml');
  expect(await why(uri)).toBe(
    'There is a step count (`steps`, line 2) and a model, but no prompt or sampler beside them. It may be about something other than pictures.',
  );
  await project('ignore: [ci.yaml]', 'a/.sweetspot.yaml');
  expect(await why(uri)).toBe('The project file (`.sweetspot.yaml`) ignores this file.');
  await project('rules: {}', 'a/.sweetspot.yaml');
  await client.close(uri);
});

test('mistakes in it are diagnostics in it, as it is typed', async () => {
  const uri = uriOf('.sweetspot.yaml');
  await client.open(uri, 'rules: {steps-wastful: off}\nbackend: http://192.0.2.1\n');
  expect(await client.pull(uri)).toMatchObject({
    items: [
      {
        code: 'project-file',
        message: 'There is no rule "steps-wastful".',
        range: { start: { line: 0, character: 8 } },
      },
      { code: 'project-file', message: expect.stringContaining("can't be set here"), range: { start: { line: 1 } } },
    ],
  });
  await client.close(uri);
});

test('quick fixes silence: a comment where the language has some', async () => {
  const uri = uriOf('b.yaml');
  const text = 'jobs:\n  - prompt: a cat\n    steps: 80\n';
  await client.open(uri, text);
  const offered = await fixes(uri);
  expect([...offered.keys()]).toEqual([
    'Set to 25 (safe default)',
    'Silence steps-wasteful on this line',
    'Silence steps-wasteful in this file',
    // Not for this finding: wherever a count stands. The final one is what the fix sets.
    'Set to the draft count: 8',
    ...['Preview render', 'Compare steps', 'Find sweet spot'],
  ]);
  const applied = (title: string) => {
    const edits = offered.get(title)?.changes?.[uri] ?? [];
    return TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, text), edits);
  };
  expect(applied('Silence steps-wasteful on this line')).toBe(
    'jobs:\n  - prompt: a cat\n    # sweetspot-ignore-next-line steps-wasteful\n    steps: 80\n',
  );
  expect(applied('Silence steps-wasteful in this file')).toBe(`# sweetspot-ignore-file steps-wasteful\n${text}`);
  await client.close(uri);
});

test('a client that can is left where the reason is to be written', async () => {
  const workspaceEdit = { documentChanges: true, snippetEditSupport: true };
  const other = await startClient({ capabilities: { ...PULLS, workspace: { workspaceEdit } } });
  const uri = 'file:///why.yaml';
  await other.open(uri, 'prompt: a cat\nsteps: 80\n');
  const report = await other.pull(uri);
  const diagnostics = report.kind === 'full' ? report.items : [];
  const params = { textDocument: { uri }, range: diagnostics[0].range, context: { diagnostics } };
  const found = (await other.connection.sendRequest(CodeActionRequest.type, params)) as CodeAction[];
  expect(found.find(({ title }) => title === 'Silence steps-wasteful on this line')?.edit).toEqual({
    documentChanges: [
      {
        textDocument: { uri, version: null },
        edits: [
          {
            range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
            snippet: { kind: 'snippet', value: '# sweetspot-ignore-next-line steps-wasteful -- ${1:why}\n' },
          },
        ],
      },
    ],
  });
  expect(await other.stop()).toBe(0);
});

test('so is one whose file has no comments: the reason is selected in the project file', async () => {
  const workspace = { workspaceEdit: { documentChanges: true, resourceOperations: ['create' as const] } };
  const other = await startClient({
    capabilities: { ...PULLS, workspace, window: { showDocument: { support: true } } },
  });
  const shown: ShowDocumentParams[] = [];
  other.connection.onRequest(ShowDocumentRequest.type, (asked) => {
    shown.push(asked);
    return { success: true };
  });
  const uri = 'file:///strict.json';
  await other.open(uri, '{"prompt": "a cat", "steps": 80}', 'json');
  const report = await other.pull(uri);
  const diagnostics = report.kind === 'full' ? report.items : [];
  const params = { textDocument: { uri }, range: diagnostics[0].range, context: { diagnostics } };
  const found = (await other.connection.sendRequest(CodeActionRequest.type, params)) as CodeAction[];
  const { edit, command } = found.find(({ title }) => title.startsWith('Silence steps-wasteful here')) ?? {};
  const made = edit?.documentChanges?.find((change) => 'edits' in change) as TextDocumentEdit;
  const text = 'ignore:\n  - { files: /strict.json, rules: [steps-wasteful], at: /steps, why: why }\n';
  expect(made.edits).toMatchObject([{ newText: text }]);
  await other.connection.sendRequest(ExecuteCommandRequest.type, {
    command: command?.command ?? '',
    arguments: command?.arguments ?? [],
  });
  const end = text.split('\n')[1].length - ' }'.length;
  expect(shown).toEqual([
    {
      uri: 'file:///.sweetspot.yaml',
      selection: { start: { line: 1, character: end - 'why'.length }, end: { line: 1, character: end } },
      takeFocus: true,
    },
  ]);
  expect(await other.stop()).toBe(0);
});

test('and an entry in the project file where it has none, made where there is none', async () => {
  const uri = uriOf('a/c.json');
  await client.open(uri, '[{"prompt": "a cat", "steps": 80}]', 'json');
  await project('# ours\nignore:\n  - vendor/** # theirs\nrules: {}\n', 'a/.sweetspot.yaml');
  const [, [title, edit]] = [...(await fixes(uri))];
  expect(title).toBe('Silence steps-wasteful here (in .sweetspot.yaml)');
  const [change] = (edit?.documentChanges ?? []) as TextDocumentEdit[];
  const before = TextDocument.create('', 'yaml', 1, '# ours\nignore:\n  - vendor/** # theirs\nrules: {}\n');
  const after = TextDocument.applyEdits(before, change.edits as []);
  expect(after).toBe(
    '# ours\nignore:\n  - vendor/** # theirs\n  - { files: /c.json, rules: [steps-wasteful], at: /0/steps }\nrules: {}\n',
  );
  await project(after, 'a/.sweetspot.yaml');
  expect(await codes(uri)).toEqual([]);
  await client.close(uri);
});

test("a render goes by the project's own models, and by what a folder is for", async () => {
  await project(
    'models:\n  - { name: Ours, match: "ours-*", steps: { default: 18, draft: 6, sweet: [14, 20] } }\nfolders:\n  - { files: b/**, model: Ours }\n',
  );
  const renderId = 'own';
  for (const [path, text] of [
    ['own.yaml', 'model: ours-v2.safetensors\nprompt: a cat\nsteps: 18\n'],
    ['b/own.yaml', 'prompt: a cat\nsteps: 18\n'],
  ]) {
    const uri = uriOf(path);
    await client.open(uri, text);
    const params = { renderId, textDocument: { uri }, position: { line: 0, character: 0 }, mode: 'draft' as const };
    const plan = (await client.connection.sendRequest(RENDER.method, params)) as RenderPlan;
    expect(plan).toMatchObject({ title: 'Ours, line 1', steps: 6, counts: { draft: 6, configured: 18 } });
    await client.connection.sendNotification('sweetspot/cancelRender', { renderId });
    await client.close(uri);
  }
});

test('a project file is completed, also where nothing else knows its schema', async () => {
  const uri = uriOf('.sweetspot.yaml');
  await client.open(uri, 'rules:\n  steps-wasteful: \n');
  const at = { textDocument: { uri }, position: { line: 1, character: 18 } };
  const list = (await client.connection.sendRequest(CompletionRequest.type, at)) as CompletionList | null;
  expect(list?.items.map(({ label }) => label)).toContain('off');
  await client.close(uri);
});
