import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/vscode/walk/**/*.test.ts'],
    // Each file opens a VS Code of its own; two at once would only wait for each other.
    fileParallelism: false,
    // Milliseconds. The first test of a file waits for VS Code to be installed and started.
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
