import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What needs a real server is walked when its address is given: see walk/comfyui.real.ts.
    include: process.env.SWEETSPOT_REAL_COMFYUI
      ? ['test/vscode/walk/**/*.real.ts']
      : ['test/vscode/walk/**/*.test.ts', 'test/site/*.test.ts'],
    // Each file opens a VS Code of its own; two at once would only wait for each other.
    fileParallelism: false,
    // Milliseconds. The first test of a file waits for VS Code to be installed and started; a real server without a graphics card takes minutes.
    testTimeout: process.env.SWEETSPOT_REAL_COMFYUI ? 900_000 : 300_000,
    hookTimeout: 300_000,
  },
});
