/** As `index`, in VS Code for the Web: files are in memory, and results go to the address that the build puts in. */
import * as vscode from 'vscode';
import type { TestResult } from '../../support/results.ts';
import { activationTests } from './activation.ts';
import { commandTests } from './commands.ts';
import { diagnosticTests } from './diagnostics.ts';
import { closeAll, open } from './editor.ts';
import { faceTests } from './faces.ts';
import type { File } from './files.ts';
import { fixTests } from './fixes.ts';
import { hoverTests } from './hover.ts';
import { MemoryFiles } from './memory-files.ts';
import { projectTests } from './project.ts';
import { renderTests } from './render.ts';
import { runTests } from './runner.ts';
import { toolTests } from './tools.ts';

declare const SWEETSPOT_RESULTS: string;
/** What is open when the suite has ended. */
declare const SWEETSPOT_GRAPH: File;

/** The suite is an extension of its own there, which starts with the window. */
export async function activate(): Promise<void> {
  vscode.workspace.registerFileSystemProvider('vscode-test-web', new MemoryFiles());
  const tests = {
    ...activationTests,
    ...commandTests,
    ...hoverTests,
    ...diagnosticTests,
    ...fixTests,
    ...toolTests,
    ...faceTests,
  };
  const post = async (results: readonly TestResult[], ended: boolean) => {
    await fetch(SWEETSPOT_RESULTS, { method: 'POST', body: JSON.stringify({ results, ended }) });
  };
  let last: readonly TestResult[] = [];
  const keep = (results: readonly TestResult[]): Promise<void> => {
    last = results;
    return post(results, false);
  };
  await runTests({ ...tests, ...projectTests, ...renderTests }, closeAll, keep).catch(() => undefined);
  await open(SWEETSPOT_GRAPH);
  await post(last, true);
}
