import { defineConfig } from 'vitest/config';

/** What is walked: all that needs nothing else, or what is asked for by hand. */
function included(mode: string): string[] {
  // What needs a real server is walked when its address is given: see walk/comfyui.real.ts.
  if (process.env.SWEETSPOT_REAL_COMFYUI) return ['test/vscode/walk/**/*.real.ts'];
  if (mode === 'looks') return ['test/vscode/walk/looks.tour.ts'];
  return ['test/vscode/walk/**/*.test.ts', 'test/site/*.test.ts'];
}

export default defineConfig(({ mode }) => ({
  test: {
    include: included(mode),
    // Each file opens a VS Code of its own; two at once would only wait for each other.
    fileParallelism: false,
    // Milliseconds. The first test of a file waits for VS Code to be installed and started; a real server without a graphics card takes minutes.
    testTimeout: process.env.SWEETSPOT_REAL_COMFYUI ? 900_000 : 300_000,
    hookTimeout: 300_000,
  },
}));
