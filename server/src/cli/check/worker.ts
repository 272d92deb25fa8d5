/** A thread that judges files: it is sent batches of names and answers what it found. */
import { parentPort, workerData } from 'node:worker_threads';
import { inBackground } from '../../background.ts';
import { createHost } from '../../host.ts';
import { judgeFile, type Task } from './judge.ts';
import type { Outcome } from './report.ts';

/** What the thread is started with: all that is asked of every file. */
const task = workerData as Task;
const { knowledge } = createHost(__dirname);

parentPort?.on('message', (files: readonly string[]) => {
  inBackground(async () => {
    const outcomes: Outcome[] = [];
    for (const file of files) outcomes.push(await judgeFile(file, task, knowledge));
    parentPort?.postMessage(outcomes);
  });
});
