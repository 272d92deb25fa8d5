/** The files for continuous integration, run as the services run them as far as a machine without these can. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../build/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

const WASTE = 'prompt: a\nsteps: 80\n';

let temporary: TemporaryFolder;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  temporary = await temporaryFolder();
  const bin = join(temporary.path, 'bin');
  await mkdir(bin);
  const cli = `exec "${process.execPath}" "${join(process.cwd(), 'dist/cli.cjs')}"`;
  // As installed from npm; `npx --yes sweetspot@VERSION check …` leads there, too.
  const programs = { sweetspot: `#!/bin/sh\n${cli} "$@"\n`, npx: `#!/bin/sh\nshift 2\n${cli} "$@"\n` };
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(bin, name), text);
    await chmod(join(bin, name), 0o755);
  }
  env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  await mkdir(join(temporary.path, 'my configs'));
  await writeFile(join(temporary.path, 'my configs/a.yaml'), WASTE);
  await writeFile(join(temporary.path, 'b.yaml'), WASTE);
});
afterAll(() => temporary.remove());

/** A script of a step, under bash as GitHub starts it. */
const bash = (script: string, more: NodeJS.ProcessEnv = {}) =>
  run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: temporary.path,
    env: { ...env, ...more },
    shell: false,
  });

test.each([
  ['my configs\n', '', 1, ['my configs/a.yaml']],
  ['.', '--max-warnings=2\n--quiet\n', 0, ['b.yaml', 'my configs/a.yaml']],
  ['*.yaml\n$(touch owned)\n', '', 2, ['b.yaml']],
])('the action on %j with %j ends with %i', async (paths, args, code, found) => {
  const { inputs, runs } = parse(await readFile('action.yml', 'utf8'));
  expect(Object.keys(inputs)).toEqual(['paths', 'arguments', 'version']);
  const [{ run: script, env: given }] = runs.steps;
  const values = { paths, arguments: args, version: inputs.version.default };
  const filled = Object.fromEntries(
    Object.entries<string>(given).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ inputs\.(\w+) \}\}/, (_, input: keyof typeof values) => values[input]),
    ]),
  );
  const ended = await bash(script, filled);
  expect(ended.code, ended.output).toBe(code);
  expect([...ended.output.matchAll(/^::warning file=([^,]+),/gm)].map(([, file]) => file)).toEqual(found);
  expect((await bash('ls')).output).not.toContain('owned');
});

test('the hooks of pre-commit check what they are given', async () => {
  const hooks: { id: string; entry: string }[] = parse(await readFile('.pre-commit-hooks.yaml', 'utf8'));
  expect(hooks.map(({ id }) => id)).toEqual(['sweetspot', 'sweetspot-fix']);
  const ended = await bash(`${hooks[0].entry} b.yaml "my configs/a.yaml"`);
  expect(ended.code).toBe(1);
  expect(ended.output).toContain('2 findings in 2 files: ');
  expect((await bash(`${hooks[1].entry} "my configs/a.yaml"`)).output).toBe('1 value fixed.\nNothing to report.\n');
  expect(await readFile(join(temporary.path, 'my configs/a.yaml'), 'utf8')).toBe('prompt: a\nsteps: 25\n');
});

test('the example for GitLab writes its report', async () => {
  const page = await readFile('docs/ci.md', 'utf8');
  const [, block] = /## GitLab\n\n```yaml\n([^`]+)```/.exec(page) ?? [];
  const [script] = parse(block).sweetspot.script;
  expect((await bash(script.replace('npx ', ''))).code).toBe(1);
  expect(await readFile(join(temporary.path, 'sweetspot.xml'), 'utf8')).toContain('<testsuite name="b.yaml"');
});
