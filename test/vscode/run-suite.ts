/**
 * Runs the extension-host suite (suite/) against the packaged extension, in whichever VS Code there is.
 *
 *     tsx test/vscode/run-suite.ts [--vsix sweetspot.vsix] [--results test/output/suite.json]
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { resolveCliPathFromVSCodeExecutablePath, runTests as runInDesktop } from '@vscode/test-electron';
import { build } from 'esbuild';
import { mustRun } from '../../build/process.ts';
import { startFaces } from '../protocol/faces/found.ts';
import { showResults } from '../support/results.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { launchChromium } from './host/browser.ts';
import { chooseHost } from './host/choose.ts';
import { quietSettings, startServer } from './host/server.ts';

interface Suite {
  readonly vsix: string;
  /** Temporary folder of this run, with an empty `workspace/` and the bundled `suite/index.js` inside. */
  readonly home: string;
  readonly results: string;
}

/**
 * VS Code reads JSON files of its own while it starts (settings, chat models), which starts every extension for JSON.
 * As plain text they don't, so the activation tests see only what a person opens.
 */
const settings = { 'files.associations': { '**/User/*.json': 'plaintext' } };

/** The longest that the whole suite may take, in milliseconds. */
const limit = 300_000;

/** Runs the suite and leaves its results in a file. Resolves when it has ended; rejects when it couldn't be run. */
async function runSuite(vsix: string, results: string): Promise<void> {
  const { text, expected, stop } = await startFaces();
  await stop();
  const temporary = await temporaryFolder();
  const home = temporary.path;
  try {
    await mkdir(dirname(results), { recursive: true });
    await rm(results, { force: true });
    await mkdir(join(home, 'workspace'));
    // Outside of the repository, whose package.json would make an ES module of the CommonJS that VS Code asks for.
    await build({
      entryPoints: [fileURLToPath(new URL('./suite/index.ts', import.meta.url))],
      outfile: join(home, 'suite/index.js'),
      ...{ bundle: true, platform: 'node', format: 'cjs', external: ['vscode'], logLevel: 'warning' },
      define: { SWEETSPOT_FACES: JSON.stringify({ text, expected }) },
    });
    const host = chooseHost();
    console.log(`The VS Code of this run: ${host.kind === 'npm' ? 'from npm' : host.executable} (${host.because}).`);
    const suite = { vsix, home, results };
    await (host.kind === 'npm' ? runFromNpm(suite) : runOnDesktop(host.executable, suite));
  } finally {
    await temporary.remove();
  }
}

async function runFromNpm({ vsix, home, results }: Suite): Promise<void> {
  const server = await startServer({ vsix, trust: true, settings, env: { SWEETSPOT_RESULTS: results } });
  try {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const ended = new Promise<void>((resolve, reject) => {
        setTimeout(() => reject(new Error(`The suite did not end within ${limit / 1000} s.`)), limit).unref();
        page.once('crash', () => reject(new Error('The page of VS Code crashed.')));
        // The two functions that VS Code calls in a page that runs extension tests.
        void page.exposeFunction('codeAutomationLog', () => undefined);
        void page.exposeFunction('codeAutomationExit', () => resolve());
      });
      await page.goto(
        server.address(join(home, 'workspace'), {
          extensionDevelopmentPath: server.fileAddress(server.extension),
          extensionTestsPath: server.fileAddress(join(home, 'suite/index.js')),
        }),
      );
      await ended;
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

async function runOnDesktop(executable: string, { vsix, home, results }: Suite): Promise<void> {
  const extensions = join(home, 'extensions');
  const profile = [`--extensions-dir=${extensions}`, `--user-data-dir=${join(home, 'profile')}`];
  await mkdir(join(home, 'profile/User'), { recursive: true });
  await writeFile(join(home, 'profile/User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
  await mustRun(resolveCliPathFromVSCodeExecutablePath(executable), [...profile, '--install-extension', vsix]);
  const [installed] = (await readdir(extensions, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  if (installed === undefined) throw new Error(`${executable} did not install ${vsix}.`);
  // A failed test makes VS Code end with 1; which one it was is in the results, so that is no failure to run.
  const ended = runInDesktop({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: join(extensions, installed.name),
    extensionTestsPath: join(home, 'suite/index.js'),
    extensionTestsEnv: { SWEETSPOT_RESULTS: results },
    launchArgs: [join(home, 'workspace'), ...profile, '--disable-workspace-trust', '--skip-welcome'],
  });
  await ended.catch((error: unknown) => console.log(error instanceof Error ? error.message : error));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      vsix: { type: 'string', default: 'sweetspot.vsix' },
      results: { type: 'string', default: 'test/output/suite.json' },
    },
  });
  await runSuite(resolve(values.vsix), resolve(values.results));
  await showResults(resolve(values.results));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(
    'To run these tests, name a VS Code in SWEETSPOT_VSCODE or put `code` on PATH; ' +
      'or have Chromium and let npm install code-server (see test/vscode/host/).',
  );
  process.exitCode = 1;
});
