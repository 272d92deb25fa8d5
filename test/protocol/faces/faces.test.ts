/** One config, wrong in many ways, says the same wherever it is asked about. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log } from 'sarif';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startClient } from '../../support/language-client.ts';
import { type Found, inOrder, placed, startFaces } from './found.ts';

let faces: Awaited<ReturnType<typeof startFaces>>;

beforeAll(async () => {
  faces = await startFaces();
});
afterAll(() => faces.stop());

test('there is enough to find', () => {
  expect(new Set(faces.expected.map(([code]) => code)).size).toBeGreaterThanOrEqual(10);
});

test('SARIF', async () => {
  const [{ results = [] }] = ((await faces.checked('sarif')) as Log).runs;
  const found = results.map(({ ruleId = '', locations = [] }): Found => {
    const { startLine = 0, startColumn = 0 } = locations[0]?.physicalLocation?.region ?? {};
    return [ruleId, startLine, startColumn];
  });
  expect(inOrder(found)).toEqual(faces.expected);
});

test('the library', async () => {
  const { analyse } = await import(pathToFileURL(join(process.cwd(), 'dist/index.js')).href);
  expect(inOrder(analyse(faces.text).findings.map(placed))).toEqual(faces.expected);
});

test('the language server', async () => {
  const client = await startClient();
  try {
    await client.open(pathToFileURL(faces.file).href, faces.text);
    const report = await client.pull(pathToFileURL(faces.file).href);
    const items = report.kind === 'full' ? report.items : [];
    const found = items.map(({ code, range: { start } }): Found => [`${code}`, start.line + 1, start.character + 1]);
    expect(inOrder(found)).toEqual(faces.expected);
  } finally {
    await client.stop();
  }
});
