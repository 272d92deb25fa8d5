/** What npm's package holds and does, from the tarball that would be published. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../build/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

let temporary: TemporaryFolder;
let files: string[] = [];
const home = (): string => join(temporary.path, 'home');

beforeAll(async () => {
  temporary = await temporaryFolder();
  const { code, output } = await run('npm', [
    'pack',
    '--json',
    '--ignore-scripts',
    '--loglevel=error',
    '--pack-destination',
    temporary.path,
  ]);
  expect(code, output).toBe(0);
  const [packed]: { filename: string; files: { path: string }[] }[] = Object.values(JSON.parse(output));
  files = packed.files.map(({ path }) => path);
  await mkdir(home());
  await writeFile(join(home(), 'package.json'), '{"private": true, "type": "module"}');
  const installed = await run(
    'npm',
    ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', join(temporary.path, packed.filename)],
    { cwd: home() },
  );
  expect(installed.code, installed.output).toBe(0);
});
afterAll(() => temporary.remove());

test('holds the command line, the server, the library and their data, and nothing of the editor or of ours', () => {
  for (const file of [
    'dist/cli.cjs',
    'dist/server.cjs',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/data.json',
    'LICENSE',
  ])
    expect(files).toContain(file);
  expect(files).toContain('dist/THIRD-PARTY-NOTICES.txt');
  expect(
    files.filter((file) => !/^(dist|data\/(guides|rules))\/|^[A-Zp][\w-]*\.(md|json)$|^LICENSE$/.test(file)),
  ).toEqual(['data/project.schema.json', 'docs/models.md']);
  expect(files.filter((file) => /extension|webview|tmLanguage|\.ts$|vscodeignore|.README/.test(file))).toEqual([
    'dist/index.d.ts',
  ]);
});

test('npx sweetspot check', async () => {
  await writeFile(join(home(), 'a.yaml'), 'prompt: a\nsteps: 80\n');
  const { code, output } = await run('npx', ['--offline', 'sweetspot', 'check', '.'], { cwd: home() });
  expect(output).toMatch(/^a\.yaml:2:8: warning: .*\[steps-wasteful\]\n/);
  expect(code).toBe(1);
});

test('the library says the same, mends it and explains it', async () => {
  const script = `
    import * as sweetspot from 'sweetspot';
    const text = 'prompt: a\\nsteps: 80\\n';
    const analysis = sweetspot.analyse(text, { language: 'yaml' });
    console.log(JSON.stringify({
      names: Object.keys(sweetspot),
      found: analysis.findings.map(({ code, line, column }) => [code, line, column]),
      after: sweetspot.fixed(text, analysis),
      silent: sweetspot.analyse(text, { rules: { 'steps-wasteful': 'off' } }).findings,
      nothing: sweetspot.analyse('{').dialect,
      page: sweetspot.explain('cfg')?.slice(0, 2),
    }));`;
  await writeFile(join(home(), 'use.js'), script);
  const { output } = await run(process.execPath, ['use.js'], { cwd: home() });
  expect(JSON.parse(output)).toEqual({
    names: ['analyse', 'explain', 'fixed', 'rules'],
    found: [['steps-wasteful', 2, 8]],
    after: 'prompt: a\nsteps: 25\n',
    silent: [],
    nothing: null,
    page: '# ',
  });
});

test('a page for browsers can be made of it, which needs nothing but what browsers have', async () => {
  const contents = `
    import { analyse } from 'sweetspot';
    globalThis.found = analyse('prompt: a\\nsteps: 80\\n', { language: 'yaml' }).findings.map(({ code }) => code);`;
  const { warnings, outputFiles } = await build({
    stdin: { contents, resolveDir: home() },
    ...{ bundle: true, platform: 'browser', format: 'iife', write: false, logLevel: 'silent' },
  });
  expect(warnings).toEqual([]);
  const page = createContext({ TextEncoder, TextDecoder, URL });
  runInContext(outputFiles[0].text, page);
  expect([...page.found]).toEqual(['steps-wasteful']);
});

test('its types are all that its users need', async () => {
  await writeFile(
    join(home(), 'use.ts'),
    `import { analyse, explain, fixed, rules, type Finding } from 'sweetspot';
     const analysis = analyse('steps: 80', { language: 'yaml', rules: { 'steps-wasteful': 'hint' } });
     const findings: readonly Finding[] = analysis.findings;
     const texts: string[] = [fixed('', analysis), explain('seed') ?? '', ...rules, ...findings.map(({ code }) => code)];
     // @ts-expect-error: there is no such language
     analyse(texts[0], { language: 'toml' });`,
  );
  const tsc = join(process.cwd(), 'node_modules/.bin/tsc');
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--types', ''];
  expect(await run(tsc, [...options, 'use.ts'], { cwd: home() })).toEqual({ code: 0, output: '' });
});
