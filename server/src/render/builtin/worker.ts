/** Entry file of the thread that renders: takes one job after another, answers each with its events. */
import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from './engine.ts';
import { renderEvents } from './job.ts';
import type { Job, WorkerStart } from './worker-messages.ts';

const { scenes }: WorkerStart = workerData;
const engine = createEngine(scenes);

parentPort?.on('message', ({ request, abort }: Job) => {
  const flag = new Int32Array(abort);
  const context = { engine, scenes, aborted: () => Atomics.load(flag, 0) !== 0, now: () => performance.now() };
  for (const event of renderEvents(request, context)) parentPort?.postMessage(event);
});
