/**
 * What runs in VS Code for the Web: dist/web/, the extension and its workers. `x.browser.ts` stands there for `x.ts` beside it, and
 * server/src/browser/node for Node's own modules.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

const NODE = resolve('server/src/browser/node');

/** Node's modules, by what stands for them. */
const STANDINS: Readonly<Record<string, readonly string[]>> = {
  crypto: ['node:crypto'],
  disk: ['node:fs', 'node:fs/promises', 'node:os', 'node:url'],
  events: ['node:events'],
  path: ['node:path', 'node:path/posix'],
  timers: ['node:timers/promises'],
};

const twins: Plugin = {
  name: 'twins',
  setup({ onResolve }) {
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
      const twin = resolve(resolveDir, path.replace(/\.ts$/, '.browser.ts'));
      return existsSync(twin) ? { path: twin } : undefined;
    });
  },
};

const OPTIONS = {
  bundle: true,
  metafile: true,
  platform: 'browser',
  target: 'es2022',
  outdir: 'dist/web',
  mainFields: ['browser', 'module', 'main'],
  legalComments: 'none',
  loader: { '.wasm': 'binary' },
  logOverride: { 'empty-import-meta': 'silent' },
  logLevel: 'warning',
  plugins: [twins],
  alias: Object.fromEntries(
    Object.entries(STANDINS).flatMap(([file, names]) => names.map((name) => [name, `${NODE}/${file}.ts`])),
  ),
} as const satisfies BuildOptions;

/** Bundles all of it; answers what is in it. `define`: what the extension is given by the build. */
export async function bundleWeb(
  version: string,
  define: Readonly<Record<string, string>>,
  debug: boolean,
): Promise<Metafile[]> {
  const form = { ...OPTIONS, minify: !debug, sourcemap: debug && ('inline' as const) };
  const withGlobals = { ...form, inject: [`${NODE}/globals.ts`] };
  const bundled = await Promise.all([
    build({
      ...withGlobals,
      format: 'cjs',
      external: ['vscode'],
      define,
      // What ends in `.js` VS Code takes for an ES module, in a package of such, and its web host loads none.
      outExtension: { '.js': '.cjs' },
      entryPoints: { extension: 'client/src/extension.ts' },
    }),
    build({
      ...withGlobals,
      format: 'iife',
      define: { SWEETSPOT_VERSION: JSON.stringify(version) },
      entryPoints: { server: 'server/src/browser/main.ts' },
    }),
    build({
      ...form,
      format: 'iife',
      entryPoints: { 'builtin-worker': 'server/src/render/builtin/worker.browser.ts' },
    }),
  ]);
  return bundled.map(({ metafile }) => metafile);
}
