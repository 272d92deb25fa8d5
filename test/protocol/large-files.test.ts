/** Files of any size: edits in bursts, questions while a file is read, and a word where one is too large to be read. */
import { afterEach, expect, test } from 'vitest';
import { DiagnosticRefreshRequest } from 'vscode-languageserver/node';
import { SEEN } from '../../server/src/protocol/editor.ts';
import { PULLS, startClient, type TestClient } from '../support/language-client.ts';

const uri = 'file:///batch.yaml';

function batch(jobs: number): string {
  return Array.from(
    { length: jobs },
    (_, index) => `- model: black-forest-labs/FLUX.1-schnell\n  prompt: a cat ${index}\n  steps: 4\n`,
  ).join('');
}

let client: TestClient;
afterEach(async () => expect(await client.stop()).toBe(0));

async function codes(): Promise<unknown[]> {
  const report = await client.pull(uri);
  return report.kind === 'full' ? report.items.map(({ code, range }) => [code, range.start.line]) : [report.kind];
}

test('after a burst of edits the last text counts', async () => {
  client = await startClient({ capabilities: PULLS });
  await client.open(uri, batch(2000));
  expect(await codes()).toEqual([]);
  const line = 3 * 1000 + 2;
  const at = (from: number, to: number) => ({ start: { line, character: from }, end: { line, character: to } });
  await client.change(uri, 2, at(9, 10), '28');
  await client.change(uri, 3, at(9, 11), '4');
  await client.change(uri, 4, at(9, 10), '50');
  expect(await codes()).toEqual([['steps-wasteful', line]]);
  expect(await client.hover(uri, { line, character: 4 })).toMatchObject({
    contents: { value: expect.stringContaining('50') },
  });
});

test('an edit while a file is read is part of the answer', async () => {
  client = await startClient({ capabilities: PULLS });
  const jobs = 4000;
  await client.open(uri, batch(jobs));
  const early = codes();
  const line = 3 * (jobs - 1) + 2;
  await client.change(uri, 2, { start: { line, character: 9 }, end: { line, character: 10 } }, '28');
  const late = codes();
  expect(await late).toEqual([['steps-wasteful', line]]);
  // The earlier question was answered too, with what was true when it was.
  expect([[], [['steps-wasteful', line]]]).toContainEqual(await early);
});

test('where more generations stand than are read, the first that is not says so', async () => {
  client = await startClient({ capabilities: PULLS });
  await client.open(uri, '- {steps: 20, prompt: x}\n'.repeat(4001));
  expect(await codes()).toEqual([['file-too-large', 4000]]);
  await client.change(uri, 2, { start: { line: 7, character: 0 }, end: { line: 8, character: 0 } }, '');
  expect(await codes()).toEqual([]);
});

test('a file closed while it is read is nobody’s any more', async () => {
  client = await startClient({ capabilities: PULLS });
  await client.open(uri, batch(4000));
  const report = client.pull(uri);
  await client.close(uri);
  expect(await report).toMatchObject({ kind: 'full', items: [] });
});

test('what a person sees is told first, the rest when it is known', async () => {
  const refresh = { workspace: { diagnostics: { refreshSupport: true } } };
  client = await startClient({ capabilities: { ...PULLS, ...refresh }, abilities: { seen: true } });
  client.connection.onRequest(SEEN.method, () => ({ first: 9_000, last: 9_029 }));
  const refreshed = new Promise<void>((resolve) =>
    client.connection.onRequest(DiagnosticRefreshRequest.method, () => resolve()),
  );
  const jobs = 6000;
  await client.open(uri, batch(jobs).replaceAll('steps: 4', 'steps: 28'));
  const first = codes();
  expect(await client.hover(uri, { line: 9_002, character: 4 })).toMatchObject({
    contents: { value: expect.stringContaining('28') },
  });
  const lines = Array.from({ length: 10 }, (_, index) => ['steps-wasteful', 9_002 + 3 * index]);
  expect(await first).toEqual(lines);
  await refreshed;
  expect(await codes()).toHaveLength(jobs);
});

test('of a file on one line its beginning is told first', async () => {
  const refresh = { workspace: { diagnostics: { refreshSupport: true } } };
  client = await startClient({ capabilities: { ...PULLS, ...refresh }, abilities: { seen: true } });
  client.connection.onRequest(SEEN.method, () => ({ first: 0, last: 0 }));
  const refreshed = new Promise<void>((resolve) =>
    client.connection.onRequest(DiagnosticRefreshRequest.method, () => resolve()),
  );
  const jobs = Array.from({ length: 3900 }, (_, seed) => ({ model: 'FLUX.1-schnell', num_inference_steps: 28, seed }));
  await client.open(uri, JSON.stringify({ jobs }), 'json');
  const first = (await codes()).length;
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(1000);
  await refreshed;
  expect(await codes()).toHaveLength(jobs.length);
});

test('what is seen of a file of one kind is not judged before the whole is known', async () => {
  client = await startClient({ capabilities: PULLS, abilities: { seen: true } });
  client.connection.onRequest(SEEN.method, () => ({ first: 0, last: 50 }));
  // A robot policy: the key at its end makes all of it another kind of file.
  await client.open(uri, `${batch(9000).replaceAll('steps: 4', 'steps: 28')}- n_obs_steps: 2\n`);
  expect(await codes()).toEqual([]);
});

test('a file above the limit gets a notice, unless nothing in it is ours', async () => {
  client = await startClient({
    capabilities: { ...PULLS, workspace: { configuration: true } },
  });
  await client.configure({ limits: { fileSize: 0.01 } });
  await client.open(uri, batch(200));
  expect(await codes()).toEqual([['file-too-large', 0]]);
  expect(await client.hover(uri, { line: 2, character: 4 })).toBeNull();
  await client.close(uri);
  await client.open(uri, 'colour: red\n'.repeat(2000));
  expect(await codes()).toEqual([]);
});
