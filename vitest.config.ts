import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// The labelled files of other people lie next to the checkout, where they are at hand. Elsewhere their tests are left out;
// test/unit/dialects holds the same traps in files of our own.
const hasCorpus = existsSync(new URL('../shared/corpus/dev/labels.json', import.meta.url));
if (!hasCorpus) console.log('There is no corpus next to this checkout: test/corpus is left out.');

export default defineConfig({
  test: {
    include: [`test/{unit,protocol,grammar${hasCorpus ? ',corpus' : ''}}/**/*.test.ts`],
    globalSetup: ['test/support/build-once.ts'],
    testTimeout: 30_000,
  },
});
