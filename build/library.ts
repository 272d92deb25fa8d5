/** dist/index.js: the library, one ES module with the data inside, for Node and browsers; beside it its types. */
import { copyFile, readFile } from 'node:fs/promises';
import { build, type Metafile } from 'esbuild';

/** What is read of dist/: renders need more, the library makes none. */
const DATA = ['data.json', 'names.json', 'prose.json'];

/** Reads the data that the build has written. */
export async function bundleLibrary(debug: boolean): Promise<Metafile> {
  const texts = await Promise.all(DATA.map(async (file) => [file, await readFile(`dist/${file}`, 'utf8')]));
  const { metafile } = await build({
    entryPoints: { index: 'server/src/library/index.ts' },
    outdir: 'dist',
    bundle: true,
    metafile: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    mainFields: ['module', 'main'],
    alias: { '@vscode/l10n': `${import.meta.dirname}/../node_modules/@vscode/l10n/dist/browser.js` },
    minify: !debug,
    legalComments: 'none',
    logLevel: 'warning',
    define: { SWEETSPOT_DATA: JSON.stringify(Object.fromEntries(texts)) },
  });
  await copyFile('server/src/library/sweetspot.d.ts', 'dist/index.d.ts');
  return metafile;
}
