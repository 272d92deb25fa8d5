/** The bundles of what runs on Node. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { type BuildOptions, build, type Metafile, transform } from 'esbuild';

const OPTIONS = {
  bundle: true,
  splitting: true,
  write: false,
  metafile: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  chunkNames: 'parts/[name]-[hash]',
  // jsonc-parser's `main` is UMD with dynamic requires that esbuild can't follow; its `module` entry bundles.
  mainFields: ['module', 'main'],
  alias: {
    // Its ES modules, of which what is not used is left out; for Node it names its CommonJS.
    yaml: `${import.meta.dirname}/../node_modules/yaml/browser/dist/index.js`,
    // Given its texts, it reads no file: for Node it would load what can.
    '@vscode/l10n': `${import.meta.dirname}/../node_modules/@vscode/l10n/dist/browser.js`,
    // As an ES module it asks where its file is, which a bundle in CommonJS does not know.
    tinyglobby: `${import.meta.dirname}/../node_modules/tinyglobby/dist/index.cjs`,
  },
  legalComments: 'none',
  loader: { '.txt': 'text', '.wasm': 'binary' },
  // The decoder of WebP is given its code, and looks for none beside it.
  logOverride: { 'empty-import-meta': 'silent' },
  logLevel: 'warning',
} as const satisfies BuildOptions;

export interface Bundles {
  readonly metafile: Metafile;
  /** Length of each file, by its path, in bytes. */
  readonly sizes: ReadonlyMap<string, number>;
}

/**
 * Bundles `entries` (name to source) into dist/. What a source loads by `import()` becomes a part of its own, as does what several
 * share. esbuild splits only ES modules, and VS Code 1.91 loads CommonJS: so each file is turned into that afterwards.
 * `debug`: with its names and a source map inside.
 */
export async function bundle(
  entries: Readonly<Record<string, string>>,
  { debug = false, ...options }: Pick<BuildOptions, 'external' | 'define'> & { readonly debug?: boolean } = {},
): Promise<Bundles> {
  const form = { minify: !debug, sourcemap: debug && ('inline' as const) };
  const { outputFiles, metafile } = await build({ ...OPTIONS, ...form, ...options, entryPoints: { ...entries } });
  const sizes = new Map<string, number>();
  await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const { code } = await transform(text, {
        // A shell has to know what runs the command line.
        ...(relative(OPTIONS.outdir, path) === 'cli.cjs' && { banner: '#!/usr/bin/env node' }),
        format: 'cjs',
        logOverride: OPTIONS.logOverride,
        // For Node a list of the exports would stand behind each file, for ES modules that import it by their names: none do.
        platform: 'neutral',
        target: OPTIONS.target,
        ...form,
        // `import()` becomes `require` in a promise.
        supported: { 'dynamic-import': false },
      });
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, code);
      sizes.set(relative('.', path), Buffer.byteLength(code));
    }),
  );
  return { metafile, sizes };
}

/** What a program may load before it is asked for anything. */
export interface StartLimit {
  readonly entry: string;
  /** Bytes. */
  readonly most: number;
  /** Sources that have to wait. */
  readonly never: RegExp;
}

/** Throws an Error that says what is in the start of a program and should not be. */
export function checkStart({ metafile, sizes }: Bundles, { entry, most, never }: StartLimit): void {
  const files = loadedWith(entry, metafile);
  const wrong = files.flatMap((file) =>
    Object.entries(metafile.outputs[file].inputs).flatMap(([input, { bytesInOutput }]) =>
      bytesInOutput > 0 && never.test(input) ? [input] : [],
    ),
  );
  if (wrong.length > 0)
    throw new Error(`${entry} loads at its start what only a request should:\n  ${wrong.join('\n  ')}`);
  const size = files.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
  if (size > most) throw new Error(`${entry} loads ${size} bytes at its start; at most ${most} are allowed.`);
}

/** The files that are loaded with `entry`, itself first. */
function loadedWith(entry: string, metafile: Metafile): string[] {
  return reached([entry], metafile, ({ kind }) => kind === 'import-statement');
}

/** The files that some entries ever load, themselves first. */
export function everLoaded(entries: readonly string[], metafile: Metafile): string[] {
  return reached(entries, metafile, () => true);
}

function reached(
  entries: readonly string[],
  { outputs }: Metafile,
  follows: (loaded: Metafile['outputs'][string]['imports'][number]) => boolean,
): string[] {
  const found = new Set(entries);
  for (const file of found) {
    for (const loaded of outputs[file].imports) if (loaded.path in outputs && follows(loaded)) found.add(loaded.path);
  }
  return [...found];
}
