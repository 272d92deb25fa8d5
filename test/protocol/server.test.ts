/** The bundled server over stdio, as any editor sees it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { THEME } from '../../server/src/protocol/editor.ts';
import { PAGE, PAGES } from '../../server/src/protocol/pages.ts';
import { PULLS, startClient, type TestClient } from '../support/language-client.ts';

const uri = 'file:///job.yaml';
const wasteful = 'model: black-forest-labs/FLUX.1-schnell\nprompt: a cat\nnum_inference_steps: 28\n';
const value = { start: { line: 2, character: 21 }, end: { line: 2, character: 23 } };

const codes = (report: DocumentDiagnosticReport) =>
  report.kind === 'full' ? report.items.map(({ code }) => code) : report.kind;

describe('a client that pulls', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await startClient({ capabilities: { ...PULLS, workspace: { configuration: true } } });
  });
  afterAll(async () => expect(await client.stop()).toBe(0));

  test('is offered pull diagnostics, and only them', () => {
    expect(client.initialized.capabilities).toMatchObject({
      hoverProvider: true,
      diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
      codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.sweetspot', 'refactor.rewrite.sweetspot'] },
    });
  });

  test('reads, edits, fixes and closes a file', async () => {
    await client.open(uri, wasteful);
    const first = await client.pull(uri);
    expect(first).toMatchObject({
      kind: 'full',
      items: [{ code: 'steps-wasteful', severity: 2, range: value, source: 'sweetspot' }],
    });
    if (first.kind !== 'full') return;
    expect(first.items[0].codeDescription?.href).toMatch(/^file:\/\/.*\/data\/rules\/steps-wasteful\.md$/);
    expect(await client.pull(uri, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });

    const hover = await client.hover(uri, { line: 2, character: 5 });
    expect(hover).toMatchObject({
      contents: { kind: 'markdown', value: expect.stringContaining('28 costs 7 times as much') },
    });

    const [fix] = await client.actions(uri, value);
    expect(fix).toMatchObject({
      title: 'Set to 4 (FLUX.1 schnell)',
      kind: 'quickfix',
      isPreferred: true,
      edit: { changes: { [uri]: [{ range: value, newText: '4' }] } },
    });
    const [all] = await client.actions(uri, value, ['source.fixAll']);
    expect(all.kind).toBe('source.fixAll.sweetspot');

    await client.change(uri, 2, value, '4');
    const second = await client.pull(uri, first.resultId);
    expect(second).toMatchObject({ kind: 'full', items: [] });
    await client.close(uri);
    expect(await client.hover(uri, { line: 2, character: 5 })).toBeNull();
  });

  test('edits in CRLF text with emoji keep exact places', async () => {
    const other = 'file:///emoji.yaml';
    await client.open(other, 'prompt: 🐈🐈 a cat\r\nsteps: 80\r\n');
    await client.change(other, 2, { start: { line: 0, character: 13 }, end: { line: 0, character: 13 } }, 'black 🐈 ');
    expect(await client.pull(other)).toMatchObject({
      items: [{ range: { start: { line: 1, character: 7 }, end: { line: 1, character: 9 } } }],
    });
  });

  test('a change of settings is obeyed at once', async () => {
    const other = 'file:///settings.yaml';
    await client.open(other, wasteful);
    const first = await client.pull(other);
    await client.configure({ rules: { 'steps-wasteful': 'error' } });
    expect(await client.pull(other, first.resultId)).toMatchObject({ kind: 'full', items: [{ severity: 1 }] });
    await client.configure({ rules: { 'steps-wasteful': 'off' }, hover: { enable: false } });
    expect(codes(await client.pull(other))).toEqual([]);
    expect(await client.hover(other, { line: 2, character: 5 })).toBeNull();
    await client.configure({ rules: { 'steps-wasteful': 'very loud' }, hover: 7 });
    expect(codes(await client.pull(other))).toEqual(['steps-wasteful']);
    await client.configure({});
  });

  test('the hover shows what steps buy to those who ask for it, with little data', async () => {
    const pictured = await startClient({
      capabilities: { workspace: { configuration: true } },
      abilities: { pictures: true },
    });
    const other = 'file:///pictures.yaml';
    await pictured.open(other, 'prompt: a\nsteps: 20\n');
    const text = async () => JSON.stringify(await pictured.hover(other, { line: 1, character: 8 }));
    expect(await text()).not.toContain('data:image/jpeg');
    await pictured.configure({ hover: { pictures: true } });
    const shown = await text();
    expect(shown.match(/!\[\d+ steps\]\(data:image\/jpeg;base64,/g)).toHaveLength(3);
    expect(shown.length).toBeLessThan(30_000);
    await pictured.stop();
  });

  test('code lenses are off until asked for', async () => {
    const other = 'file:///lens.yaml';
    await client.open(other, wasteful);
    const lenses = () => client.connection.sendRequest('textDocument/codeLens', { textDocument: { uri: other } });
    expect(await lenses()).toEqual([]);
    await client.configure({ codeLens: { enable: true } });
    expect(await lenses()).toMatchObject([
      { command: { command: 'sweetspot.preview' } },
      { command: { command: 'sweetspot.compareSteps' } },
      { command: { command: 'sweetspot.findSweetSpot' } },
    ]);
    await client.configure({});
  });

  test('any text is answered', async () => {
    for (const [i, text] of [
      '',
      '{',
      '[[[[',
      '\u0000steps',
      '<<<<<<< a\nsteps: 80\nprompt: a\n=======\n',
      '&a [*a]\nsteps: 80',
      '"'.repeat(999),
    ].entries()) {
      const other = `file:///broken-${i}.yaml`;
      await client.open(other, text);
      expect(await client.pull(other)).toMatchObject({ kind: 'full' });
    }
  });

  test('JSON stays JSON in a file that calls itself YAML', async () => {
    const other = 'file:///really-json.yaml';
    await client.open(other, '{"prompt": "a", "steps": 80,}');
    expect(codes(await client.pull(other))).toEqual(['steps-wasteful']);
  });

  test('pages can be listed and read', async () => {
    const pages = await client.ask(PAGES, {});
    const rule = pages.find(({ id }) => id === 'steps-conflict');
    expect(rule).toMatchObject({
      kind: 'rule',
      title: 'Two step counts that disagree',
      file: 'rules/steps-conflict.md',
    });
    expect(await client.ask(PAGE, { kind: 'rule', id: 'steps-conflict' })).toEqual(rule);
    expect(await client.ask(PAGE, { kind: 'guide', id: 'inference_steps' })).toMatchObject({
      title: 'Inference steps',
    });
    expect(await client.ask(PAGE, { kind: 'guide', id: 'nope' })).toBeNull();
    await expect(client.connection.sendRequest(PAGE.method, { kind: 7 })).rejects.toThrow('sweetspot/page');
  });
});

describe('a client that can do little', () => {
  test('gets pushed diagnostics, which go when the file closes', async () => {
    const client = await startClient({ capabilities: {} });
    expect(client.initialized.capabilities.diagnosticProvider).toBeUndefined();
    const first = client.nextPush(uri);
    await client.open(uri, wasteful);
    expect(await first).toMatchObject([{ code: 'steps-wasteful' }]);
    const second = client.nextPush(uri);
    await client.change(uri, 2, value, '4');
    expect(await second).toEqual([]);
    const third = client.nextPush(uri);
    await client.close(uri);
    expect(await third).toEqual([]);
    expect(await client.stop()).toBe(0);
  });

  test('gets text instead of pictures, and links to files', async () => {
    const client = await startClient();
    await client.open(uri, wasteful);
    const hover = JSON.stringify(await client.hover(uri, { line: 2, character: 22 }));
    expect(hover).toContain('[Full guide](file://');
    expect(hover).not.toContain('data:image');
    await client.stop();
  });
});

test('a client with pictures gets the gauge in its colours', async () => {
  const client = await startClient({ abilities: { pictures: true, commandLinks: true, theme: 'light' } });
  await client.open(uri, wasteful);
  const gauge = async () => {
    const hover = JSON.stringify(await client.hover(uri, { line: 2, character: 22 }));
    const data = /data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)/.exec(hover)?.[1] ?? '';
    return Buffer.from(data, 'base64').toString();
  };
  const light = await gauge();
  expect(light).toMatch(/^<svg .*<\/svg>$/);
  await client.tell(THEME, { theme: 'dark' });
  expect(await gauge()).not.toBe(light);
  await client.stop();
});

test('the command line starts the same server', async () => {
  const client = await startClient({ command: ['dist/cli.cjs', 'lsp', '--stdio'] });
  await client.open(uri, wasteful);
  expect(codes(await client.pull(uri))).toEqual(['steps-wasteful']);
  expect(await client.stop()).toBe(0);
});
