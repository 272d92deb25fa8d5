/** The three ways in which clients tell settings. */

import { afterEach, expect, test } from 'vitest';
import { ConfigurationRequest, DidChangeConfigurationNotification } from 'vscode-languageserver/node';
import { PULLS, startClient, type TestClient } from '../support/language-client.ts';

const URI = 'file:///a.yaml';
const OFF = { rules: { 'steps-wasteful': 'off' } };

let client: TestClient | undefined;
afterEach(() => client?.stop());

async function started(settings: object | undefined, asks: boolean): Promise<TestClient> {
  const capabilities = asks ? { ...PULLS, workspace: { configuration: true } } : PULLS;
  client = await startClient({ capabilities, ...(settings && { options: { settings } }) });
  // As clients answer that have no settings of ours.
  client.connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => null));
  await client.open(URI, 'prompt: a\nsteps: 80\n');
  return client;
}

async function codes(asked: TestClient): Promise<unknown[]> {
  const report = await asked.pull(URI);
  return report.kind === 'full' ? report.items.map(({ code }) => code) : [];
}

const push = (to: TestClient, settings: unknown) =>
  to.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });

test.each([
  ['can not be asked', false],
  ['has no answer', true],
])('initialization options count where the client %s', async (_, asks) => {
  expect(await codes(await started(OFF, asks))).toEqual([]);
});

test.each([
  ['below the name of the server', { sweetspot: OFF }],
  ['as they are', OFF],
])('pushed settings count, %s, and replace those of the start', async (_, settings) => {
  const asked = await started({ rules: {} }, false);
  expect(await codes(asked)).toEqual(['steps-wasteful']);
  await push(asked, settings);
  expect(await codes(asked)).toEqual([]);
});

test('a push of nothing changes nothing', async () => {
  const asked = await started(OFF, false);
  await push(asked, null);
  await push(asked, []);
  expect(await codes(asked)).toEqual([]);
});

test('what makes no sense is taken for nothing', async () => {
  const asked = await started({ rules: 'off', limits: 7 }, false);
  expect(await codes(asked)).toEqual(['steps-wasteful']);
});
