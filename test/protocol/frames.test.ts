/** A client whose frames can't be told apart: the server says so and ends, instead of waiting for ever. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';

let child: ChildProcessWithoutNullStreams;
let said = '';
let answers = '';
afterEach(() => child.kill('SIGKILL'));

function start(): void {
  child = spawn(process.execPath, ['dist/cli.cjs', 'lsp', '--stdio']);
  [said, answers] = ['', ''];
  child.stderr.on('data', (data) => (said += data));
  child.stdout.on('data', (data) => (answers += data));
  // It may end before all was written.
  child.stdin.on('error', () => {});
}

const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 'first',
  method: 'initialize',
  params: { processId: null, rootUri: null, capabilities: {} },
});
const framed = (body: string, more = '') => `${more}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

test.each([
  ['a length below zero', 'Content-Length: -5\r\n\r\n{}'],
  ['a length that is no number', 'Content-Length: abc\r\n\r\n{}'],
  ['a length with words behind it', 'Content-Length: 12 bytes\r\n\r\n{}'],
  ['a length beyond all that can be read', 'Content-Length: 99999999999\r\n\r\n{}'],
  ['no length', 'Content-Type: application/json\r\n\r\n{}'],
  ['no headers', '\r\n\r\n{}'],
  ['words in place of headers', 'hello\r\n\r\n'],
  ['JSON without headers', '{"jsonrpc":"2.0","method":"x"}\n'],
  ['lines that end otherwise', 'Content-Length: 2\n\n{}'],
  ['zeros', '\0'.repeat(100)],
  ['headers without end', `X: ${'a'.repeat(100_000)}`],
  ['a length that is too short', `Content-Length: 3\r\n\r\n{"jsonrpc":"2.0","method":"x"}`],
])('%s', async (_, frame) => {
  start();
  child.stdin.write(framed(initialize));
  child.stdin.write(frame);
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(1);
  expect(said).toMatch(/^sweetspot: ends, since what its client sends can't be read: [^\n]{1,200}\.\n$/);
});

test('frames in any pieces, with other headers, are read', async () => {
  start();
  const shutdown = JSON.stringify({ jsonrpc: '2.0', id: 'last', method: 'shutdown' });
  const sent = Buffer.from(
    `${framed(initialize, 'Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n')}${framed(shutdown, 'content-length: 7\r\n')}`,
  );
  for (let at = 0; at < sent.length; at += 7) {
    child.stdin.write(sent.subarray(at, at + 7));
    await new Promise(setImmediate);
  }
  while (!answers.includes('"last"')) await once(child.stdout, 'data');
  child.stdin.write(framed(JSON.stringify({ jsonrpc: '2.0', method: 'exit' })));
  if (child.exitCode === null) await once(child, 'exit');
  expect([child.exitCode, said]).toEqual([0, '']);
});
