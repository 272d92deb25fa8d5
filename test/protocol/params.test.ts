/** Requests that do not carry what they have to: they are told so, and not as a fault of the server. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ErrorCodes } from 'vscode-languageserver/node';
import { startClient, type TestClient } from '../support/language-client.ts';

const uri = 'file:///job.yaml';
const textDocument = { uri };
const position = { line: 2, character: 1 };
const range = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };

let client: TestClient;
beforeEach(async () => {
  client = await startClient();
  await client.open(uri, 'model: sdxl\nprompt: a cat\nsteps: 400\n');
});
afterEach(async () => expect(await client.stop()).toBe(0));

/** What is wrong of what each request is to carry. */
const WRONG: readonly [method: string, params: object, told: string][] = [
  ['initialize', { processId: null, rootUri: null, capabilities: null }, 'capabilities should be Object'],
  ['textDocument/hover', { textDocument: null, position }, 'textDocument should be Object'],
  ['textDocument/hover', { textDocument: { uri: 5 }, position }, 'textDocument.uri should be string'],
  ['textDocument/hover', { textDocument, position: 'x' }, 'position should be Object'],
  ['textDocument/hover', { textDocument, position: { line: '2', character: 1 } }, 'position.line should be number'],
  ['textDocument/completion', { textDocument, position: {} }, 'position.line should be'],
  ['textDocument/completion', { textDocument, position, context: 5 }, 'context should be'],
  ['textDocument/codeAction', { textDocument, range, context: null }, 'context should be Object'],
  [
    'textDocument/codeAction',
    { textDocument, range: { start: 1 }, context: { diagnostics: [] } },
    'range.start should',
  ],
  [
    'textDocument/codeAction',
    { textDocument, range, context: { diagnostics: [null] } },
    'context.diagnostics.0 should',
  ],
  ['textDocument/codeAction', { textDocument, range, context: { diagnostics: [], only: 'x' } }, 'context.only should'],
  ['textDocument/documentSymbol', {}, 'textDocument should be'],
  ['textDocument/codeLens', { textDocument: 'x' }, 'textDocument should be Object'],
  ['textDocument/inlayHint', { textDocument, range: null }, 'range should be Object'],
  ['textDocument/diagnostic', { textDocument: [] }, 'textDocument.uri should be'],
  ['sweetspot/recognised', { textDocument: {} }, 'textDocument.uri should be'],
  ['sweetspot/settingEdit', { textDocument }, 'position should be'],
  ['workspace/executeCommand', { command: 5 }, 'command should be'],
];

test.each(WRONG)('%s with %j: %s', async (method, params, told) => {
  const answer = client.connection.sendRequest(method, params);
  await expect(answer).rejects.toMatchObject({
    code: ErrorCodes.InvalidParams,
    message: expect.stringContaining(`${method}: ${told}`),
  });
});

test('any kind of thing in place of all of them is answered so, too', async () => {
  const methods = new Set(WRONG.map(([method]) => method));
  const answers = [...methods].flatMap((method) =>
    [undefined, null, [], {}, 5, 'x'].map((params) =>
      client.connection.sendRequest(method, params).then(
        () => `${method} is answered`,
        ({ code, message }) => (code === ErrorCodes.InvalidParams ? null : `${code} ${message}`),
      ),
    ),
  );
  expect((await Promise.all(answers)).filter((wrong) => wrong !== null)).toEqual([]);
});

test('diagnostics of others may be odd, and what nobody takes out may be anything', async () => {
  const context = { diagnostics: [{ range: { start: { line: -1 } } }], only: null, triggerKind: 'x' };
  expect(await client.connection.sendRequest('textDocument/codeAction', { textDocument, range, context })).not.toEqual(
    [],
  );
  const params = { textDocument, previousResultId: 5, identifier: null };
  expect(await client.connection.sendRequest('textDocument/diagnostic', params)).toMatchObject({ kind: 'full' });
  const completion = { textDocument, position: { line: 2, character: 7 }, context: null };
  expect(await client.connection.sendRequest('textDocument/completion', completion)).not.toBeNull();
});
