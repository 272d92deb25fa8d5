import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,protocol,corpus,grammar}/**/*.test.ts'],
    globalSetup: ['test/support/build-once.ts'],
    testTimeout: 30_000,
  },
});
