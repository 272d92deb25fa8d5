/** Entry of the extension-host suite: what VS Code calls as `extensionTestsPath`, in the desktop and in the npm-provided one. */
import { writeFile } from 'node:fs/promises';
import { activationTests } from './activation.ts';
import { commandTests } from './commands.ts';
import { diagnosticTests } from './diagnostics.ts';
import { closeAll } from './editor.ts';
import { faceTests } from './faces.ts';
import { fixTests } from './fixes.ts';
import { hoverTests } from './hover.ts';
import { runTests } from './runner.ts';
import { toolTests } from './tools.ts';

/** Runs everything; rejects when a test failed. Results go to the file named by SWEETSPOT_RESULTS. */
export async function run(): Promise<void> {
  const file = process.env.SWEETSPOT_RESULTS;
  if (file === undefined) throw new Error('SWEETSPOT_RESULTS does not say where the results go.');
  await runTests(
    // Activation goes first: it is about a window in which nothing has been opened yet.
    { ...activationTests, ...commandTests, ...hoverTests, ...diagnosticTests, ...fixTests, ...toolTests, ...faceTests },
    closeAll,
    (results) => writeFile(file, JSON.stringify(results, null, 2)),
  );
}
