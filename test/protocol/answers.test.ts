/** Clients that answer the server's requests with an error, or not at all. */
import { afterEach, expect, test } from 'vitest';
import {
  ConfigurationRequest,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  ExecuteCommandRequest,
  InlayHintRefreshRequest,
  LSPErrorCodes,
  RegistrationRequest,
  ResponseError,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver/node';
import { SEEN } from '../../server/src/protocol/editor.ts';
import { startClient, type TestClient } from '../support/language-client.ts';

const uri = 'file:///job.yaml';
const text = 'model: sdxl\nprompt: a cat\nsteps: 400\n';

let client: TestClient;
afterEach(async () => expect(await client.stop()).toBe(0));

/** A client that the server has much to ask. */
async function start(): Promise<void> {
  client = await startClient({
    abilities: { seen: true },
    capabilities: {
      textDocument: { diagnostic: {} },
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        diagnostics: { refreshSupport: true },
        inlayHint: { refreshSupport: true },
      },
    },
  });
}

const findings = async (): Promise<number> => {
  const report = await client.pull(uri);
  return report.kind === 'full' ? report.items.length : 0;
};

test.each([
  RegistrationRequest.method,
  DiagnosticRefreshRequest.method,
  InlayHintRefreshRequest.method,
  ConfigurationRequest.method,
  SEEN.method,
])('an error as the answer to %s changes nothing', async (method) => {
  await start();
  const asked = new Promise<void>((resolve) =>
    client.connection.onRequest(method, () => {
      resolve();
      return new ResponseError(LSPErrorCodes.RequestFailed, 'no');
    }),
  );
  await client.open(uri, text + '#'.repeat(300_000));
  await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  expect(await findings()).toBe(1);
  // The registration is asked for with the handshake, before the test can answer.
  if (method !== RegistrationRequest.method) await asked;
  expect(await findings()).toBe(1);
});

test('a client that refuses to show progress has its commands done all the same', async () => {
  client = await startClient({ capabilities: { window: { workDoneProgress: true } } });
  client.connection.onRequest(
    WorkDoneProgressCreateRequest.type,
    () => new ResponseError(LSPErrorCodes.RequestFailed, 'no'),
  );
  await client.open(uri, 'model: sdxl\nprompt: a cat\nsteps: 2\nwidth: 64\nheight: 64\n');
  const where = { uri, position: { line: 2, character: 0 } };
  const asked = { command: 'sweetspot.preview', arguments: [where] };
  expect(await client.connection.sendRequest(ExecuteCommandRequest.type, asked)).toMatchObject({
    files: [expect.stringMatching(/png$/)],
  });
});

test.each(['x', 5, [null], [{}], [{ uri: 7 }], {}])('folders that are %j are none', async (folders) => {
  client = await startClient({ folders });
  await client.open(uri, text);
  expect(await findings()).toBe(1);
});

test('a client that never says its settings has the defaults, and its own once it does', async () => {
  await start();
  let answer: (settings: object[]) => void = () => {};
  const settings = new Promise<object[]>((resolve) => {
    answer = resolve;
  });
  client.connection.onRequest(ConfigurationRequest.type, () => settings);
  await client.open(uri, text);
  expect(await findings()).toBe(1);
  answer([{ rules: { 'steps-wasteful': 'off' } }]);
  await client.refreshed(1);
  expect(await findings()).toBe(0);
});
