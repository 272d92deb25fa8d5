import { existsSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';

// The labelled files of other people and the recordings of real servers lie next to the checkout, where they are at hand.
// Elsewhere their tests are left out; test/unit/dialects and the scripted servers of test/backends hold the same traps in files
// of our own.
const isBeside = (path: string) => existsSync(new URL(`../shared/${path}`, import.meta.url));
const hasCorpus = isBeside('corpus/dev/labels.json');
const hasRecordings = isBeside('recordings/README.md');
if (!hasCorpus) console.log('There is no corpus next to this checkout: test/corpus is left out.');
if (!hasRecordings) console.log('There are no recordings next to this checkout: *.recorded.test.ts are left out.');

export default defineConfig({
  test: {
    include: [`test/{unit,backends,protocol,grammar,equivalence${hasCorpus ? ',corpus' : ''}}/**/*.test.ts`],
    exclude: [...configDefaults.exclude, ...(hasRecordings ? [] : ['**/*.recorded.test.ts'])],
    globalSetup: ['test/support/build-once.ts'],
    // One less than the processors by default: of two that would be one.
    maxWorkers: '100%',
    testTimeout: 30_000,
  },
});
