/** One config, wrong in many ways, says the same wherever it is asked about. */
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log } from 'sarif';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startClient } from '../../support/language-client.ts';
import { run } from '../../support/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary.ts';
import { emacsFindings, has, nvimFindings, programsIn } from './editors.ts';

/** Code, line and column, from 1. */
type Found = readonly [code: string, line: number, column: number];

const CLI = join(process.cwd(), 'dist/cli.cjs');
let temporary: TemporaryFolder;
let file = '';
let text = '';
let expected: readonly Found[] = [];

beforeAll(async () => {
  temporary = await temporaryFolder();
  file = join(temporary.path, 'wrong.yaml');
  await copyFile(new URL('wrong.yaml', import.meta.url), file);
  text = await readFile(file, 'utf8');
  expected = inOrder((await checked('json')).files[0].findings.map(placed));
});
afterAll(() => temporary.remove());

const placed = ({ code, line, column }: { code: string; line: number; column: number }): Found => [code, line, column];
/** Two at one place may be listed in any order. */
const inOrder = (found: readonly Found[]): readonly Found[] =>
  [...found].sort((one, other) => one[1] - other[1] || one[2] - other[2] || (one[0] < other[0] ? -1 : 1));
const checked = async (format: string) =>
  JSON.parse((await run(process.execPath, [CLI, 'check', '--format', format, file])).output);

test('there is enough to find', () => {
  expect(new Set(expected.map(([code]) => code)).size).toBeGreaterThanOrEqual(10);
});

test('SARIF', async () => {
  const [{ results = [] }] = ((await checked('sarif')) as Log).runs;
  const found = results.map(({ ruleId = '', locations = [] }): Found => {
    const { startLine = 0, startColumn = 0 } = locations[0]?.physicalLocation?.region ?? {};
    return [ruleId, startLine, startColumn];
  });
  expect(inOrder(found)).toEqual(expected);
});

test('the library', async () => {
  const { analyse } = await import(pathToFileURL(join(process.cwd(), 'dist/index.js')).href);
  expect(inOrder(analyse(text).findings.map(placed))).toEqual(expected);
});

test('the language server', async () => {
  const client = await startClient();
  try {
    await client.open(pathToFileURL(file).href, text);
    const report = await client.pull(pathToFileURL(file).href);
    const items = report.kind === 'full' ? report.items : [];
    const found = items.map(({ code, range: { start } }): Found => [`${code}`, start.line + 1, start.character + 1]);
    expect(inOrder(found)).toEqual(expected);
  } finally {
    await client.stop();
  }
});

/** As the recipes say it: sizes are a hint there, which changes no place. */
test.runIf(has('nvim'))('Neovim, by the recipe of docs/editors.md', async () => {
  expect(inOrder(await nvimFindings(file, await programsIn(temporary.path)))).toEqual(expected);
});

test.runIf(has('emacs'))('Emacs, by the recipe of docs/editors.md', async () => {
  expect(inOrder(await emacsFindings(file, await programsIn(temporary.path)))).toEqual(expected);
});
