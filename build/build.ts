/**
 * Bundles everything a user runs into dist/. `--debug` leaves the names and adds source maps, so that breakpoints in the sources
 * hold; `watch.ts` builds so whenever a source changes.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { splitData } from '../server/src/knowledge/load.ts';
import type { CompiledData } from '../server/src/knowledge/schema.ts';
import { type Bundles, bundle, checkStart, everLoaded } from './bundles.ts';
import { compileData } from './data.ts';
import { writeModelsPage } from './docs.ts';
import { writeGrammars } from './grammars.ts';
import { writeGuidePictures } from './guide-pictures.ts';
import { bundleLibrary } from './library.ts';
import { writeNotices } from './notices.ts';
import { toItsEnd } from './process.ts';
import { writeProgramsPage } from './programs-page.ts';
import { writeRuleSettings } from './rule-settings.ts';
import { writeJsonSchemas } from './schemas.ts';
import { textsOfBundles } from './texts.ts';
import { writeTools } from './tools.ts';
import { bundleWeb } from './web.ts';

/** Bytes of data.json, which the server reads before anything else. */
const MOST_START_DATA = 132_600;

/** The server answers `initialize` before it has loaded what speaks to other programs, draws or packs pictures. */
const SERVER_START = {
  entry: 'dist/server-main.cjs',
  most: 638_000,
  never: /render\/backends\/|node_modules\/(ws|fast-png|fflate|image-size)\//,
};

const debug = process.argv.includes('--debug');

/** What panels show, by name: a script, and a style sheet beside it. */
const PAGES = { guide: 'guide.tsx', preview: 'preview.tsx', compare: 'compare.tsx' };

async function main(): Promise<void> {
  await rm('dist', { recursive: true, force: true });
  await mkdir('dist', { recursive: true });
  const data = await compileData('data');
  // Before anything reads it.
  await writeRuleSettings(data.rules);
  await writeData(data);
  await Promise.all([
    writeGrammars('syntaxes', 'dist/syntaxes', data),
    writeJsonSchemas('data'),
    writeGuidePictures(data.stepsGuide, data.scenes, 'dist'),
    writeModelsPage('data/models', 'docs/models.md'),
    writeProgramsPage(data.programs, 'docs/programs.md'),
    writeTools('package.json', 'package.nls.json', 'dist/tools.json'),
    bundleAll(),
  ]);
}

async function bundleAll(): Promise<void> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const pages = await bundlePages();
  // What each page says: the extension gives it the translations of that and no more.
  const define = { SWEETSPOT_PAGE_TEXTS: JSON.stringify(await textsOfBundles(pages.metafile)) };
  const bundles = await Promise.all([
    bundleServer(version),
    bundle({ extension: 'client/src/extension.ts' }, { external: ['vscode'], define, debug }),
    pages,
    bundleLibrary(debug),
    ...(await bundleWeb(version, define, debug)),
  ]);
  await writeNotices(
    bundles.map((bundled) => ('metafile' in bundled ? bundled.metafile : bundled)),
    'dist/THIRD-PARTY-NOTICES.txt',
  );
}

async function writeData(data: CompiledData): Promise<void> {
  const files = splitData(data);
  const size = files['data.json'].length;
  if (size > MOST_START_DATA)
    throw new Error(`data.json has ${size} bytes, at most ${MOST_START_DATA} are allowed: can a part wait (load.ts)?`);
  await Promise.all(Object.entries(files).map(([file, text]) => writeFile(`dist/${file}`, text)));
}

function bundlePages() {
  return build({
    bundle: true,
    metafile: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    outdir: 'dist/webview',
    minify: !debug,
    sourcemap: debug && 'inline',
    legalComments: 'none',
    logLevel: 'warning',
    entryPoints: Object.fromEntries(
      Object.entries(PAGES).flatMap(([page, script]) => [
        [page, `client/webview/${script}`],
        [`${page}-style`, `client/webview/${page}.css`],
      ]),
    ),
  });
}

async function bundleServer(version: string): Promise<Bundles> {
  const entries = {
    server: 'server/src/node.ts',
    'server-main': 'server/src/server-main.ts',
    cli: 'server/src/cli/main.ts',
    'check-worker': 'server/src/cli/check/worker.ts',
    'builtin-worker': 'server/src/render/builtin/worker.ts',
  };
  const bundles = await bundle(entries, { define: { SWEETSPOT_VERSION: JSON.stringify(version) }, debug });
  if (!debug) checkStart(bundles, SERVER_START);
  await writePackageList(bundles);
  return bundles;
}

/** What of this goes into the VSIX: nothing that only the command line loads. */
async function writePackageList({ metafile }: Bundles): Promise<void> {
  const editor = everLoaded(['dist/server.cjs', 'dist/builtin-worker.cjs'], metafile);
  const lines = ['dist/extension.cjs', ...editor.sort()].map((file) => `!${file}`);
  await writeFile('dist/vscodeignore', [await readFile('.vscodeignore', 'utf8'), ...lines].join('\n'));
}

await toItsEnd(main());
