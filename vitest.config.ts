import { existsSync, readFileSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';

// Labelled files of other people and recordings of real servers lie next to the checkout, where they are at hand. Elsewhere the
// tests of these are left out; test/unit and the scripted servers of test/backends hold the same traps in files of our own.
const isBeside = (path: string) => existsSync(new URL(`../shared/${path}`, import.meta.url));
const beside = [
  ...(isBeside('corpus/dev/labels.json') ? ['test/corpus/**/*.test.ts'] : []),
  ...(isBeside('gold/README.md') ? ['test/gold/**/*.test.ts'] : []),
  ...(isBeside('recordings/README.md') ? ['test/backends/**/*.recorded.test.ts'] : []),
];

/** WebAssembly as its bytes, as the bundler takes it in (`build/bundles`). */
const wasm = {
  name: 'wasm-bytes',
  enforce: 'pre' as const,
  load: (id: string) =>
    id.endsWith('.wasm')
      ? `export default Uint8Array.from(atob('${readFileSync(id, 'base64')}'), (letter) => letter.charCodeAt(0));`
      : null,
};

/** `npx vitest run FILE…` finds a test in whichever project it is; `--project NAME` takes one of them. */
export default defineConfig({
  test: {
    // One less than the processors by default: of two that would be one.
    maxWorkers: '100%',
    projects: [
      // Pure functions, in a minute: nothing is built, no process started, nothing of dist/ read. What they share, data/ above all, is
      // read once for all files: pure functions leave nothing behind, and what is set for one test (clocks, streams) is put back by it.
      project('unit', ['test/{unit,grammar,cases}/**/*.test.{ts,tsx}'], { isolate: false }),
      // What is bundled, over standard input and output or against scripted servers.
      project('integration', ['test/{backends,protocol}/**/*.test.ts'], {
        globalSetup: ['test/support/build-once.ts'],
        exclude: [...configDefaults.exclude, '**/*.recorded.test.ts', '**/*.editors.test.ts'],
      }),
      // Other people's editors, where they are installed.
      project('editors', ['test/**/*.editors.test.ts'], { globalSetup: ['test/support/build-once.ts'] }),
      // Packages as they are published.
      project('reproducible', ['test/package/**/*.test.ts']),
      // Calculations of a minute, which change with render/builtin and render/sweet-spot only.
      project('numerics', ['test/numerics/**/*.test.ts']),
      project('equivalence', ['test/equivalence/**/*.test.ts']),
      ...(beside.length > 0 ? [project('beside', beside)] : []),
    ],
  },
});

function project(
  name: string,
  include: string[],
  more: { globalSetup?: string[]; exclude?: string[]; isolate?: boolean } = {},
) {
  // Milliseconds: machines that run tests are busy.
  return {
    plugins: [wasm],
    oxc: { jsx: { runtime: 'automatic' as const, importSource: 'preact' } },
    test: {
      name,
      include,
      setupFiles: ['test/support/plain-output.ts'],
      server: { deps: { inline: [/@jsquash/] } },
      testTimeout: 60_000,
      hookTimeout: 60_000,
      ...more,
    },
  };
}
