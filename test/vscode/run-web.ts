/**
 * Runs the suite (suite/) in VS Code for the Web, against the packaged extension; after it, in the same window, what needs servers.
 *
 *     tsx test/vscode/run-web.ts [--vsix sweetspot.vsix] [--results test/output/web.json]
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { mustRun, toItsEnd } from '../../build/process.ts';
import { startFaces } from '../protocol/faces/found.ts';
import { readResults, showResults } from '../support/results.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { launchChromium } from './host/browser.ts';
import { startWebHost } from './web/host.ts';
import { GRAPH, networkResults } from './web/network.ts';

/** The suite as an extension. */
const SUITE = {
  ...{ name: 'suite', publisher: 'test', version: '1.0.0', engines: { vscode: '^1.91.0' }, browser: './index.js' },
  activationEvents: ['*'],
};

/** The longest that the whole suite may take, in milliseconds. */
const limit = 300_000;

async function runWeb(vsix: string, results: string): Promise<void> {
  const { text, expected, stop } = await startFaces();
  await stop();
  const temporary = await temporaryFolder();
  const home = temporary.path;
  await mkdir(dirname(results), { recursive: true });
  await rm(results, { force: true });
  await mustRun('unzip', ['-q', vsix, '-d', join(home, 'vsix')]);
  await mkdir(join(home, 'suite'));
  await writeFile(join(home, 'suite/package.json'), JSON.stringify(SUITE));
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const host = await startWebHost({
    extensions: { sweetspot: join(home, 'vsix/extension'), suite: join(home, 'suite') },
    onResults: async (posted) => {
      const said = JSON.parse(posted) as { results: unknown; ended: boolean };
      await writeFile(results, JSON.stringify(said.results, null, 2));
      if (said.ended) end();
    },
  });
  try {
    await build({
      entryPoints: [fileURLToPath(new URL('./suite/index.browser.ts', import.meta.url))],
      outfile: join(home, 'suite/index.js'),
      ...{ bundle: true, platform: 'browser', format: 'cjs', external: ['vscode'], logLevel: 'warning' },
      alias: { 'node:assert/strict': fileURLToPath(new URL('./web/assert.ts', import.meta.url)) },
      define: {
        SWEETSPOT_RESULTS: JSON.stringify(`${host.origin}/results`),
        SWEETSPOT_GRAPH: JSON.stringify(GRAPH),
        SWEETSPOT_FACES: JSON.stringify({ text, expected }),
      },
    });
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      const late = new Promise<never>((_, reject) => {
        const fail = () =>
          reject(new Error(`The suite did not end within ${limit / 1000} s.\n${said.join('\n').slice(-4000)}`));
        setTimeout(fail, limit).unref();
        page.once('crash', () => reject(new Error('The page of VS Code crashed.')));
      });
      await page.goto(host.origin);
      await Promise.race([ended, late]);
      const before = await readResults(results);
      await writeFile(results, JSON.stringify([...before, ...(await networkResults(page))], null, 2));
    } finally {
      await browser.close();
    }
  } finally {
    await host.close();
    await temporary.remove();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      vsix: { type: 'string', default: 'sweetspot.vsix' },
      results: { type: 'string', default: 'test/output/web.json' },
    },
  });
  await runWeb(resolve(values.vsix), resolve(values.results));
  await showResults(resolve(values.results));
}

await toItsEnd(main());
