/** A thread that judges files: it is sent batches of names and answers what it found. */
import { parentPort, workerData } from 'node:worker_threads';
import { inBackground } from '../../background.ts';
import { createHost } from '../../host.ts';
import { createJudge, type Task } from './judge.ts';
import type { Outcome } from './report.ts';

/** What the thread is started with: all that is asked of every file. */
const task = workerData as Task;
const judge = createJudge(task, createHost(__dirname));

parentPort?.on('message', (files: readonly string[]) => {
  inBackground(async () => {
    const outcomes: Outcome[] = [];
    for (const file of files) outcomes.push(await judge.file(file));
    parentPort?.postMessage(outcomes);
  });
});
