/** Bundles everything a user runs into dist/. `--watch` is not offered: a full build takes under a second. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { type BuildOptions, build } from 'esbuild';
import { compileData } from './data.ts';
import { writeModelsPage } from './docs.ts';
import { writeGrammars } from './grammars.ts';
import { writeJsonSchemas } from './schemas.ts';

const node: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  outdir: 'dist',
  // jsonc-parser's `main` is UMD with dynamic requires that esbuild can't follow; its `module` entry bundles.
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  loader: { '.txt': 'text' },
  logLevel: 'warning',
};

async function main(): Promise<void> {
  await rm('dist', { recursive: true, force: true });
  await mkdir('dist', { recursive: true });
  const data = await compileData('data');
  await Promise.all([
    writeFile('dist/data.json', JSON.stringify(data)),
    writeGrammars('syntaxes', 'dist/syntaxes', data),
    writeJsonSchemas('data'),
    writeModelsPage('data/models', 'docs/models.md'),
    build({
      ...node,
      entryPoints: {
        server: 'server/src/node.ts',
        cli: 'server/src/cli/main.ts',
        'builtin-worker': 'server/src/render/builtin/worker.ts',
      },
    }),
    build({ ...node, entryPoints: { extension: 'client/src/extension.ts' }, external: ['vscode'] }),
    build({
      bundle: true,
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      outdir: 'dist/webview',
      minify: true,
      legalComments: 'none',
      logLevel: 'warning',
      entryPoints: { preview: 'client/webview/preview.ts', 'preview-style': 'client/webview/preview.css' },
    }),
  ]);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
