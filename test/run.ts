/**
 * `npm test`: everything that has to hold, one stage after the other.
 *
 *     npm test                         all stages that a stranger's clone can run
 *     npm test -- unit suite           these stages, in this order
 *     npm test -- beside               what needs ../shared (corpus, recordings) next to the checkout
 *     npm test -- editors              Neovim, Emacs, Vim, Helix, Kakoune: those that are installed, with their packages
 *     npm test -- fuzz audit           new hostile inputs; known holes in what is bundled
 *     npm test -- reproducible         what is published, made twice at different places: the same bytes
 *     npm test -- package walk --update-docs   also makes the pictures of the README anew
 *
 * The last line is `N passed, N failed`, over all tests of all stages. A stage without tests of its own
 * (typecheck, lint, package) counts as one test, and a stage that can't be started as one failed test.
 */
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { run, toItsEnd } from '../build/process.ts';
import { cleanTree, markTested } from '../build/release/tested.ts';
import { webpOfScreen } from '../build/webp.ts';
import { readResults, readVitestReport, type TestResult } from './support/results.ts';

const output = 'test/output';

/** Bytes of the VSIX. */
const MOST_VSIX = 2_000_000;

/** Pictures of the walk that the README shows. */
const pictures = ['guide', 'hover', 'warning', 'preview', 'live', 'compare', 'compare-steps', 'sweet-spot'];

const stages: Readonly<Record<string, () => Promise<TestResult[]>>> = {
  typecheck: () => command('typecheck', 'npm', ['run', '--silent', 'typecheck']),
  lint: () => command('lint', 'npm', ['run', '--silent', 'lint']),
  // Before anything is built: these tests want nothing of dist/.
  unit: () => project('unit'),
  numerics: () => project('numerics'),
  equivalence: () => project('equivalence'),
  // Builds dist/ first.
  integration: () => project('integration'),
  package: async () => {
    // A package of an earlier run must not be what is tested if this one fails.
    await rm('sweetspot.vsix', { force: true });
    const [made] = await command('package', 'npm', ['run', '--silent', 'package']);
    if (!made.passed) return [made];
    const { size } = await stat('sweetspot.vsix');
    const message = `The VSIX has ${size} bytes, at most ${MOST_VSIX} are allowed.`;
    const fits = { name: 'size of the package', passed: size <= MOST_VSIX, message };
    return [made, fits];
  },
  suite: () => tests('suite', readResults, 'npx', ['tsx', 'test/vscode/run-suite.ts', '--results', report('suite')]),
  // The same in VS Code for the Web.
  web: () => tests('web', readResults, 'npx', ['tsx', 'test/vscode/run-web.ts', '--results', report('web')]),
  walk: () => vitest('walk', ['--config', 'test/vscode/vitest.config.ts']),
};

/** Run when asked for. */
const more: typeof stages = {
  // What needs the corpus and the recordings, which lie beside some checkouts and never in one.
  beside: () => project('beside'),
  // What needs editors of others.
  editors: () => project('editors'),
  // Two minutes of each, with a new seed.
  fuzz: async () => {
    const results: TestResult[] = [];
    for (const fuzzer of ['reading', 'protocol', 'backends'])
      results.push(...(await command(`fuzz ${fuzzer}`, 'npm', ['run', '--silent', 'fuzz', '--', fuzzer])));
    return results;
  },
  reproducible: () => project('reproducible'),
  audit: () => command('audit', 'npm', ['run', '--silent', 'audit']),
};

function report(stage: string): string {
  return `${output}/${stage}.json`;
}

/** A stage that is one test: it passes when the program ends with 0 and shows its last line, else all that it said. */
async function command(name: string, program: string, args: readonly string[]): Promise<TestResult[]> {
  const { code, output: said } = await run(program, args);
  const last = said.trimEnd().split('\n').at(-1);
  if (code === 0 && last) console.log(last);
  return [{ name, passed: code === 0, message: said }];
}

/** A stage of many tests: the program shows how they go and writes a report. */
async function tests(
  stage: string,
  read: (file: string) => Promise<TestResult[]>,
  program: string,
  args: readonly string[],
): Promise<TestResult[]> {
  await rm(report(stage), { force: true });
  const { code } = await run(program, args, { stdio: 'inherit' });
  const results = await read(report(stage));
  const blamed = results.some(({ passed }) => !passed);
  // A run without tests has shown nothing.
  if (results.length > 0 && (code === 0 || blamed)) return results;
  return [
    ...results,
    { name: stage, passed: false, message: `The run ended with code ${code}, which no test explains.` },
  ];
}

/** A project of vitest.config.ts. */
function project(name: string): Promise<TestResult[]> {
  return vitest(name, ['--project', name]);
}

function vitest(stage: string, args: readonly string[]): Promise<TestResult[]> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report(stage)}`];
  return tests(stage, readVitestReport, 'npx', ['vitest', 'run', ...args, ...reporters]);
}

async function runStage(name: string, stage: () => Promise<TestResult[]>): Promise<TestResult[]> {
  console.log(`\n── ${name}`);
  const start = performance.now();
  const results = await stage().catch((error: unknown): TestResult[] => [
    { name, passed: false, message: `could not be run: ${error instanceof Error ? error.message : error}` },
  ]);
  const failed = results.filter(({ passed }) => !passed);
  for (const result of failed) console.log(`✗ ${result.name}\n${result.message?.trimEnd() ?? ''}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`── ${name}: ${results.length - failed.length} passed, ${failed.length} failed, ${seconds} s`);
  return results;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'update-docs': { type: 'boolean', default: false } },
  });
  await mkdir(output, { recursive: true });
  const all = { ...stages, ...more };
  const results: TestResult[] = [];
  const tree = positionals.length > 0 ? null : await cleanTree();
  for (const name of positionals.length > 0 ? positionals : Object.keys(stages)) {
    const stage = all[name];
    if (!stage) throw new Error(`There is no stage "${name}". The stages are: ${Object.keys(all).join(', ')}.`);
    results.push(...(await runStage(name, stage)));
  }
  const failed = results.filter(({ passed }) => !passed);
  if (values['update-docs'] && failed.length === 0) {
    for (const picture of pictures)
      await writeFile(`docs/images/${picture}.webp`, await webpOfScreen(await readFile(`${output}/${picture}.png`)));
  }
  if (positionals.length === 0) await markTested(tree, results.length - failed.length, failed.length);
  process.exitCode = failed.length === 0 ? 0 : 1;
  console.log(`\n${results.length - failed.length} passed, ${failed.length} failed`);
}

await toItsEnd(main());
