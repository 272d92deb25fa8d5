/** Only the tests of a real server, one after the other; started by run.ts. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/backends/real/*.real.ts'],
    reporters: ['verbose'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
